"""What moving in holds about a person: badges that others issued and somebody imported, and lines of exports."""

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData, PersonalFile
from openlaurel.apps.issuing.queries import awards_about
from openlaurel.apps.moves.models import Archive, ArchivePart, Import, ImportRow, RowState
from openlaurel.apps.moves.queries import imported_about, imported_url
from openlaurel.core.moves import MovesError, open_sources

CHUNK = 200


def export(account: Account) -> PersonalData:
    """This function will return the imported badges of a person, their files, and what lines of exports say of them."""
    rows = _rows_of(account).filter(award=None)
    return PersonalData(
        {
            "imported_awards": _awards(account),
            "import_rows": rows.values("run_id", "place", "recipient_email", "data"),
        },
        _files(account),
    )


def erase(account: Account, now: datetime) -> None:
    """This function will make the imported badges of a person nobody's, and drop the files that name them."""
    addresses = confirmed_addresses(account)
    for run in Import.objects.exclude(content=b"").iterator(1):
        if _names(run, addresses):
            Import.objects.filter(pk=run.pk).update(content=b"")
    _begin_archives_anew(account)
    ready = _rows_of(account).filter(state=RowState.READY)
    ready.update(state=RowState.REFUSED, reason="erased")
    _rows_of(account).update(recipient_email="", data={}, reason_params={}, original=b"")
    imported_about(account).defer(None).select_related(None).update(
        recipient_erased_at=now,
        recipient_name="",
        recipient_email="",
        search_text="",
        narrative="",
        evidence=[],
        original=b"",
        report={},
        checked_at=None,
    )


def _begin_archives_anew(account: Account) -> None:
    """Archives that may name the person go; one that is being written begins anew."""
    organisations = set(awards_about(account).values_list("organisation", flat=True))
    organisations |= set(imported_about(account).values_list("organisation", flat=True))
    archives = Archive.objects.filter(organisation__in=organisations)
    ArchivePart.objects.filter(archive__in=archives).delete()
    archives.filter(state="done").delete()
    archives.update(cursor={}, counts={})


def _rows_of(account: Account) -> QuerySet[ImportRow]:
    addresses = confirmed_addresses(account)
    found = Q(recipient_email__in=addresses) | Q(award__recipient_email__in=addresses)
    for address in addresses:
        found |= Q(reason_params__value__icontains=address)
    return ImportRow.objects.filter(found, is_definition=False)


def _names(run: Import, addresses: list[str]) -> bool:
    """Whether a file holds one of the addresses; one that can't be opened any more counts as if it did."""
    try:
        sources = open_sources({run.file_name: bytes(run.content)})
        wanted = [address.encode() for address in addresses]
        return any(address in data.lower() for _name, data in sources for address in wanted)
    except MovesError:
        return True


def _awards(account: Account) -> Iterator[dict[str, Any]]:
    for award in imported_about(account).defer("original").iterator(CHUNK):
        yield {
            "id": award.pk,
            "page": imported_url(award.pk),
            "imported_by": award.organisation.name,
            "platform": award.platform,
            "original_id": award.source_id,
            "original_address": award.source_url,
            "name": award.definition.name,
            "recipient_name": award.recipient_name,
            "recipient_address": award.recipient_email,
            "issued_on": award.issued_on,
            "expires_on": award.expires_on,
            "state": award.state,
            "what_the_person_did": award.narrative,
            "evidence": award.evidence,
            "imported_at": award.imported_at,
        }


def _files(account: Account) -> Iterator[PersonalFile]:
    for award in imported_about(account).exclude(original=b"").iterator(CHUNK):
        name = f"imported/{award.pk}.{award.kind_of_original}"
        yield PersonalFile(name, partial(io.BytesIO, bytes(award.original)))
