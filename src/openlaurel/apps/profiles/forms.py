"""What people fill in about an organisation, its members and its keys. The services check it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.words import GROUPS
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.queries import colour_of, country_choices, language_choices
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.artwork import BadSpec
from openlaurel.core.artwork.brand import check_colour

ROLE_DUTIES = {
    Role.OWNER: _("Does everything, and manages members, API keys and settings."),
    Role.DESIGNER: _("Defines micro-credentials and publishes them."),
    Role.ISSUER: _("Issues badges to people and revokes them."),
    Role.ASSESSOR: _("Reviews what learners hand in."),
    Role.READER: _("Sees badges and the audit trail, changes nothing."),
}


class OrganisationForm(forms.Form):
    """How an organisation describes itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who you are and what you teach, in a few sentences for the public page."),
    )
    url = forms.URLField(label=_("Website"), required=False, max_length=500, assume_scheme="https")
    email = forms.EmailField(
        label=_("Public e-mail address"),
        required=False,
        help_text=_("Shown on the public page and written into badges. Leave it empty to show none."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Main language"))
    linkedin_id = forms.CharField(
        label=_("Number of your page on LinkedIn"),
        required=False,
        max_length=20,
        help_text=_(
            "The digits in the address that your page has for its administrators. With them LinkedIn shows your logo "
            "beside badges that holders add to their profile."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Not said")), *country_choices()]  # type: ignore[attr-defined]
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, organisation: Profile) -> "OrganisationForm":
        """This function will return the form filled with what the organisation says now."""
        names = cls.base_fields
        return cls(initial={name: getattr(organisation, name) for name in names})


class NewOrganisationForm(OrganisationForm):
    """A new organisation; its handle is fixed from then on."""

    handle = forms.SlugField(
        label=_("Handle"),
        max_length=60,
        help_text=_(
            "Part of the organisation's address and of the identifier that signs its badges. It can't be "
            "changed later. Small letters, digits and hyphens."
        ),
    )
    hue = forms.IntegerField(
        label=_("Brand colour"),
        min_value=0,
        max_value=359,
        initial=275,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 359, "class": "hue-slider"}),
        help_text=_("Any colour works: brightness is kept so that text on it stays readable."),
    )
    is_issuer = forms.BooleanField(label=_("Issues badges"), required=False, initial=True)
    is_employer = forms.BooleanField(label=_("Employs people"), required=False)
    field_order = ("name", "handle")


class BrandForm(forms.Form):
    """An organisation's colours."""

    colour = forms.CharField(
        label=_("Brand colour"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_(
            "Any colour works: what is written in it is made lighter or darker until it can be read."
        ),
    )
    has_accent = forms.BooleanField(label=_("Use a second colour"), required=False)
    accent = forms.CharField(
        label=_("Second colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("For the band at the top of your pages and on certificates."),
    )

    @classmethod
    def of(cls, organisation: Profile) -> "BrandForm":
        """This function will return the form filled with the organisation's colours."""
        accent = organisation.accent
        colour = colour_of(organisation)
        return cls(initial={"colour": colour, "has_accent": bool(accent), "accent": accent or colour})

    def colours(self) -> dict[str, str]:
        """This function will return what is filled in, or what the form began with."""
        values = self.cleaned_data if self.is_bound else self.initial
        accent = str(values.get("accent") or "") if values.get("has_accent") else ""
        return {"colour": str(values["colour"]).lower(), "accent": accent.lower()}

    def clean_colour(self) -> str:
        return self._colour("colour")

    def clean_accent(self) -> str:
        return self._colour("accent")

    def _colour(self, field: str) -> str:
        value = str(self.cleaned_data[field]).strip().lower()
        try:
            if value:
                check_colour(value)
        except BadSpec:
            raise forms.ValidationError(_("Write a colour as # and six digits, such as #0a5f38.")) from None
        return value


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.READER)


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use the key, such as “Course platform”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("The key may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the key may do.")},
        help_text=_("Only what the program needs: whoever gets hold of the key can do no more."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("After this day (UTC) the key is refused. Without one it works until it is revoked."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    networks = forms.CharField(
        label=_("Only from these networks"),
        required=False,
        max_length=1000,
        help_text=_("One on each line, such as 192.0.2.0/24. Without any the key works from everywhere."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false"}),
    )

    def clean_networks(self) -> list[str]:
        return str(self.cleaned_data["networks"]).split()


class DomainForm(forms.Form):
    name = forms.CharField(
        label=_("Domain"),
        max_length=253,
        help_text=_("Of your web site, or what stands behind the @ of your addresses, such as example.org."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}),
    )


class ScopesForm(forms.Form):
    """What a key may do from now on; `before` is what it might do when that was asked about."""

    scopes = forms.MultipleChoiceField(
        label=_("The key may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the key may do, or revoke it.")},
    )
    before = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class RotationForm(forms.Form):
    """How long the former secret of a key works along with the new one."""

    hours = forms.TypedChoiceField(
        label=_("The former secret works for"),
        choices=[
            (0, _("no longer: it ends at once")),
            (1, _("1 more hour")),
            (24, _("24 more hours")),
            (168, _("7 more days")),
            (720, _("30 more days")),
        ],
        coerce=int,
        initial=24,
    )


class TrailFilterForm(forms.Form):
    """Which part of the audit trail is shown; an unusable choice shows all of it."""

    group = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Everything")), *GROUPS.items()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """This function will return the group and actor to show."""
        self.is_valid()
        return {
            "group": self.cleaned_data.get("group", ""),
            "actor_id": self.cleaned_data.get("person", ""),
        }
