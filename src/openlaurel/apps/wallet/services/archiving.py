"""An archive of a wallet, written in the background badge by badge. A worker may be killed at any moment."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.zipping import zip_of
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.wallet.archive_page import page_of_archive
from openlaurel.apps.wallet.archive_pieces import FORMAT, MANIFEST, PAGE, VERSION, pieces_of
from openlaurel.apps.wallet.errors import ArchiveNotReady
from openlaurel.apps.wallet.held import held_badges
from openlaurel.apps.wallet.models import ArchivedFile, ArchiveState, WalletArchive
from openlaurel.apps.wallet.services.gathering import ArchiveResources

KEPT = timedelta(days=7)
ACTIVE = frozenset({ArchiveState.QUEUED, ArchiveState.RUNNING})


def start_archive(*, account: Account, language: str, now: datetime) -> WalletArchive:
    """This function will have all badges of `account` written into an archive that verifies without this site.

    It takes the place of the account's former one. Raises ArchiveNotReady while that is being written.
    """
    refs = [badge.ref for badge in held_badges(account, now=now)]
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        former = WalletArchive.objects.filter(account=account).first()
        if former is not None and former.state in ACTIVE:
            raise ArchiveNotReady(_("An archive is being written. Wait for it, or stop it."))
        if former is not None:
            former.delete()
        archive = WalletArchive.objects.create(account=account, language=language, refs=refs, created_at=now)
        _record("wallet_archive.started", archive, now)
    return archive


def stop_archive(*, archive: WalletArchive, now: datetime) -> None:
    """This function will stop an archive after the badge that is being written; it can go on later."""
    with transaction.atomic():
        archive = _locked(archive.pk)
        if archive.state not in ACTIVE:
            raise ArchiveNotReady(_("This archive isn't being written at the moment."))
        release(archive, ArchiveState.STOPPED)
        _record("wallet_archive.stopped", archive, now)


def resume_archive(*, archive: WalletArchive, now: datetime) -> None:
    """This function will go on with an archive that was stopped."""
    with transaction.atomic():
        archive = _locked(archive.pk)
        if archive.state != ArchiveState.STOPPED:
            raise ArchiveNotReady(_("This archive isn't stopped."))
        archive.state, archive.fault = ArchiveState.QUEUED, ""
        archive.save(update_fields=["state", "fault"])
        _record("wallet_archive.resumed", archive, now)


def remove_archive(*, archive: WalletArchive, now: datetime) -> None:
    """This function will forget an archive; the badges stay in the wallet."""
    with transaction.atomic():
        archive = _locked(archive.pk)
        if archive.state in ACTIVE:
            raise ArchiveNotReady(_("This archive is being written. Stop it first."))
        _record("wallet_archive.removed", archive, now)
        archive.delete()


def download_archive(*, archive: WalletArchive, now: datetime) -> Iterator[bytes]:
    """This function will return the bytes of a finished archive as a ZIP, piece by piece, and note that it was fetched."""
    if archive.state != ArchiveState.DONE:
        raise ArchiveNotReady(_("This archive isn't finished yet."))
    with transaction.atomic():
        _record("wallet_archive.downloaded", archive, now)
    paths = list(archive.files.order_by("path").values_list("path", flat=True))
    files = ((path, content_of(archive, path)) for path in paths)
    return zip_of(_with_page(archive, files))


def run_archive(*, archive: WalletArchive, clock: Callable[[], datetime]) -> None:
    """This function will write what is left of an archive, a badge at a time, until it ends or is stopped."""
    run_job(archive.pk, locked=_locked, step=_step, clock=clock)


def run_waiting_archives(*, clock: Callable[[], datetime]) -> None:
    """This function will write the archives that nobody does: those whose worker was killed, or whose news was lost."""
    for archive in left_over(WalletArchive.objects.all(), clock()):
        run_archive(archive=archive, clock=clock)


def forget_old_archives(now: datetime) -> None:
    """This function will delete the archives of a week ago."""
    WalletArchive.objects.filter(created_at__lt=now - KEPT, lease=None).delete()


def content_of(archive: WalletArchive, path: str) -> bytes:
    """This function will return a file of an archive."""
    return zlib.decompress(bytes(archive.files.get(path=path).content))


def _with_page(
    archive: WalletArchive, files: Iterator[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes | Iterator[bytes]]]:
    yield PAGE, page_of_archive(archive, lambda path: content_of(archive, path))
    yield from files


def _step(archive_id: UUID, lease: UUID, now: datetime) -> bool:
    """Writes the next badge. It is verified outside of any transaction, since other sites may be asked."""
    archive = WalletArchive.objects.select_related("account").get(pk=archive_id)
    if archive.done >= archive.total:
        return _finish(archive_id, lease, now)
    number, ref = archive.done + 1, archive.refs[archive.done]
    resources = ArchiveResources(archive, now)
    held = next(iter(held_badges(archive.account, now=now, refs=[ref])), None)
    pieces = pieces_of(held, number, gathered=resources, now=now) if held else None
    with transaction.atomic():
        archive = _locked(archive_id)
        if not renew(archive, lease, now):
            return False
        if pieces is not None:  # else it was removed since
            _keep(archive, pieces.files)
            _keep(archive, resources.store())
            archive.badges.create(number=number, said=pieces.said)
        archive.done = number
        archive.save(update_fields=["done"])
    return True


def _keep(archive: WalletArchive, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        row = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "content": zlib.compress(content, 6),
        }
        ArchivedFile.objects.update_or_create(archive=archive, path=path, defaults=row)


def _finish(archive_id: UUID, lease: UUID, now: datetime) -> bool:
    with transaction.atomic():
        archive = _locked(archive_id)
        if not renew(archive, lease, now):
            return False
        # Nothing in it is later: a status list signed while it was written counts as of this moment, too.
        archive.finished_at = now
        _keep(archive, {MANIFEST: orjson.dumps(_manifest(archive, now), option=orjson.OPT_INDENT_2)})
        release(archive, ArchiveState.DONE)
        archive.save(update_fields=["finished_at"])
        _record("wallet_archive.finished", archive, now)
    return False


def _manifest(archive: WalletArchive, now: datetime) -> dict[str, Any]:
    files = archive.files.exclude(path=MANIFEST).order_by("path").values_list("path", "sha256", "size")
    resources = [
        {
            **orjson.loads(resource.said),
            "file": resource.path or None,
            "obtained_at": _moment(resource.obtained_at),
        }
        for resource in archive.resources.iterator(200)
    ]
    return {
        "format": FORMAT,
        "version": VERSION,
        "installation": settings.OPENLAUREL_URL,
        "language": archive.language,
        "made_at": _moment(now),
        "badges": [badge.said for badge in archive.badges.iterator(200)],
        "resources": resources,
        "files": [{"path": path, "sha256": digest, "bytes": size} for path, digest, size in files],
    }


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _locked(archive_id: UUID) -> WalletArchive:
    rows = WalletArchive.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=archive_id)


def _record(kind: str, archive: WalletArchive, now: datetime) -> None:
    record_event(
        kind=kind, subject=("wallet_archive", archive.pk), now=now, actor_id=archive.account_id, data={}
    )
