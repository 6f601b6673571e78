"""What an owner fills in about the entrance. The services check it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.profiles.models import Role
from openlaurel.apps.signon.services.providers import GIVABLE


class TwoFactorForm(forms.Form):
    """From when on members need a second factor."""

    start = forms.DateField(
        label=_("From this day on"),
        required=False,
        help_text=_("So that members have time to set it up. Without a day it holds at once."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RolesForm(forms.Form):
    """Which roles somebody new gets."""

    default_role = forms.ChoiceField(
        label=_("Role of who is new"),
        required=False,
        help_text=_("Owners are made by owners. With no role, nobody new gets in."),
    )
    roles_claim = forms.CharField(
        label=_("Claim with groups"),
        required=False,
        max_length=100,
        help_text=_("Where the provider names somebody's groups, such as groups."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    role_map = forms.CharField(
        label=_("Roles of groups"),
        required=False,
        max_length=4000,
        help_text=_("One on each line, such as: registrars = issuer"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in Role if role.value in GIVABLE]
        self.fields["default_role"].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]

    def clean_role_map(self) -> dict[str, str]:
        lines = [line for line in str(self.cleaned_data["role_map"]).splitlines() if line.strip()]
        pairs = [line.rpartition("=") for line in lines]
        if not all(name.strip() and sign for name, sign, _role in pairs):
            raise forms.ValidationError(_("Write each line like: registrars = issuer"))
        return {name.strip(): role.strip() for name, _sign, role in pairs}


class ProviderForm(RolesForm):
    """An OpenID Connect provider and this site's client there."""

    field_order = ("issuer", "client_id", "client_secret")

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=500,
        help_text=_("The provider's address, exactly as it calls itself, such as https://login.example.org."),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    client_id = forms.CharField(
        label=_("Client id"), max_length=255, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=500,
        strip=False,
        help_text=_("It is kept sealed and never shown again. Left empty, the one before stays."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class SamlForm(RolesForm):
    """A SAML provider, by its metadata."""

    field_order = ("metadata_url", "metadata", "email_claim")
    prefix = "saml"

    metadata_url = forms.CharField(
        label=_("Address of the metadata"),
        required=False,
        max_length=500,
        help_text=_("They are read again every day, so that a new certificate counts in time."),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    metadata = forms.CharField(
        label=_("Or the metadata themselves"),
        required=False,
        max_length=256 * 1024,
        help_text=_("The XML that the provider gives you. Left empty, what was read before stays."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
    )
    email_claim = forms.CharField(
        label=_("Attribute with the e-mail address"),
        required=False,
        max_length=200,
        help_text=_("Left empty, the usual ones are looked for, then the NameID where it is an address."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class FindForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
