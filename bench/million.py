"""The world that bench/desk.py measures: an organisation with a million badges, and all that a desk has beside them.

Rows are written straight into the database in sets, as the services would leave them: badges of twenty
micro-credentials over two years in every state, their mails and news, rosters, a claim code that many used,
applications, corrections, an import, a webhook's log, bulk actions and a recall. Every number follows from the number
of a badge, so that two worlds of one size are alike.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

MICRO_CREDENTIALS = 20
DAYS = 730
CHUNK = 20_000
STATES = ("accepted",) * 14 + ("offered",) * 4 + ("declined", "revoked")
GIVEN_NAMES = (
    "Amara Anna Bartek Chidi Clara Dilnoza Élodie Fatima Giulia Hamza Hanna Ingrid João Kwame Lucía Mei Nadia Olu "
    "Pavel Quynh Rania Siobhán Tomáš Usha Vera Wei Ximena Yusuf Zofia Łukasz"
)
FAMILY_NAMES = (
    "Abbott Bianchi Castillo Dlamini Eriksen Ferreira García Haddad Ivanova Jansen Kowalczyk Larsen Mbeki Nguyen Okafor "
    "Petrov Quispe Rossi Schmidt Tanaka Underwood Virtanen Williams Xu Yıldız Zieliński Ó-Briain Åström Adeyemi Blanc "
    "Cohen Duarte Esposito Fischer Gupta Horváth"
)
GIVEN, FAMILY = GIVEN_NAMES.split(), FAMILY_NAMES.split()
REDEMPTIONS = APPLICATIONS = CORRECTIONS = SUPPRESSIONS = 20_000
IMPORTED = MESSAGES = IN_BULK = 100_000
ROSTERS, ROWS_A_ROSTER, APPLICANTS = 200, 500, 1000


@dataclass
class World:
    """What is there, for who asks for it. `at` is the moment at which it was made."""

    organisation: Any
    versions: list[Any]
    badges: int
    at: datetime

    @property
    def stamp(self) -> dict[str, Any]:
        from openlaurel.apps.profiles.policies import INSTALLATION

        return {"by": INSTALLATION, "now": self.at}

    def issued(self, number: int) -> datetime:
        return self.at - timedelta(days=DAYS) + timedelta(days=DAYS) * number / self.badges

    @cached_property
    def sealed(self) -> tuple[bytes, bytes]:
        """An envelope and an address, sealed; the same for all, since sealing takes longer than writing."""
        from openlaurel.apps.mailing.sealed import Envelope, sealed

        envelope = sealed(Envelope("somebody@example.org", "Your badge “Reading data”"))
        return envelope, sealed(Envelope("somebody@example.org", ""))


def make_world(first: Any, badges: int) -> World:
    """This function will write the world into the database, of which `first` is the first micro-credential's version."""
    from django.db import connection
    from django.utils import timezone

    now = timezone.now()
    world = World(first.achievement.organisation, [first, *more_versions(first, now)], badges, now)
    for name, write in PARTS.items():
        write(world)
        print(f"written: {name}", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def more_versions(first: Any, now: datetime) -> Iterator[Any]:
    from openlaurel.apps.catalog.services import define_achievement, publish_version
    from openlaurel.apps.catalog.services.definitions import definition_of
    from openlaurel.apps.profiles.policies import INSTALLATION

    for number in range(1, MICRO_CREDENTIALS):
        draft = define_achievement(
            organisation=first.achievement.organisation,
            slug=f"bench-{number}",
            definition=replace(definition_of(first), name=f"Reading data, part {number}"),
            by=INSTALLATION,
            now=now,
        )
        yield publish_version(version=draft, by=INSTALLATION, now=now)


def person(number: int) -> tuple[str, str]:
    """Name and address of the holder of a badge."""
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[number * 31 // 7 % len(FAMILY)]
    return f"{given} {family}", f"holder{number}@mail-{number % 40}.example"


def rows_of(model: Any, columns: str, rows: list[tuple[Any, ...]], **same: Any) -> None:
    from django.db import transaction

    from openlaurel.apps.issuing.services.storing import NewRows

    with transaction.atomic():
        NewRows(model, same, columns.split(), rows).insert()


def chunks(count: int) -> Iterator[range]:
    for start in range(0, count, CHUNK):
        yield range(start, min(start + CHUNK, count))


def write_badges(world: World) -> None:
    """Awards, which of them were seen, their news and their mails."""
    from openlaurel.apps.figures.models import Reach
    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services.storing import near_ids

    columns = (
        "id version_id recipient_name recipient_email search_text state awarded_at valid_from valid_until created_at "
        "mailed_at mail_error opened_at accepted_at declined_at revoked_at revocation_reason"
    )
    for numbers in chunks(world.badges):
        ids = near_ids(len(numbers))
        rows = [award_row(world, award_id, number) for award_id, number in zip(ids, numbers, strict=True)]
        same = {"organisation_id": world.organisation.pk, "language": "en", "request_hash": ""}
        rows_of(Award, columns, rows, **same)
        seen = [(row[0], row[13].date()) for row in rows if row[13] and row[0].int % 3 == 0]
        rows_of(Reach, "award_id viewed_on", seen)
        write_news(world, rows)
        write_mails(world, rows)


def award_row(world: World, award_id: uuid.UUID, number: int) -> tuple[Any, ...]:
    """One badge: older ones first, each state in its share. Sets of 500 are issued at one moment."""
    from openlaurel.core.searching import search_form

    issued = world.issued(number - number % 500)
    state = STATES[number * 7 % len(STATES)]
    is_opened = state != "offered" or number % 2 == 0
    has_failed = state == "offered" and number % 50 == 1
    later = issued + timedelta(hours=number % 200)
    is_accepted = state == "accepted" or (state == "revoked" and number % 3 == 0)
    name, email = person(number)
    return (
        award_id,
        world.versions[number * 13 % len(world.versions)].pk,
        name,
        email,
        search_form(f"{name} {email}"),
        state,
        issued,
        issued,
        issued + timedelta(days=365) if number % 4 else None,
        issued,
        None if has_failed else issued,
        "The receiving server refused the mail." if has_failed else "",
        later if is_opened and not has_failed else None,
        later if is_accepted else None,
        later if state == "declined" else None,
        later if state == "revoked" else None,
        "A mistake" if state == "revoked" else "",
    )


def write_news(world: World, rows: list[tuple[Any, ...]]) -> None:
    from openlaurel.apps.events.models import Event

    news: list[tuple[Any, ...]] = []
    for start in range(0, len(rows), 50):
        some = rows[start : start + 50]
        data = {"count": len(some), "awards": [str(row[0]) for row in some]}
        subject = str(world.versions[0].achievement_id)
        news.append(("award.many_issued", some[0][9], None, "achievement", subject, data))
    for row in rows:
        subject, holder = str(row[0]), uuid.UUID(int=row[0].int ^ 1)
        for kind, at in (
            ("mailed", row[10]),
            ("opened", row[12]),
            ("accepted", row[13]),
            ("declined", row[14]),
        ):
            if at:
                actor = None if kind == "mailed" else holder
                news.append((f"award.{kind}", at, actor, "award", subject, {}))
    with_ids(
        Event,
        "kind occurred_at actor_id subject_kind subject_id data",
        news,
        organisation_id=world.organisation.pk,
    )


def with_ids(model: Any, columns: str, rows: list[tuple[Any, ...]], **same: Any) -> None:
    """Rows of a model whose keys the database counts."""
    from django.db import connection
    from django.db.models import Max

    first = (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    rows_of(model, f"id {columns}", [(first + n, *row) for n, row in enumerate(rows)], **same)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first + len(rows)})")


def write_mails(world: World, rows: list[tuple[Any, ...]]) -> None:
    from openlaurel.apps.issuing.services.storing import near_ids
    from openlaurel.apps.mailing.models import OutgoingMail

    ids = near_ids(len(rows))
    columns = "id key message_id subject_id address_hash state created_at due_at give_up_at settled_at fault bounced_at"
    mails = [
        (
            mail_id,
            f"issuing.claim:{row[0]}",
            f"<{mail_id.hex}@bench.example>",
            str(row[0]),
            mail_id.hex * 2,
            "failed" if row[11] else "sent",
            row[9],
            row[9],
            row[9] + timedelta(days=3),
            row[9],
            "refused" if row[11] else "",
            row[9] if mail_id.int % 200 == 0 else None,
        )
        for mail_id, row in zip(ids, rows, strict=True)
    ]
    same = {
        "kind": "issuing.claim",
        "organisation_id": world.organisation.pk,
        "subject_kind": "award",
        "language": "en",
        "envelope": world.sealed[0],
    }
    rows_of(OutgoingMail, columns, mails, **same)


def write_rosters(world: World) -> None:
    from openlaurel.apps.issuing.models import Batch, BatchRow, Roster

    for number in range(ROSTERS):
        at, roster_id, batch_id = world.issued(number * world.badges // ROSTERS), uuid.uuid4(), uuid.uuid4()
        rows_of(
            Roster,
            "id file_name uploaded_at",
            [(roster_id, f"cohort-{number}.csv", at)],
            organisation_id=world.organisation.pk,
            content=b"",
            row_count=ROWS_A_ROSTER,
            encoding="utf-8",
            delimiter=",",
            dialect="own",
            headers=["name", "email"],
        )
        rows_of(
            Batch,
            "id roster_id version_id state created_at started_at finished_at settled_at",
            [(batch_id, roster_id, world.versions[number % len(world.versions)].pk, "done", at, at, at, at)],
            organisation_id=world.organisation.pk,
        )
        lines = [
            (
                line,
                {"name": "Somebody"},
                "issued" if line % 20 else "refused",
                "" if line % 20 else "no_address",
            )
            for line in range(2, ROWS_A_ROSTER + 2)
        ]
        with_ids(BatchRow, "line data state reason", lines, batch_id=batch_id)


def write_offers(world: World) -> None:
    """A claim code that many used, and people who applied."""
    from openlaurel.apps.accounts.models import Account
    from openlaurel.apps.offers.models import Application, ClaimCode, Opening, Redemption

    same = {"organisation_id": world.organisation.pk, "created_at": world.at}
    code_id = uuid.uuid4()
    rows_of(
        ClaimCode,
        "id achievement_id code taken",
        [(code_id, world.versions[0].achievement_id, "9F2K77QX0M3A", REDEMPTIONS)],
        **same,
    )
    redemptions = [
        (
            uuid.uuid4(),
            f"guest{n}@example.org",
            "A guest",
            "granted" if n % 10 else "waiting",
            world.issued(n),
            world.issued(n),
        )
        for n in range(REDEMPTIONS)
    ]
    rows_of(Redemption, "id email name state asked_at confirmed_at", redemptions, claim_code_id=code_id)
    accounts = [(uuid.uuid4(), f"applicant{n}@example.org", f"Applicant {n}") for n in range(APPLICANTS)]
    rows_of(Account, "id email name", accounts, language="en", joined_at=world.at)
    openings = [(uuid.uuid4(), version.achievement_id) for version in world.versions]
    rows_of(Opening, "id achievement_id", openings, instructions="Send a chart that you made.", **same)
    applications = [
        (
            uuid.uuid4(),
            openings[n % len(openings)][0],
            accounts[n // len(openings)][0],
            "granted" if n % 11 else "submitted",
            world.issued(n),
            world.issued(n) if n % 11 else None,
        )
        for n in range(APPLICATIONS)
    ]
    columns = "id opening_id account_id state submitted_at decided_at"
    rows_of(Application, columns, applications, name="An applicant", words="I made this chart.")


def write_corrections(world: World) -> None:
    from openlaurel.apps.issuing.models import Award, CorrectionRequest, PlannedAward
    from openlaurel.apps.mailing.models import Suppression

    ids = Award.objects.order_by("-created_at").values_list("pk", flat=True)[:CORRECTIONS]
    rows = [
        (
            uuid.uuid4(),
            award_id,
            "corrected" if n % 10 else "open",
            world.issued(n),
            world.at if n % 10 else None,
        )
        for n, award_id in enumerate(ids)
    ]
    columns = "id award_id state asked_at decided_at"
    rows_of(CorrectionRequest, columns, rows, organisation_id=world.organisation.pk, wanted_name="Other Name")
    planned = [(uuid.uuid4(), f"later{n}@example.org", world.at + timedelta(hours=n)) for n in range(5000)]
    rows_of(
        PlannedAward,
        "id recipient_email due_at",
        planned,
        organisation_id=world.organisation.pk,
        achievement_id=world.versions[0].achievement_id,
        recipient_name="Somebody Later",
        created_at=world.at,
    )
    suppressed = [(uuid.uuid4(), uuid.uuid4().hex * 2, world.issued(n)) for n in range(SUPPRESSIONS)]
    rows_of(
        Suppression,
        "id address_hash since",
        suppressed,
        organisation_id=world.organisation.pk,
        address=world.sealed[1],
        reason="bounced",
    )


def write_moves(world: World) -> None:
    """An import of many badges."""
    from openlaurel.apps.moves.models import Import, ImportedAward, ImportedDefinition, ImportRow
    from openlaurel.core.searching import search_form

    organisation_id = world.organisation.pk
    definition_id, import_id = uuid.uuid4(), uuid.uuid4()
    rows_of(
        ImportedDefinition,
        "id",
        [(definition_id,)],
        organisation_id=organisation_id,
        platform="credly",
        source_id="one",
        name="Reading data elsewhere",
        language="en",
        created_at=world.at,
    )
    rows_of(
        Import,
        "id created_at started_at finished_at",
        [(import_id, world.at, world.at, world.at)],
        organisation_id=organisation_id,
        file_name="export.zip",
        content=b"",
        platform="credly",
        declared=IMPORTED,
        found=IMPORTED,
        language="en",
        state="done",
    )
    for numbers in chunks(IMPORTED):
        rows = []
        for number in numbers:
            name, email = person(number)
            at = world.issued(number)
            rows.append(
                (uuid.uuid4(), f"badge-{number}", name, email, search_form(f"{name} {email}"), at, at)
            )
        columns = "id source_id recipient_name recipient_email search_text issued_on imported_at"
        same = {"organisation_id": organisation_id, "definition_id": definition_id, "platform": "credly"}
        rows_of(ImportedAward, columns, rows, **same)
        lines = [
            (
                number + 1,
                row[0] if number % 100 else None,
                "imported" if number % 100 else "refused",
                "" if number % 100 else "no_date",
            )
            for number, row in zip(numbers, rows, strict=True)
        ]
        with_ids(
            ImportRow, "number award_id state reason", lines, run_id=import_id, place="awards.csv, line 2"
        )


def write_webhook(world: World) -> None:
    from openlaurel.apps.webhooks.models import Endpoint, Message

    endpoint_id = uuid.uuid4()
    rows_of(
        Endpoint,
        "id",
        [(endpoint_id,)],
        organisation_id=world.organisation.pk,
        url="https://hooks.example/badges",
        types=["award.accepted"],
        secret=b"",
        created_at=world.at,
    )
    messages = [
        (uuid.uuid4(), n, f"award-{n}", world.issued(n), world.issued(n), world.issued(n))
        for n in range(MESSAGES)
    ]
    columns = "id event_id subject created_at due_at delivered_at"
    rows_of(
        Message, columns, messages, endpoint_id=endpoint_id, type="award.accepted", body=b"{}", attempts=1
    )


def write_bulk_actions(world: World) -> None:
    """A bulk action that is done, one that waits to be confirmed, and a recall of as many badges."""
    from openlaurel.apps.desk.models import BulkAction, BulkItem, Recall, RecalledAward
    from openlaurel.apps.issuing.models import Award

    ids = list(Award.objects.order_by("created_at").values_list("pk", flat=True)[:IN_BULK])
    organisation_id = world.organisation.pk
    for kind, state in (("resend", "done"), ("revoke", "preview")):
        action_id = uuid.uuid4()
        rows_of(
            BulkAction,
            "id kind state",
            [(action_id, kind, state)],
            organisation_id=organisation_id,
            reason="" if kind == "resend" else "A leaked question",
            created_at=world.at,
            chosen=len(ids),
            done=len(ids) - len(ids) // 25 if state == "done" else 0,
            refused=len(ids) // 25,
            outlook={"effective": len(ids), "accepted": 0, "refusals": {}},
        )
        done = "done" if state == "done" else "ready"
        items = [
            (n + 1, award_id, done if n % 25 else "refused", "" if n % 25 else "erased")
            for n, award_id in enumerate(ids)
        ]
        with_ids(BulkItem, "number award_id state refusal", items, action_id=action_id)
    recall_id = uuid.uuid4()
    rows_of(
        Recall,
        "id",
        [(recall_id,)],
        organisation_id=organisation_id,
        cause_kind="achievement",
        cause_key=world.versions[0].achievement_id,
        since=world.issued(0),
        until=world.at,
        opened_at=world.at,
        ready_at=world.at,
        awards_count=len(ids),
        direct_count=len(ids),
    )
    with_ids(RecalledAward, "award_id is_direct", [(award_id, True) for award_id in ids], recall_id=recall_id)


PARTS: dict[str, Callable[[World], None]] = {
    "badges": write_badges,
    "rosters": write_rosters,
    "claim codes and applications": write_offers,
    "corrections and plans": write_corrections,
    "imports": write_moves,
    "webhook": write_webhook,
    "bulk actions and a recall": write_bulk_actions,
}
