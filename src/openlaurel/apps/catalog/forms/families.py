"""The look of a badge family."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.forms.pictures import SHAPE_NAMES
from openlaurel.apps.catalog.services import Look
from openlaurel.core.artwork import SHAPES

PATTERNS = 12


class FamilyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    shape = forms.ChoiceField(
        label=_("Shape"), choices=[(shape, SHAPE_NAMES.get(shape, shape.capitalize())) for shape in SHAPES]
    )
    hue = forms.IntegerField(
        label=_("Colour"),
        min_value=0,
        max_value=359,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 359, "class": "hue-slider"}),
    )
    hue_step = forms.IntegerField(
        label=_("Turn with each level"),
        min_value=-60,
        max_value=60,
        help_text=_(
            "By how many degrees the colour changes from one level to the next, -60 to 60; 0 keeps it."
        ),
    )
    pattern = forms.ChoiceField(
        label=_("Pattern"), choices=[(str(n), str(n)) for n in range(1, PATTERNS + 1)]
    )

    def look(self) -> Look:
        """This function will return what is filled in, or what the form began with."""
        values: Mapping[str, Any] = self.cleaned_data if self.is_bound else self.initial
        return Look(**{name: values[name] for name in self.fields})
