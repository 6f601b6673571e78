"""Choosing the badges of a bulk action: those that a filter finds, or those that a file names. Nothing happens to them."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.desk.errors import ActionNotPossibleNow, InvalidAction, KeyUsedForAnother
from openlaurel.apps.desk.models import ActionKind, ActionState, BulkAction, BulkItem, ItemState, Recall
from openlaurel.apps.desk.queries import MOST_CHOSEN, outlook_of
from openlaurel.apps.desk.services.permitting import check_can_do
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.queries import AwardFilters, list_awards
from openlaurel.apps.issuing.roster_words import words_of_error
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.core.rosters import RostersError, Table, read_table
from openlaurel.core.web_addresses import is_web_address

CHUNK = 2_000
# A choice that isn't whole after that was broken off.
LONGEST_CHOICE = timedelta(minutes=10)
LONGEST_KEY = 100
LONGEST_HOLD = 1440
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE).search
# What names a badge, before what names a person.
_COLUMNS = (
    ("page", "award", "id", "url", "badge"),
    ("email", "e-mail", "mail", "address", "recipient email"),
)


@dataclass(frozen=True)
class Asked:
    """What shall be done to which badges. With `file` it names them, among those that `filters` find.

    With `recall` only badges that it puts in doubt are chosen. `link` is where holders are invited to; without it what they
    passed here opens again, and with `restores` who passes has the badge restored that the recall has suspended.
    For `hold_minutes` mails wait, and can be held back.
    """

    kind: str
    reason: str = ""
    valid_until: datetime | None = None
    tell: bool = False
    filters: AwardFilters = field(default_factory=AwardFilters)
    file_name: str = ""
    file: bytes | None = None
    recall: Recall | None = None
    link: str = ""
    restores: bool = False
    hold_minutes: int = 0
    idempotency_key: str | None = None

    @property
    def words(self) -> str:
        """The reason as it is kept and shown."""
        return " ".join(self.reason.split())

    @property
    def digest(self) -> str:
        """SHA-256 in hex of what is asked for, by which the same is known when it is asked for again."""
        said = {
            "kind": self.kind,
            "reason": self.words,
            "valid_until": self.valid_until and self.valid_until.timestamp(),
            "tell": self.tell,
            "filters": asdict(self.filters),
            "file": None if self.file is None else hashlib.sha256(self.file).hexdigest(),
            "recall": self.recall and str(self.recall.pk),
            "link": self.link,
            "restores": self.restores,
            "hold_minutes": self.hold_minutes,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def prepare_action(*, organisation: Profile, asked: Asked, by: Actor, now: datetime) -> BulkAction:
    """This function will choose the badges of a bulk action, to be looked at and confirmed. Raises InvalidAction.

    They are written down 2,000 a transaction: who issues meanwhile needn't wait. Only a whole choice can be confirmed.
    The same idempotency key returns the action that was asked for before, whatever became of it: KeyUsedForAnother where
    that was another one, ActionNotPossibleNow while it is being chosen.
    """
    check_can_do(by, asked.kind, organisation)
    _check(asked, organisation, now)
    if known := _asked_before(organisation, asked, now):
        return known
    tells = (asked.tell or asked.kind == ActionKind.INVITE) and asked.kind != ActionKind.RESEND
    action = BulkAction(
        organisation=organisation,
        kind=asked.kind,
        reason="" if asked.kind == ActionKind.RESEND else asked.words,
        valid_until=asked.valid_until if asked.kind == ActionKind.EXTEND else None,
        link=asked.link if asked.kind == ActionKind.INVITE else "",
        restores=bool(
            asked.restores and asked.kind == ActionKind.INVITE and asked.recall is not None and not asked.link
        ),
        recall=asked.recall,
        tell=tells,
        hold_minutes=asked.hold_minutes if tells else 0,
        filters={name: value for name, value in asdict(asked.filters).items() if value},
        file_name=asked.file_name[:200],
        idempotency_key=asked.idempotency_key,
        request_hash=asked.digest,
        created_by=by.account,
        created_with=by.api_key,
        created_at=now,
    )
    found = list_awards(organisation, asked.filters, now=now)
    if asked.recall is not None:
        found = found.filter(recalls__recall=asked.recall)
    if asked.file is None:
        ids = found.order_by().values_list("pk", flat=True)
        if not ids.exists():
            raise InvalidAction({"": _("No badge matches. Choose other filters, or give a file.")})
        if ids[MOST_CHOSEN:].exists():
            raise InvalidAction({"": _too_many()})
        items: Iterable[BulkItem] = (BulkItem(award_id=award_id) for award_id in ids.iterator(CHUNK))
    else:
        table = _table(asked.file)
        items = _named(table, _column(table), found)
    try:
        with transaction.atomic():
            action.save(force_insert=True)
    except IntegrityError:
        if known := _asked_before(organisation, asked, now):
            return known
        raise
    return _write_down(action, iter(items), by, now)


def _asked_before(organisation: Profile, asked: Asked, now: datetime) -> BulkAction | None:
    if asked.idempotency_key is None:
        return None
    known = organisation.bulk_actions.filter(idempotency_key=asked.idempotency_key).first()
    if known is None:
        return None
    if known.request_hash != asked.digest:
        raise KeyUsedForAnother(
            _("The idempotency key “%(key)s” was used for another bulk action. Use a new key for each.")
            % {"key": asked.idempotency_key}
        )
    if known.state != ActionState.CHOOSING:
        return known
    if known.created_at > now - LONGEST_CHOICE:
        raise ActionNotPossibleNow(_("Its badges are being chosen. Ask again in a while."))
    known.delete()
    return None


def _write_down(action: BulkAction, items: Iterator[BulkItem], by: Actor, now: datetime) -> BulkAction:
    numbers = count(1)
    while chunk := list(islice(items, CHUNK)):
        for item in chunk:
            item.action, item.number = action, next(numbers)
        BulkItem.objects.bulk_create(chunk)
        action.chosen += len(chunk)
        action.refused += sum(item.state == ItemState.REFUSED for item in chunk)
    action.outlook = outlook_of(action)
    with transaction.atomic():
        action.state = ActionState.PREVIEW
        action.save(update_fields=["state", "chosen", "refused", "outlook"])
        record_event(
            kind="bulk_action.prepared",
            subject=("bulk_action", action.id),
            now=now,
            actor_id=by.id,
            organisation_id=action.organisation_id,
            data={"kind": action.kind, "count": action.chosen},
        )
    return action


def _check(asked: Asked, organisation: Profile, now: datetime) -> None:
    problems = {}
    if asked.idempotency_key is not None and not 1 <= len(asked.idempotency_key) <= LONGEST_KEY:
        problems["idempotency_key"] = _("An idempotency key has 1 to 100 characters.")
    if asked.recall is not None and asked.recall.organisation_id != organisation.pk:
        raise ValueError("A recall is of one organisation, and so is what is done about it.")
    if asked.recall is not None and asked.recall.ready_at is None:
        problems[""] = _("Its badges were not all found yet. If this stays so, open a new one.")
    if asked.link and not is_web_address(asked.link):
        problems["link"] = _("Enter a whole web address, beginning with https://.")
    if not 0 <= asked.hold_minutes <= LONGEST_HOLD:
        problems["hold_minutes"] = _("Mails can wait a day at most: 0 to 1,440 minutes.")
    if asked.kind not in ActionKind.values:
        problems["kind"] = _("Choose what to do.")
    if asked.kind != ActionKind.RESEND and not 1 <= len(asked.words) <= 300:
        problems["reason"] = _("Say why in 1 to 300 characters: holders and whoever checks a badge read it.")
    if asked.kind == ActionKind.EXTEND and (asked.valid_until is None or asked.valid_until <= now):
        problems["valid_until"] = _("Enter the new end of validity, a day to come.")
    elif asked.kind == ActionKind.EXTEND and asked.valid_until and asked.valid_until.year > 9000:
        problems["valid_until"] = _("The end of validity is too far away.")
    if problems:
        raise InvalidAction(problems)


def _table(data: bytes) -> Table:
    try:
        return read_table(data)
    except RostersError as error:
        raise InvalidAction({"file": words_of_error(error)}) from error


def _named(table: Table, where: tuple[int, bool], found: Any) -> Iterator[BulkItem]:
    """An item for each line; for an address one for each badge that it was given."""
    column, is_address = where
    seen: set[UUID] = set()
    rows = iter(table.rows)
    while chunk := list(islice(rows, 500)):
        texts = [row.cells[column].strip() if column < len(row.cells) else "" for row in chunk]
        known = _by_address(found, texts) if is_address else _by_id(found, texts)
        for row, text in zip(chunk, texts, strict=True):
            ids = known.get(text.lower(), [])
            if not ids:
                yield BulkItem(line=row.line, state=ItemState.REFUSED, refusal="not_found")
            for award_id in ids:
                if award_id in seen:
                    yield BulkItem(line=row.line, award_id=award_id, state=ItemState.REFUSED, refusal="twice")
                else:
                    seen.add(award_id)
                    yield BulkItem(line=row.line, award_id=award_id)


def _column(table: Table) -> tuple[int, bool]:
    headers = [" ".join(header.lower().split()) for header in table.headers]
    for names, is_address in zip(_COLUMNS, (False, True), strict=True):
        for name in names:
            if name in headers:
                return headers.index(name), is_address
    raise InvalidAction(
        {
            "file": _(
                "No column names badges. Call one “page” or “id” for badges' addresses, or “email” for people's."
            )
        }
    )


def _by_id(found: Any, texts: list[str]) -> dict[str, list[UUID]]:
    asked = {text.lower(): UUID(match[0]) for text in texts if (match := _ID(text))}
    there = set(found.order_by().filter(pk__in=set(asked.values())).values_list("pk", flat=True))
    return {text: [award_id] for text, award_id in asked.items() if award_id in there}


def _by_address(found: Any, texts: list[str]) -> dict[str, list[UUID]]:
    addresses = {text.lower() for text in texts if text}
    known: dict[str, list[UUID]] = {}
    rows = found.order_by("pk").filter(recipient_email__in=addresses)
    for award_id, address in rows.values_list("pk", "recipient_email"):
        known.setdefault(address, []).append(award_id)
    return known


def _too_many() -> str:
    return _("More than %(most)s badges match. Narrow the filters, and do it in parts.") % {
        "most": f"{MOST_CHOSEN:,}"
    }
