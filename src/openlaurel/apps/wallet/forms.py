"""What a holder says about their wallet."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.models import Visibility


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


# What can be decided about badges, by the word in the form.
DECISIONS = {
    Visibility.PUBLIC.value: _("Show them to everybody"),
    Visibility.LINK.value: _("Show them to whoever has the link"),
    Visibility.PRIVATE.value: _("Show them to nobody but you"),
    "hide-evidence": _("Hide the evidence"),
    "show-evidence": _("Show the evidence again"),
}


class ShowingForm(forms.Form):
    """Which badges, and what is decided about them. `refs` are those that may be chosen."""

    badge = forms.MultipleChoiceField(required=False)
    all = forms.BooleanField(required=False)
    decision = forms.ChoiceField(choices=list(DECISIONS.items()))

    def __init__(self, data: Any, refs: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["badge"].choices = [(ref, ref) for ref in refs]  # type: ignore[attr-defined]
        self.refs = refs

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["badge"] and not cleaned["all"]:
            self.add_error("badge", _("Choose at least one badge."))
        return cleaned

    @property
    def chosen(self) -> Sequence[str]:
        """The badges that were ticked, or all."""
        return self.refs if self.cleaned_data["all"] else self.cleaned_data["badge"]
