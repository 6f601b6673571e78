"""The filters of the catalogue. An unusable choice in an address counts as none."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import Level, Participation
from openlaurel.apps.catalog.queries import Filters, catalogue_languages, catalogue_organisations
from openlaurel.apps.catalog.queries.search import HOURS, ORDERS, PRICES
from openlaurel.apps.catalog.registry import earnable_ids


class ExploreForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    level = forms.ChoiceField(label=_("Level"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    hours = forms.ChoiceField(label=_("Workload"), required=False)
    price = forms.ChoiceField(label=_("Price"), required=False)
    delivery = forms.ChoiceField(label=_("Form of participation"), required=False)
    credit = forms.BooleanField(label=_("Counts as credit, academic or professional"), required=False)
    here = forms.BooleanField(label=_("Can be earned on this site"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="explore-%s")
        choices = {
            "level": [("", _("Any level")), *Level.choices],
            "language": [("", _("Any language")), *catalogue_languages()],
            "organisation": [("", _("Any organisation")), *catalogue_organisations()],
            "hours": [("", _("Any workload")), *((key, label) for key, (label, _range) in HOURS.items())],
            "price": [("", _("Any price")), *PRICES.items()],
            "delivery": [("", _("Any form")), *Participation.choices],
            "order": list(ORDERS.items()),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """This function will return what to look for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            words=chosen.get("q", ""),
            level=chosen.get("level", ""),
            language=chosen.get("language", ""),
            organisation=chosen.get("organisation", ""),
            hours=chosen.get("hours", ""),
            price=chosen.get("price", ""),
            delivery=chosen.get("delivery", ""),
            credit=bool(chosen.get("credit")),
            order=chosen.get("order", ""),
            only=earnable_ids() if chosen.get("here") else None,
        )
