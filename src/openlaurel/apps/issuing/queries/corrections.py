"""What was corrected, and what holders ask to have corrected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.catalog.field_words import label_of, value_words
from openlaurel.apps.catalog.services.result_descriptions import read_result_description
from openlaurel.apps.issuing.addresses import read_identifier
from openlaurel.apps.issuing.models import Award, Correction, CorrectionRequest, RequestState
from openlaurel.apps.issuing.queries.award_lists import HIDDEN_COLUMNS
from openlaurel.apps.issuing.services.own_fields import answers_of
from openlaurel.apps.profiles.models import Profile

FIELDS = {
    "recipient_name": gettext_lazy("Name"),
    "recipient_email": gettext_lazy("E-mail address"),
    "valid_from": gettext_lazy("Date of issue"),
    "valid_until": gettext_lazy("Valid until"),
    "results": gettext_lazy("Results"),
    "fields": gettext_lazy("Details"),
}


@dataclass(frozen=True)
class ChangeInWords:
    """One field of a correction; both values are empty once the recipient's data were erased."""

    label: str
    before: str
    since: str


@dataclass(frozen=True)
class CorrectionInWords:
    correction: Correction
    labels: str
    changes: list[ChangeInWords]

    @property
    def is_move(self) -> bool:
        """Whether only the address changed to which the badge is bound, so that its page says the same as before."""
        return list(self.correction.fields) == ["recipient_email"]


def corrections_of(award: Award) -> list[CorrectionInWords]:
    """This function will return the corrections of an award in words, newest first."""
    rows = award.corrections.select_related("corrected_by")
    return [
        CorrectionInWords(
            correction,
            _(", ").join(str(FIELDS[field]) for field in correction.fields),
            [_change(award, field, *pair) for field, pair in correction.changes.items()],
        )
        for correction in rows
    ]


def correction_reason(list_url: str, index: int) -> str:
    """This function will say why the credential with that entry of a status list here was superseded; "" for others."""
    place = read_identifier(list_url)
    if place is None or place.kind != "status":
        return ""
    found = Correction.objects.filter(replaced__status_list=UUID(place.key), replaced__status_index=index)
    return found.values_list("reason", flat=True).first() or ""


def list_correction_requests(
    organisation: Profile, state: str = RequestState.OPEN
) -> QuerySet[CorrectionRequest]:
    """This function will return what holders ask to have corrected: open ones oldest first, others newest first."""
    rows = organisation.correction_requests.filter(state=state).select_related(
        "award__version__achievement", "decided_by"
    )
    hidden = [f"award__{column}" for column in HIDDEN_COLUMNS]
    return rows.defer(*hidden).order_by("asked_at" if state == RequestState.OPEN else "-decided_at", "id")


def get_correction_request(organisation: Profile, request_id: UUID) -> CorrectionRequest:
    """This function will return a request of this organisation, or raise CorrectionRequest.DoesNotExist."""
    rows = CorrectionRequest.objects.select_related("organisation", "award__version__achievement")
    return rows.get(organisation=organisation, id=request_id)


def open_request_of(award: Award) -> CorrectionRequest | None:
    """This function will return what the holder of an award waits for, or None."""
    return award.correction_requests.filter(state=RequestState.OPEN).first()


def _change(award: Award, field: str, before: Any, since: Any) -> ChangeInWords:
    return ChangeInWords(str(FIELDS[field]), _said(award, field, before), _said(award, field, since))


def _said(award: Award, field: str, value: Any) -> str:
    if field == "results":
        return "; ".join(_result(award, result) for result in value)
    if field == "fields":
        return "; ".join(_detail(award, key, text) for key, text in value.items())
    if field in {"recipient_name", "recipient_email"}:
        return str(value)
    moment: datetime | None = parse_datetime(value) if value else None
    return date_format(localtime(moment), "DATE_FORMAT") if moment else _("No end")


def _detail(award: Award, key: str, value: str) -> str:
    """By the fields that the badge has now: what it says in none of them it can't name any more."""
    answers, language = answers_of(award), award.version.language
    spec = next((spec for spec in answers.asked.specs if spec.key == key), None)
    name, shown = (label_of(spec, language), value_words(spec, value, language)) if spec else (key, value)
    return _("%(name)s: %(value)s") % {"name": name, "value": shown}


def _result(award: Award, result: dict[str, Any]) -> str:
    described = {item.id: item for item in map(read_result_description, award.version.result_descriptions)}
    description = described.get(str(result.get("description_id", "")).rpartition("#")[2])
    if description is None:
        return str(result.get("value", ""))
    levels = {level.id: level.name for level in description.levels}
    value = levels.get(str(result.get("achieved_level", "")).rpartition("#")[2]) or result.get("value", "")
    return _("%(name)s: %(value)s") % {"name": description.name, "value": value}
