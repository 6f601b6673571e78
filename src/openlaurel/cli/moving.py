"""openlaurel award move-in, openlaurel award move-out"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.loading import load_django, require_database
from openlaurel.cli.progress import Progress

if TYPE_CHECKING:
    from openlaurel.apps.moves.models import Archive, Import
    from openlaurel.apps.profiles.models import Profile

SOME_REFUSED, NOTHING_DONE = 1, 2


def move_in(handle: str, files: Sequence[Path], dates: str, result: Path | None, *, is_sure: bool) -> int:
    """This function will plan an import and, if asked to, do it; returns 1 when badges were refused."""
    organisation = _organisation(handle)
    from django.utils import timezone

    from openlaurel.apps.moves.exporting import import_lines
    from openlaurel.apps.moves.queries import reconcile
    from openlaurel.apps.moves.services import (
        MovingError,
        confirm_import,
        remove_import,
        run_import,
        upload_import,
    )
    from openlaurel.apps.profiles.policies import INSTALLATION

    try:
        given = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise CommandFailed(f"Can't read {error.filename}: {error.strerror}.", code=NOTHING_DONE) from error
    try:
        run = upload_import(
            organisation=organisation, files=given, by=INSTALLATION, now=timezone.now(), date_order=dates
        )
        if run.state == "asking":
            remove_import(run=run, by=INSTALLATION, now=timezone.now())
            raise CommandFailed(
                f"The date {run.date_example!r} can be read in two ways. Say --dates day or --dates month.",
                code=NOTHING_DONE,
            )
        counts = reconcile(run)
        if is_sure and counts.ready:
            confirm_import(run=run, by=INSTALLATION, now=timezone.now())
            progress = Progress(counts.found, "badges", clock=time.monotonic)

            def clock() -> datetime:
                progress.show(reconcile(run).handled)
                return timezone.now()

            run_import(run=run, clock=clock)
            run.refresh_from_db()
        _report(run, is_sure)
        if result is not None:
            result.write_text("".join(import_lines(run)), "utf-8", newline="")
        if not is_sure:
            remove_import(run=run, by=INSTALLATION, now=timezone.now())
    except MovingError as error:
        raise CommandFailed(error, code=NOTHING_DONE) from error
    return SOME_REFUSED if counts.refused else 0


def move_out(handle: str, file: Path) -> int:
    """This function will write everything of an organisation into a ZIP; one that was begun is gone on with."""
    organisation = _organisation(handle)
    from django.utils import timezone

    from openlaurel.apps.moves.services import MovingError, note_download, remove_archive, run_archive
    from openlaurel.apps.profiles.policies import INSTALLATION

    try:
        archive = _begun(organisation)
        progress = Progress(archive.total, "entries", clock=time.monotonic)

        def clock() -> datetime:
            archive.refresh_from_db(fields=["counts"])
            progress.show(archive.written)
            return timezone.now()

        run_archive(archive=archive, clock=clock)
        archive.refresh_from_db()
        part = file.with_name(f"{file.name}.part")
        with part.open("wb") as target:
            for piece in note_download(archive=archive, by=INSTALLATION, now=timezone.now()):
                target.write(piece)
        part.replace(file)
        remove_archive(archive=archive, by=INSTALLATION, now=timezone.now())
    except MovingError as error:
        raise CommandFailed(f"{error} {archive.fault}".strip(), code=NOTHING_DONE) from error
    except OSError as error:
        raise CommandFailed(
            f"Can't write {file}: {error.strerror}. Give it room, then run the same again.",
            code=NOTHING_DONE,
        ) from error
    print(f"Wrote {archive.written:,} entries into {file}. It holds names and addresses: keep it safe.")
    return 0


def _begun(organisation: Profile) -> Archive:
    """An archive that a killed command left, or a new one; one that somebody began on the site is not touched."""
    from django.utils import timezone

    from openlaurel.apps.moves.models import Archive
    from openlaurel.apps.moves.services import resume_archive, start_archive
    from openlaurel.apps.profiles.policies import INSTALLATION

    left = Archive.objects.filter(organisation=organisation, created_by=None).first()
    if left is None:
        return start_archive(organisation=organisation, by=INSTALLATION, now=timezone.now())
    if left.state == "stopped":
        return resume_archive(archive=left, by=INSTALLATION, now=timezone.now())
    return left


def _organisation(handle: str) -> Profile:
    load_django()
    require_database()
    from openlaurel.apps.profiles.models import Kind, Profile

    name = handle.rstrip("/").rpartition("/")[2]
    found = Profile.objects.filter(handle=name, kind=Kind.ORGANISATION).first()
    if found is None:
        raise CommandFailed(
            f"There is no organisation {name!r} here. Its handle is the last part of its address.",
            code=NOTHING_DONE,
        )
    return found


def _report(run: Import, is_sure: bool) -> None:
    from openlaurel.apps.moves.queries import reconcile, refusals_of
    from openlaurel.core.moves import PLATFORMS

    counts = reconcile(run)
    declared = (
        "says nothing of its number" if counts.declared is None else f"says that it has {counts.declared:,}"
    )
    print(f"{PLATFORMS[run.platform]}: the export {declared}, {counts.found:,} badges were found.")
    if counts.is_said_otherwise:
        print("These numbers differ: ask the platform for the others, or export again.")
    for kind in refusals_of(run):
        print(f"{kind.count:,} refused, first at {', '.join(kind.places)}: {kind.words}")
    if is_sure:
        fault = f" It stopped: {run.fault}" if run.fault else ""
        print(
            f"{counts.imported:,} badges imported, {counts.known:,} there already, {counts.refused:,} refused.{fault}"
        )
    else:
        print(f"{counts.ready:,} would be imported, {counts.known:,} are there already. Say --yes to import.")
