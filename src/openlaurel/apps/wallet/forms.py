"""What a holder says about their wallet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.wallet.models import Visibility


class AddForm(forms.Form):
    """Either a file or an address."""

    file = forms.FileField(
        label=_("The badge's file"),
        help_text=_("PNG, SVG, JSON or JWT, as it was downloaded. Open Badges 1.0 to 3.0."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.svg,.json,.jsonld,.jwt,.jws,.txt"}),
    )
    url = forms.URLField(
        label=_("Or its address"),
        help_text=_("Of the badge's page or file, such as https://badges.example.org/…"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned.get("file") and not cleaned.get("url"):
            self.add_error("file", _("Choose the badge's file, or enter its address."))
        elif cleaned.get("file") and cleaned.get("url"):
            self.add_error("url", _("Give either a file or an address, not both."))
        return cleaned


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=Visibility.choices, widget=forms.RadioSelect
    )
