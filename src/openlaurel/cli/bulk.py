"""openlaurel award bulk"""

from __future__ import annotations

import argparse
import time
from datetime import date, datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.loading import find_organisation
from openlaurel.cli.parsers import Subparsers, add_command
from openlaurel.cli.progress import Progress

if TYPE_CHECKING:
    from openlaurel.apps.desk.models import BulkAction
    from openlaurel.apps.desk.services import Asked
    from openlaurel.apps.profiles.models import Profile

SOME_REFUSED, NOTHING_DONE, INTERRUPTED = 1, 2, 130
# For --help, which loads no Django; a test compares them with what there is.
KINDS = ("revoke", "suspend", "restore", "invite", "extend", "resend")
STAGES = (
    "unmailed",
    "mail_failed",
    "mailed",
    "opened",
    "accepted",
    "declined",
    "revoked",
    "expired",
    "suspended",
)


def add_action(actions: Subparsers) -> None:
    """This function will add `bulk` below `openlaurel award`."""
    parser = add_command(
        actions,
        "bulk",
        run,
        does="revoke, suspend, restore, extend or mail again many badges, or invite to a retest",
        more=(
            "Takes the badges that the options choose, or among them those that a file names, and says to how\n"
            "many it would be done, with examples. Nothing happens without --yes. Interrupted, it pauses, and the same\n"
            "command goes on; killed, the worker goes on with it: no badge twice, none left out. Exit code: 0 it was done\n"
            "to every badge; 1 some were left as they were; 2 nothing was done."
        ),
        example='openlaurel award bulk harbour suspend --achievement sql --reason "A question leaked." --yes',
    )
    parser.add_argument(
        "organisation", metavar="ORGANISATION", help="its handle, the last part of its address"
    )
    parser.add_argument("kind", metavar="ACTION", choices=KINDS, help=f"one of: {', '.join(KINDS)}")
    parser.add_argument("--reason", default="", help="why; holders read it. Needed for all but resend")
    parser.add_argument("--until", type=_day, metavar="DATE", help="the new end of validity, for extend")
    parser.add_argument("--link", default="", metavar="URL", help="where holders are invited to, for invite")
    parser.add_argument("--tell", action="store_true", help="tell the holders by mail")
    parser.add_argument(
        "--hold", type=int, default=0, metavar="MINUTES", help="let mails wait, to be held back on its page"
    )
    parser.add_argument("--words", default="", help="only badges of whom a name or address has these words")
    parser.add_argument(
        "--stage", choices=STAGES, default="", metavar="STAGE", help=f"only: {', '.join(STAGES)}"
    )
    parser.add_argument(
        "--achievement", default="", metavar="ACHIEVEMENT", help="only of this micro-credential"
    )
    parser.add_argument(
        "--file", type=Path, metavar="CSV", help="only badges that it names, in a column page, id or email"
    )
    parser.add_argument("--key", metavar="KEY", help="asked again with the same key, it is the same action")
    parser.add_argument("--yes", action="store_true", help="do it, not only say what would happen")
    parser.add_argument(
        "--result", type=Path, metavar="CSV", help="write a line for each badge into this file"
    )


def run(options: argparse.Namespace) -> int:
    organisation = find_organisation(options.organisation)
    from django.utils import timezone

    from openlaurel.apps.desk.services import DeskError, cancel_action, confirm_action, prepare_action
    from openlaurel.apps.profiles.policies import INSTALLATION

    try:
        asked = _asked(options)
        action = _begun(organisation, asked)
        if action is None:
            action = prepare_action(
                organisation=organisation, asked=asked, by=INSTALLATION, now=timezone.now()
            )
        is_new = action.state == "preview"
        if is_new:
            _say_preview(action)
        if is_new and not options.yes:
            cancel_action(action=action, by=INSTALLATION, now=timezone.now())
            print("Nothing was done. Say --yes to do it.")
            return 0
        if action.state == "stopped" or (is_new and action.outlook["effective"]):
            action = confirm_action(action=action, by=INSTALLATION, now=timezone.now())
        elif is_new:
            cancel_action(action=action, by=INSTALLATION, now=timezone.now())
            raise CommandFailed("There is no badge to which this could be done.", code=NOTHING_DONE)
        _see_through(action)
    except DeskError as error:
        raise CommandFailed(error, code=NOTHING_DONE) from error
    _write_result(action, options.result)
    return _say_outcome(action)


def _asked(options: argparse.Namespace) -> Asked:
    from django.utils.timezone import make_aware

    from openlaurel.apps.desk.services import Asked
    from openlaurel.apps.issuing.queries import AwardFilters

    try:
        file = options.file.read_bytes() if options.file else None
    except OSError as error:
        raise CommandFailed(f"Can't read {options.file}: {error.strerror}.", code=NOTHING_DONE) from error
    slug = options.achievement.rstrip("/").rpartition("/")[2]
    until = options.until and make_aware(datetime.combine(options.until, datetime.min.time()))
    return Asked(
        kind=options.kind,
        reason=options.reason,
        valid_until=until,
        tell=options.tell,
        hold_minutes=options.hold,
        filters=AwardFilters(options.words, options.stage, slug),
        file_name=options.file.name if options.file else "",
        file=file,
        link=options.link,
        idempotency_key=f"command:{options.key}" if options.key else None,
    )


def _begun(organisation: Profile, asked: Asked) -> BulkAction | None:
    """The same action of an earlier command that isn't at its end."""
    begun = organisation.bulk_actions.filter(
        request_hash=asked.digest, is_confirmed_by_command=True, state__in=["queued", "running", "stopped"]
    )
    return begun.filter(idempotency_key=asked.idempotency_key).first()


def _see_through(action: BulkAction) -> None:
    """Does it, or watches while a worker does, until it ends."""
    from django.utils import timezone

    from openlaurel.apps.desk.queries import is_active
    from openlaurel.apps.desk.services import ActionNotPossibleNow, run_action, stop_action
    from openlaurel.apps.profiles.policies import INSTALLATION

    progress = Progress(action.chosen, "badges", clock=time.monotonic)

    def clock() -> datetime:
        action.refresh_from_db(fields=["state", "done", "refused"])
        progress.show(action.done + action.refused)
        return timezone.now()

    try:
        while is_active(action):
            run_action(action=action, clock=clock)
            clock()
            if is_active(action):
                sleep(1)
    except KeyboardInterrupt:
        try:
            stop_action(action=action, by=INSTALLATION, now=timezone.now())
        except ActionNotPossibleNow:
            return
        action.refresh_from_db()
        handled = action.done + action.refused
        raise CommandFailed(
            f"Paused after {handled:,} of {action.chosen:,} badges. The same command goes on.",
            code=INTERRUPTED,
        ) from None


def _say_preview(action: BulkAction) -> None:
    from openlaurel.apps.desk.queries import preview_of

    preview = preview_of(action)
    accepted = f", {preview.accepted:,} of them accepted by their holders" if preview.accepted else ""
    print(f"It would be done to {preview.effective:,} badges{accepted}.")
    for item in preview.examples:
        if item.award is not None:
            print(f"  for example “{item.award.version.name}” of {item.award.recipient}")
    for refusal in preview.refusals:
        print(f"{refusal.count:,} would be left as they are: {refusal.words}.")


def _say_outcome(action: BulkAction) -> int:
    from openlaurel.apps.desk.queries import refusals_of

    action.refresh_from_db()
    for refusal in refusals_of(action):
        print(f"{refusal.count:,} were left as they were: {refusal.words}.")
    fault = f" It stopped: {action.fault}" if action.fault else ""
    state = {"stopped": " It was paused on the site.", "cancelled": " The rest was cancelled."}
    print(f"Done to {action.done:,} of {action.chosen:,} badges.{fault or state.get(action.state, '')}")
    return 0 if action.done == action.chosen else SOME_REFUSED if action.done else NOTHING_DONE


def _write_result(action: BulkAction, file: Path | None) -> None:
    if file is None:
        return
    from openlaurel.apps.desk.exporting import action_lines

    try:
        file.write_text("".join(action_lines(action, in_codes=True)), "utf-8", newline="")
    except OSError as error:
        raise CommandFailed(
            f"Can't write {file}: {error.strerror}. It was done; the result is on the action's page."
        ) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-06-30") from None
