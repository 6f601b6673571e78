"""What somebody hands over to be verified."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.figures.visits import ORIGINS
from openlaurel.core.verification import DayToCome, read_at

LONGEST = 5 * 1024 * 1024


class SeveralFiles(forms.FileInput):
    """Lets people choose several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Each of the files that were chosen."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in found or [None]]


class OptionalFilesField(SeveralFilesField):
    """The same, where there may be none."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in super().clean(data, initial) if file]


class VerifyForm(forms.Form):
    """Either a text or a file, and optionally with whom to compare."""

    text = forms.CharField(
        label=_("Address of the badge, or its JSON or JWT"),
        help_text=_("Such as https://badges.example.org/awards/… Of several badges, an address a line."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )
    file = OptionalFilesField(
        label=_("Or files"),
        help_text=_(
            "A badge as PNG, SVG, JSON or JWT. Or many: CVs as PDF or DOCX, a table of applicants as CSV or XLSX, several "
            "files, or a ZIP of them; at most 12 MB."
        ),
        required=False,
        max_length=255,
        widget=SeveralFiles(
            attrs={"accept": ".png,.svg,.json,.jsonld,.jwt,.jws,.txt,.pdf,.docx,.csv,.tsv,.xlsx,.zip"}
        ),
    )
    recipient = forms.CharField(
        label=_("Name or e-mail address to compare"),
        help_text=_(
            "Exactly as the holder has it. For CVs and tables it isn't needed: they say whose they are."
        ),
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
            self.add_error("text", _("Enter the address of a badge, paste its JSON or JWT, or choose files."))
        elif cleaned.get("text", "").strip() and cleaned.get("file"):
            self.add_error("file", _("Give either a text or files, not both: which is meant can't be told."))
        return cleaned
