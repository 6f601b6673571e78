"""What somebody hands over to be verified."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
