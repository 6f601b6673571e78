"""What figures are asked for. The whole selection is in the address, so that it can be kept and passed on."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.figures.queries import Selection, counted_achievements, first_month
from openlaurel.apps.profiles.models import Profile


class SelectionForm(forms.Form):
    """Narrows the figures; what isn't understood narrows nothing."""

    achievement = forms.ChoiceField(label=gettext_lazy("Micro-credential"), required=False)
    since = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, organisation: Profile, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation = organisation
        self._achievements = {one.slug: (one, name) for one, name in counted_achievements(organisation)}
        asked = (read_month(str(self.data.get(name, ""))) for name in ("since", "until"))
        months = {month for month in asked if month}
        months |= set(_months_back(today.replace(day=1), first_month(organisation) or today))
        choices = [
            (month_text(month), date_format(month, "YEAR_MONTH_FORMAT"))
            for month in sorted(months, reverse=True)
        ]
        self._set(
            "achievement", [(slug, name) for slug, (_one, name) in self._achievements.items()], _("All")
        )
        self._set("since", choices, _("The first badge"))
        self._set("until", choices, _("Today"))

    def selection(self) -> Selection:
        """This function will return what is asked for; of two months in the wrong order, each stands for the other."""
        self.is_valid()
        given = self.cleaned_data
        chosen = self._achievements.get(given.get("achievement", ""))
        since, until = (read_month(given.get(name, "")) for name in ("since", "until"))
        if since and until and since > until:
            since, until = until, since
        return Selection(self._organisation, chosen[0] if chosen else None, since, until)

    def chosen_name(self) -> str:
        """This function will return the name of the micro-credential that was chosen, if any."""
        chosen = self._achievements.get(self.cleaned_data.get("achievement", ""))
        return chosen[1] if chosen else ""

    def _set(self, name: str, choices: list[tuple[str, str]], all_of_them: str) -> None:
        self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]


def read_month(text: str) -> date | None:
    """This function will read `2026-03` as the first day of that month; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def month_text(month: date) -> str:
    """This function will write a month as addresses have it, such as 2026-03."""
    return f"{month:%Y-%m}"


def _months_back(last: date, first: date) -> Iterator[date]:
    while last >= first.replace(day=1):
        yield last
        last = date(last.year - (last.month == 1), last.month - 1 or 12, 1)
