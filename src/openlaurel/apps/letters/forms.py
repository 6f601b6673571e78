"""What one fills in about a template. The services check it."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.queries import achievements_of, programmes_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import language_choices


class TemplateForm(forms.Form):
    """Which mail, for what, in which language, and its words."""

    kind = forms.ChoiceField(label=_("Mail"), choices=LetterKind.choices)
    about = forms.ChoiceField(
        label=_("For"),
        required=False,
        help_text=_(
            "A micro-credential's own text goes before its programme's, and that before the general one."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Recipients who read this language get this text.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown: an empty line begins a paragraph, **two asterisks** make bold."),
    )

    def __init__(self, *args: Any, organisation: Profile, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.achievements = {f"a:{each.pk}": each for each in achievements_of(organisation)}
        self.programmes = {f"p:{pk}": (pk, name) for pk, name in programmes_of(organisation)}
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        groups = [
            (_("Programmes"), [(value, name) for value, (_pk, name) in self.programmes.items()]),
            (
                _("Micro-credentials"),
                [(value, str(each.newest_name or each)) for value, each in self.achievements.items()],  # type: ignore[attr-defined]
            ),
        ]
        about.choices = [
            ("", _("All micro-credentials")),
            *((label, choices) for label, choices in groups if choices),
        ]
        languages = self.fields["language"]
        assert isinstance(languages, forms.ChoiceField)
        languages.choices = language_choices()

    def chosen(self) -> dict[str, Any]:
        """This function will return the fields as `save_template` takes them, once they are valid."""
        fields = dict(self.cleaned_data)
        about = fields.pop("about")
        programme_id = self.programmes[about][0] if about in self.programmes else None
        return fields | {"achievement": self.achievements.get(about), "programme_id": programme_id}


class AddressForm(forms.Form):
    address = forms.EmailField(label=_("E-mail address"), max_length=254)


class ReminderForm(forms.Form):
    """When reminders leave, and when not."""

    days_after = forms.CharField(
        label=_("Days after the notice, while nobody has answered"),
        required=False,
        max_length=40,
        help_text=_("Up to three, such as 7, 21. Empty: nobody is reminded."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    days_before_end = forms.IntegerField(
        label=_("Days before a badge ends"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Empty: holders aren't told before."),
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"))
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("No reminder leaves in these hours; it leaves when they end."),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [(name, name.replace("_", " ")) for name in sorted(available_timezones())]

    def clean_days_after(self) -> list[int]:
        parts = str(self.cleaned_data["days_after"]).replace("،", ",").replace(";", ",").split(",")
        days = [part.strip() for part in parts if part.strip()]
        if not all(day.isascii() and day.isdecimal() and len(day) < 5 for day in days):
            raise forms.ValidationError(_("Write whole numbers with commas between them, such as 7, 21."))
        return [int(day) for day in days]
