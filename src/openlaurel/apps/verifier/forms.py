"""What somebody hands over to be verified."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.figures.visits import ORIGINS
from openlaurel.core.verification import DayToCome, read_at

LONGEST = 5 * 1024 * 1024


class VerifyForm(forms.Form):
    """Either a text or a file, and optionally with whom to compare."""

    text = forms.CharField(
        label=_("Address of the badge, or its JSON or JWT"),
        help_text=_("Such as https://badges.example.org/awards/…"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )
    file = forms.FileField(
        label=_("Or its file"),
        help_text=_("PNG, SVG, JSON or JWT, as it was downloaded."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.svg,.json,.jsonld,.jwt,.jws,.txt"}),
    )
    recipient = forms.CharField(
        label=_("Name or e-mail address to compare"),
        help_text=_("Exactly as the holder has it. It is compared here and not kept."),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    at = forms.DateField(
        label=_("Whether it was valid on this day"),
        help_text=_("Only for a past day. Without it, today counts."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    came_from = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def clean_came_from(self) -> str:
        """The class of the site that led to the form; anything else says nothing."""
        given: str = self.cleaned_data["came_from"]
        return given if given in ORIGINS else ""

    def clean_at(self) -> datetime | None:
        day, now = self.cleaned_data["at"], timezone.now()
        try:
            return read_at(day.isoformat(), now) if day else None
        except DayToCome as error:
            raise forms.ValidationError(_("Give a day that isn't in the future.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error(
                "text", _("Enter the address of a badge, paste its JSON or JWT, or choose its file.")
            )
        elif cleaned.get("text", "").strip() and cleaned.get("file"):
            self.add_error(
                "file", _("Give either a text or a file, not both: which one is meant can't be told.")
            )
        return cleaned
