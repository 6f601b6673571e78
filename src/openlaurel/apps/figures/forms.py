"""What figures are asked for. The whole selection is in the address, so that it can be kept and passed on."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.figures.models import Period, Rhythm
from openlaurel.apps.figures.queries import (
    MOST_LISTED,
    Selection,
    counted_achievements,
    first_month,
    members_who_may_read,
)
from openlaurel.apps.figures.services import ReportDraft
from openlaurel.apps.profiles.models import Profile


class SelectionForm(forms.Form):
    """Narrows the figures; what isn't understood narrows nothing."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    achievement = forms.ChoiceField(label=gettext_lazy("Micro-credential"), required=False)
    since = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, organisation: Profile, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation = organisation
        self._achievements = {one.slug: (one, name) for one, name in counted_achievements(organisation)}
        self._programmes = {one.slug: one for one in organisation.programmes.defer("cover_png")[:MOST_LISTED]}
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
        self._set("programme", [(slug, one.name) for slug, one in self._programmes.items()], _("All"))
        if not self._programmes:
            del self.fields["programme"]
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
        programme = self._programmes.get(given.get("programme", ""))
        return Selection(self._organisation, chosen[0] if chosen else None, since, until, programme)

    def chosen_name(self) -> str:
        """This function will return the name of the micro-credential or programme that was chosen, if any."""
        chosen = self._achievements.get(self.cleaned_data.get("achievement", ""))
        programme = self._programmes.get(self.cleaned_data.get("programme", ""))
        return chosen[1] if chosen else programme.name if programme else ""

    def _set(self, name: str, choices: list[tuple[str, str]], all_of_them: str) -> None:
        self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """Which figures go to whom by mail, and how often."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    achievement = forms.ChoiceField(label=gettext_lazy("Micro-credential"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Badges issued in"), choices=Period.choices)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Your time zone"),
        help_text=gettext_lazy("Mails leave at seven in the morning there."),
    )
    readers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who gets them"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Members who may see figures. Each can stop the mails by themselves."),
    )

    def __init__(self, *args: Any, organisation: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._achievements = {one.slug: (one, name) for one, name in counted_achievements(organisation)}
        self._programmes = {one.slug: one for one in organisation.programmes.defer("cover_png")[:MOST_LISTED]}
        members = members_who_may_read(organisation)[:MOST_LISTED]
        self._choose(
            "programme", [("", _("All")), *((slug, one.name) for slug, one in self._programmes.items())]
        )
        self._choose(
            "achievement",
            [("", _("All")), *((slug, name) for slug, (_one, name) in self._achievements.items())],
        )
        self._choose("time_zone", [(name, name.replace("_", " ")) for name in sorted(available_timezones())])
        self._choose("readers", [(str(account.pk), str(account)) for account in members])

    def draft(self) -> ReportDraft:
        """This function will return what the form asks for."""
        given: dict[str, Any] = self.cleaned_data
        chosen = self._achievements.get(given["achievement"])
        return ReportDraft(
            rhythm=given["rhythm"],
            period=given["period"],
            programme=self._programmes.get(given["programme"]),
            achievement=chosen[0] if chosen else None,
            time_zone=given["time_zone"],
            readers=given["readers"],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


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
