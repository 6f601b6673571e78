"""What issuing holds about a person: awards with their signed badges, and rows of rosters."""

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData, PersonalFile
from openlaurel.apps.issuing.models import (
    Award,
    AwardFields,
    BatchRow,
    Correction,
    CorrectionRequest,
    Credential,
    PlannedAward,
    Roster,
    RowState,
)
from openlaurel.apps.issuing.queries import award_url, awards_about
from openlaurel.apps.issuing.queries.own_fields import fields_in_words
from openlaurel.apps.issuing.search_index import forget_erased

CHUNK = 200


def export(account: Account) -> PersonalData:
    """This function will return the awards to a person, their signed badges as files, and what rosters say of them."""
    return PersonalData(
        {
            "awards": _awards(account),
            "corrections": Correction.objects.filter(award__in=awards_about(account)).values(
                "award_id", "changes", "reason", "corrected_at"
            ),
            "correction_requests": CorrectionRequest.objects.filter(award__in=awards_about(account)).values(
                "award_id",
                "wanted_name",
                "wanted_email",
                "words",
                "state",
                "asked_at",
                "answer",
                "decided_at",
            ),
            "planned_awards": _planned_for(account).values(
                "achievement__slug", "recipient_name", "due_at", "narrative", "evidence", "fields"
            ),
            "roster_rows": _rows_of(account).values("batch_id", "line", "data"),
        },
        _badges(account),
    )


def erase(account: Account, now: datetime) -> None:
    """This function will make the awards to a person nobody's.

    That an award happened stays, with the key and the place in the status list by which copies of the badge are
    verified. Files of rosters that name the person are dropped whole: their rows are in the batches already.
    """
    awards = awards_about(account)
    _planned_for(account).delete()
    for row in _rows_of(account).iterator(CHUNK):
        _erase_row(row)
    for roster in Roster.objects.exclude(content=b"").iterator(1):
        if _names(roster, confirmed_addresses(account)):
            Roster.objects.filter(pk=roster.pk).update(content=b"")
    ids = list(awards.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        AwardFields.objects.filter(award__in=chunk).delete()
        Correction.objects.filter(award__in=chunk).update(changes={}, reason="")
        CorrectionRequest.objects.filter(award__in=chunk).delete()
        Credential.objects.filter(award__in=chunk).update(mould=None, content=b"")
        Award.objects.filter(pk__in=chunk).update(
            recipient_erased_at=now,
            account=None,
            recipient_name="",
            recipient_email="",
            search_text="",
            narrative="",
            results=[],
            evidence=[],
            show_name=False,
            notify=False,
            mail_error="",
            idempotency_key=None,
            request_hash="",
        )
    if ids:
        forget_erased()


def _planned_for(account: Account) -> QuerySet[PlannedAward]:
    return PlannedAward.objects.filter(recipient_email__in=confirmed_addresses(account))


def _erase_row(row: BatchRow) -> None:
    row.data = {"line": row.line}
    if row.state != RowState.ISSUED:
        row.state, row.reason = RowState.REFUSED, "erased"
    row.reason_params = {}
    row.save(update_fields=["data", "state", "reason", "reason_params"])


def _rows_of(account: Account) -> QuerySet[BatchRow]:
    addresses = confirmed_addresses(account)
    found = Q(award__in=awards_about(account)) | Q(data__email__in=addresses)
    for address in addresses:
        # What is said of a row that can't be issued may quote it.
        found |= Q(reason_params__value__icontains=address) | Q(reason_params__text__icontains=address)
    return BatchRow.objects.filter(found)


def _names(roster: Roster, addresses: list[str]) -> bool:
    text = bytes(roster.content).decode(roster.encoding, "replace").lower()
    return any(address in text for address in addresses)


def _awards(account: Account) -> Iterator[dict[str, Any]]:
    rows = awards_about(account).select_related(
        "organisation", "version__achievement", "own_fields__field_set"
    )
    for award in rows.defer("version__artwork_svg", "version__artwork_png").iterator(CHUNK):
        yield {
            "id": award.pk,
            "page": award_url(award.pk),
            "signed_badge": _file_name(award),
            "awarded_by": award.organisation.name,
            "name": award.version.name,
            "version": award.version.number,
            "recipient_name": award.recipient_name,
            "recipient_address": award.recipient_email,
            "language": award.language,
            "state": award.state,
            "awarded_at": award.awarded_at,
            "valid_from": award.valid_from,
            "valid_until": award.valid_until,
            "results": award.results,
            "evidence": award.evidence,
            "what_the_person_did": award.narrative,
            "fields": {field.name: field.value for field in fields_in_words(award, with_private=True)},
            "name_is_shown": award.show_name,
            "visibility": award.visibility,
            "evidence_is_hidden": award.hides_evidence,
            "mailed_at": award.mailed_at,
            "opened_at": award.opened_at,
            "accepted_at": award.accepted_at,
            "declined_at": award.declined_at,
            "revoked_at": award.revoked_at,
            "revocation_reason": award.revocation_reason,
            "suspensions": list(
                award.suspensions.values("reason", "suspended_at", "ended_at", "end_reason", "mailed_at")
            ),
        }


def _badges(account: Account) -> Iterator[PersonalFile]:
    for award in awards_about(account).only("pk").iterator(CHUNK):
        credential = Credential.objects.select_related("mould").get(award=award, superseded_at=None)
        yield PersonalFile(_file_name(award), partial(io.BytesIO, credential.document))


def _file_name(award: Award) -> str:
    return f"badges/{award.pk}.json"
