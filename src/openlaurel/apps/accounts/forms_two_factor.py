"""The forms of a second factor: allauth's, in our words."""

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

CODE_INPUT = {"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}


class _Code:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label, field.max_length = _("Code"), 40
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(CODE_INPUT)


class AuthenticateForm(_Code, base_forms.AuthenticateForm):
    """The second factor of a sign-in."""


class ReauthenticateForm(_Code, base_forms.ReauthenticateForm):
    """The second factor once more before something that matters."""


class ActivateTOTPForm(_Code, totp_forms.ActivateTOTPForm):
    """The first code of an authenticator app, which proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")


class _Name:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]  # type: ignore[attr-defined]
        field.label, field.help_text = _("Name"), _("By which you know this device or key again.")
        field.max_length = 60
        field.widget.attrs.update({"maxlength": "60", "dir": "auto"})
        field.required = True


class AddWebAuthnForm(_Name, webauthn_forms.AddWebAuthnForm):
    """A new passkey."""


class EditWebAuthnForm(_Name, webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""
