"""What a wallet holds about a person: the badges that they brought in."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData, PersonalFile
from openlaurel.apps.wallet.models import HolderDid, KeptBadge, ShowingChange, WalletArchive
from openlaurel.apps.wallet.queries import file_name


def export(account: Account) -> PersonalData:
    """This function will return the badges that a person brought in, with their files, and what they lately decided
    about who sees their badges. An archive of them is downloaded by itself: it is named here."""
    changes = ShowingChange.objects.filter(account=account).values(
        "field", "value", "before", "changed_at", "undone_at"
    )
    archives = WalletArchive.objects.filter(account=account).values("state", "created_at", "finished_at")
    sections = {"kept_badges": _badges(account), "showing_changes": changes, "wallet_archives": archives}
    sections["dids"] = HolderDid.objects.filter(account=account).values("did", "proved_at")
    return PersonalData(sections, _files(account))


def erase(account: Account, now: datetime) -> None:
    """This function will delete the badges that a person brought in, what they decided about badges, and their archive."""
    HolderDid.objects.filter(account=account).delete()
    WalletArchive.objects.filter(account=account).delete()
    ShowingChange.objects.filter(account=account).delete()
    KeptBadge.objects.filter(account=account).delete()


def _badges(account: Account) -> Iterator[dict[str, Any]]:
    rows = KeptBadge.objects.filter(account=account).defer("content", "picture", "report", "document")
    for row in rows.iterator():
        yield {
            "id": row.pk,
            "name": row.name,
            "issuer": row.issuer,
            "source": row.source,
            "source_url": row.source_url,
            "visibility": row.visibility,
            "evidence_is_hidden": row.hides_evidence,
            "added_at": row.added_at,
            "verdict": row.verdict,
            "checked_at": row.checked_at,
            "file": f"kept_badges/{file_name(row)}",
        }


def _files(account: Account) -> Iterator[PersonalFile]:
    for row in KeptBadge.objects.filter(account=account).only("id", "kind"):
        yield PersonalFile(f"kept_badges/{file_name(row)}", lambda pk=row.pk: _content(pk))  # type: ignore[misc]


def _content(pk: Any) -> io.BytesIO:
    return io.BytesIO(bytes(KeptBadge.objects.values_list("content", flat=True).get(pk=pk)))
