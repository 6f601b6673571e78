"""The forms of sign-in and sign-up: allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD_HELP = _("At least 8 characters. Not one that many people use, and not your name.")
LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "oldpassword": _("Current password"),
    "remember": _("Stay signed in on this device"),
    "code": _("Code from the mail"),
}


class PlainWords:
    """Our labels, no placeholders (they vanish while one types), no markup in help texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = NEW_PASSWORD_HELP if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainWords, allauth_forms.LoginForm):
    """Sign in with a password."""


class SignupForm(PlainWords, allauth_forms.SignupForm):
    """Make an account; the name is what stands on badges that are earned here."""

    name = forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name")
        self.fields["name"].help_text = _("As it should stand on the badges that you earn here.")
        self.fields["password1"].label = LABELS["password"]


class AddEmailForm(PlainWords, allauth_forms.AddEmailForm):
    """Another address of the same person, so that badges sent to it are found."""


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    """A new password for who knows the present one."""


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    """A first password for who signed in with codes until now."""


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):
    """Ask for a link by mail."""


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    """A new password by the link from the mail."""


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    """The password once more before something that matters."""


class RequestLoginCodeForm(PlainWords, allauth_forms.RequestLoginCodeForm):
    """Ask for a code by mail instead of a password."""


class ConfirmLoginCodeForm(PlainWords, allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail."""


class ConfirmEmailVerificationCodeForm(PlainWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class EraseForm(forms.Form):
    """The words that are agreed to before an account goes."""

    understood = forms.BooleanField(
        label=_(
            "I have read this. Delete my account and what is kept about me; I know that it can't be undone."
        ),
        error_messages={"required": _("Tick the box if you want your account deleted.")},
    )


class MergeForm(forms.Form):
    """Says that whoever merges two accounts has read what it means."""

    understood = forms.BooleanField(
        label=_("Both accounts are mine. I have read what moves and what ends, and that it can't be undone."),
        error_messages={"required": _("Tick the box if you want the accounts to become one.")},
    )


class FirstAccountForm(forms.Form):
    """Who runs this installation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You sign in with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=NEW_PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
