"""What holders and issuers fill in to have a badge corrected. The services check it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from openlaurel.apps.catalog.forms.custom_fields import add_value_fields, given_values
from openlaurel.apps.catalog.services.result_descriptions import read_result_description
from openlaurel.apps.issuing.models import Award, CorrectionRequest
from openlaurel.apps.issuing.services import Wanted, wanted_of
from openlaurel.apps.issuing.services.corrections import fields_of
from openlaurel.core.fields import FieldSpec
from openlaurel.core.openbadges import Result, ResultDescription

WORDS = forms.Textarea(attrs={"rows": 3, "dir": "auto"})


class CorrectionForm(forms.Form):
    """What a badge shall say: filled with what it says now. Each result that its definition describes is a field."""

    recipient_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    recipient_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy(
            "Another address gets the link, and whoever has the one before can do nothing with the badge any more."
        ),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Date of issue"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty to go by the micro-credential."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=WORDS,
        help_text=gettext_lazy(
            "Whoever checks the badge, or a file from before, reads it. Name nobody, and no former name."
        ),
    )

    def __init__(
        self, *args: Any, award: Award, asked: CorrectionRequest | None = None, **kwargs: Any
    ) -> None:
        self.award = award
        self.descriptions = [read_result_description(entry) for entry in award.version.result_descriptions]
        initial = {
            "recipient_name": (asked and asked.wanted_name) or award.recipient_name,
            "recipient_email": (asked and asked.wanted_email) or award.recipient_email,
            "valid_from": _day(award.valid_from),
            "valid_until": award.valid_until and _day(award.valid_until),
        }
        super().__init__(*args, **kwargs)
        self.initial = initial
        known = {result.description_id.rpartition("#")[2]: result for result in wanted_of(award).results}
        for number, description in enumerate(self.descriptions):
            self.fields[f"result_{number}"] = _result_field(description, known.get(description.id))
        self.asked = fields_of(award)
        values = wanted_of(award).fields
        add_value_fields(
            self, _askable(self.asked.specs, values), values=values, language=self.asked.language
        )
        self.order_fields([name for name in self.fields if name != "reason"])

    def wanted(self) -> Wanted:
        """This function will return what the badge shall say; a day that wasn't changed keeps its hour."""
        given, award = self.cleaned_data, self.award
        return Wanted(
            recipient_name=given["recipient_name"],
            recipient_email=given["recipient_email"],
            valid_from=_moment(given["valid_from"], award.valid_from),
            valid_until=given["valid_until"] and _moment(given["valid_until"], award.valid_until),
            results=self._results(),
            fields={key: value for key, value in given_values(self, self.asked.specs).items() if value},
        )

    def _results(self) -> tuple[Result, ...]:
        """Those that aren't described here stay; a field that was emptied takes its result away."""
        fields = {description.id: f"result_{number}" for number, description in enumerate(self.descriptions)}
        levels = {description.id: bool(description.levels) for description in self.descriptions}
        results, seen = [], set()
        for result in wanted_of(self.award).results:
            short = result.description_id.rpartition("#")[2]
            seen.add(short)
            if short not in fields:
                results.append(result)
            elif value := self.cleaned_data[fields[short]]:
                results.append(_changed(result, value, levels[short]))
        for short, field in fields.items():
            if short not in seen and (value := self.cleaned_data[field]):
                results.append(_changed(Result(short), value, levels[short]))
        return tuple(results)


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=300,
        widget=WORDS,
        help_text=gettext_lazy("The holder gets it by mail."),
    )


class RequestForm(forms.Form):
    """What a holder says is wrong."""

    wanted_name = forms.CharField(
        label=gettext_lazy("The right name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=gettext_lazy("If the name is wrong, or yours has changed."),
    )
    wanted_email = forms.EmailField(
        label=gettext_lazy("The right e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=gettext_lazy("If you want the badge at another address than the one to which it was sent."),
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong"),
        required=False,
        max_length=1000,
        widget=WORDS,
        help_text=gettext_lazy("A date, a result, or why the name isn't right any more."),
    )


def _askable(specs: Iterable[FieldSpec], values: Mapping[str, str]) -> list[FieldSpec]:
    """What the badge never said needn't be said now."""
    return [replace(spec, is_required=spec.is_required and spec.key in values) for spec in specs]


def _result_field(description: ResultDescription, result: Result | None) -> forms.Field:
    if description.levels:
        choices = [("", "—"), *((level.id, level.name) for level in description.levels)]
        level = result.achieved_level.rpartition("#")[2] if result else ""
        return forms.ChoiceField(label=description.name, required=False, choices=choices, initial=level)
    value = result.value if result else ""
    return forms.CharField(label=description.name, required=False, max_length=50, initial=value)


def _changed(result: Result, value: str, is_level: bool) -> Result:
    if not is_level:
        return replace(result, value=value)
    if result.achieved_level.rpartition("#")[2] == value:
        return result
    return replace(result, achieved_level=value)


def _day(moment: datetime) -> Any:
    return timezone.localtime(moment).date()


def _moment(day: Any, before: datetime | None) -> datetime:
    if before is not None and _day(before) == day:
        return before
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


class AddressForm(forms.Form):
    """To which of their confirmed addresses a holder binds a badge."""

    email = forms.ChoiceField(label=gettext_lazy("Address of the badge"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, addresses: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].choices = [(address, address) for address in addresses]  # type: ignore[attr-defined]
