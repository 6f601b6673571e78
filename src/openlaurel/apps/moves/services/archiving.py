"""Moving out in the background, piece by piece. A worker may be killed at any moment."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.zipping import zip_of
from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.moves.errors import MoveNotPossibleNow
from openlaurel.apps.moves.models import Archive, ArchivePart, ArchiveState
from openlaurel.apps.moves.services.archive_rows import SECTIONS, Piece, first_pieces
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.moves import FORMAT, MANIFEST, VERSION

KEPT = timedelta(days=7)


def start_archive(*, organisation: Profile, by: Actor, now: datetime) -> Archive:
    """This function will have everything of an organisation written into an archive, as it is now.

    Raises MoveNotPossibleNow while another one is being written.
    """
    check_can(by, "move_badges", organisation)
    try:
        with transaction.atomic():
            archive = Archive.objects.create(organisation=organisation, created_by=by.account, created_at=now)
            _record("archive.started", archive, by.id, now)
            archive.total = sum(section.rows(archive).count() for section in SECTIONS)
            archive.save(update_fields=["total"])
    except IntegrityError as error:
        raise MoveNotPossibleNow(_("Another archive is being written. Wait for it, or stop it.")) from error
    return archive


def stop_archive(*, archive: Archive, by: Actor, now: datetime) -> Archive:
    """This function will stop an archive after the piece that is being written; it can go on later."""
    check_can(by, "move_badges", archive.organisation)
    with transaction.atomic():
        archive = _locked(archive.pk)
        if archive.state not in {ArchiveState.QUEUED, ArchiveState.RUNNING}:
            raise MoveNotPossibleNow(_("This archive isn't being written at the moment."))
        release(archive, ArchiveState.STOPPED)
        _record("archive.stopped", archive, by.id, now)
    return archive


def resume_archive(*, archive: Archive, by: Actor, now: datetime) -> Archive:
    """This function will go on with an archive that was stopped."""
    check_can(by, "move_badges", archive.organisation)
    try:
        with transaction.atomic():
            archive = _locked(archive.pk)
            if archive.state != ArchiveState.STOPPED:
                raise MoveNotPossibleNow(_("This archive isn't stopped."))
            archive.state, archive.fault = ArchiveState.QUEUED, ""
            archive.save(update_fields=["state", "fault"])
            _record("archive.resumed", archive, by.id, now)
    except IntegrityError as error:
        raise MoveNotPossibleNow(_("Another archive is being written. Wait for it, or stop it.")) from error
    return archive


def remove_archive(*, archive: Archive, by: Actor, now: datetime) -> None:
    """This function will forget an archive; what it holds stays where it is."""
    check_can(by, "move_badges", archive.organisation)
    with transaction.atomic():
        archive = _locked(archive.pk)
        if archive.state in {ArchiveState.QUEUED, ArchiveState.RUNNING}:
            raise MoveNotPossibleNow(_("This archive is being written. Stop it first."))
        _record("archive.removed", archive, by.id, now)
        archive.delete()


def note_download(*, archive: Archive, by: Actor, now: datetime) -> Iterator[bytes]:
    """This function will return the bytes of a finished archive as a ZIP, and note in the audit trail who got it.

    Raises MoveNotPossibleNow while it is being written.
    """
    check_can(by, "move_badges", archive.organisation)
    if archive.state != ArchiveState.DONE:
        raise MoveNotPossibleNow(_("This archive isn't finished yet."))
    with transaction.atomic():
        _record("archive.downloaded", archive, by.id, now)
    paths = list(archive.parts.order_by("pk").values_list("path", flat=True))
    return zip_of((path, _content(archive, path)) for path in paths)


def run_archive(*, archive: Archive, clock: Callable[[], datetime]) -> None:
    """This function will write what is left of an archive, a piece a transaction, until it ends or is stopped.

    A piece and the note where to go on are written together, so that a killed run is gone on with.
    """
    run_job(archive.pk, locked=_locked, step=_write_piece, clock=clock)


def run_waiting_archives(*, clock: Callable[[], datetime]) -> None:
    """This function will write the archives that nobody does: those whose worker was killed, or whose news was lost."""
    for archive in left_over(Archive.objects.all(), clock()):
        run_archive(archive=archive, clock=clock)


def forget_old_archives(*, now: datetime) -> int:
    """This function will delete the archives of a week ago; returns how many."""
    old = Archive.objects.filter(created_at__lt=now - KEPT, lease=None)
    count = old.count()
    old.delete()
    return count


def _write_piece(archive_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there may be more to do."""
    with transaction.atomic():
        archive = _locked(archive_id)
        if not renew(archive, lease, now):
            return False
        cursor = archive.cursor or {"section": -1, "after": None, "number": 0}
        if cursor["section"] < 0:
            for piece in first_pieces(archive):
                _keep(archive, piece)
            return _go_on(archive, {"section": 0, "after": None, "number": 0})
        if cursor["section"] >= len(SECTIONS):
            _finish(archive, now)
            return False
        section = SECTIONS[cursor["section"]]
        rows = section.rows(archive)
        if cursor["after"] is not None:
            rows = rows.filter(pk__gt=cursor["after"])
        chunk = list(rows[: section.size])
        if not chunk:
            return _go_on(archive, {"section": cursor["section"] + 1, "after": None, "number": 0})
        number = cursor["number"] + 1
        for piece in section.write(archive, number, chunk):
            _keep(archive, piece)
        archive.counts[section.name] = archive.counts.get(section.name, 0) + len(chunk)
        last = chunk[-1].pk
        after = last if isinstance(last, int) else str(last)
        return _go_on(archive, {"section": cursor["section"], "after": after, "number": number})


def _go_on(archive: Archive, cursor: dict[str, Any]) -> bool:
    archive.cursor = cursor
    archive.save(update_fields=["cursor", "counts"])
    return True


def _keep(archive: Archive, piece: Piece) -> None:
    ArchivePart.objects.create(
        archive=archive,
        path=piece.path,
        sha256=hashlib.sha256(piece.content).hexdigest(),
        size=len(piece.content),
        rows=piece.rows,
        content=zlib.compress(piece.content, 6),
    )


def _content(archive: Archive, path: str) -> bytes:
    return zlib.decompress(bytes(archive.parts.get(path=path).content))


def _finish(archive: Archive, now: datetime) -> None:
    parts = archive.parts.order_by("pk").values("path", "sha256", "size", "rows")
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "organisation": archive.organisation.handle,
        "installation": settings.OPENLAUREL_URL,
        "made_at": archive.created_at.isoformat(),
        "counts": {section.name: archive.counts.get(section.name, 0) for section in SECTIONS},
        "files": [
            {"path": part["path"], "sha256": part["sha256"], "bytes": part["size"], "rows": part["rows"]}
            for part in parts.iterator(2000)
        ],
    }
    _keep(archive, Piece(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2)))
    archive.finished_at = now
    release(archive, ArchiveState.DONE)
    archive.save(update_fields=["finished_at"])
    _record("archive.finished", archive, archive.created_by_id, now, count=archive.written)


def _locked(archive_id: UUID) -> Archive:
    rows = Archive.objects.select_for_update(of=("self",)).select_related("organisation", "created_by")
    return rows.get(pk=archive_id)


def _record(kind: str, archive: Archive, actor_id: UUID | None, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("archive", archive.id),
        now=now,
        actor_id=actor_id,
        organisation_id=archive.organisation_id,
        data=data,
    )
