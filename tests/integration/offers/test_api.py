"""Claim codes, applications and rules for programs: what a key does, what it is told, and what it can't."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.programs import Program, program_of

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.uploads import Upload
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.offers.models import Application, ClaimCode, Opening, Redemption, Rule
from openlaurel.apps.offers.services import apply_for_badge, confirm_redemption, redeem_code
from openlaurel.apps.profiles.models import IdempotencyKey, Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import forget_idempotency_keys
from openlaurel.core.fields import AskedOf, FieldSpec, Kind

pytestmark = pytest.mark.django_db
CODES, USES = "/claim-codes", "/redemptions"
OPENINGS, APPLICATIONS, RULES = "/openings", "/applications", "/rules"
TIDES = {"achievement": "tide-tables"}


@pytest.fixture
def program(organisation: Profile, published: AchievementVersion) -> Program:
    return program_of(organisation, "offers:manage", "applications:decide")


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


def use(code: str, address: str) -> Redemption:
    """Somebody asks by a code and opens the link of the mail."""
    claim_code = ClaimCode.objects.select_related("organisation", "achievement").get(pk=code)
    asked = redeem_code(claim_code=claim_code, name="Ana Sousa", email=address, now=timezone.now())
    return confirm_redemption(redemption=asked, now=timezone.now())


def test_a_program_makes_a_claim_code_and_decides_on_who_uses_it(program: Program) -> None:
    terms = {"note": "Workshop", "most": 2, "needs_approval": True, "closes_at": "2099-01-01T00:00:00Z"}
    status, made = program.send("POST", CODES, TIDES | terms)
    assert (status, made["stage"], made["taken"], made["most"]) == (201, "open", 0, 2)
    assert made["url"].endswith(f"/c/{made['code']}")
    for address in ("ana@learners.example", "bo@learners.example"):
        use(made["id"], address)
    assert program.send("GET", f"{CODES}/{made['id']}")[1]["waiting"] == 2
    _, page = program.send("GET", f"{USES}?state=waiting&claim_code={made['id']}")
    assert [one["email"] for one in page["items"]] == ["bo@learners.example", "ana@learners.example"]
    bo, ana = (one["id"] for one in page["items"])
    status, granted = program.send("POST", f"{USES}/{ana}/approve")
    assert (status, granted["state"], granted["award"]) == (200, "granted", str(Award.objects.get().pk))
    status, declined = program.send("POST", f"{USES}/{bo}/decline", {"answer": "You weren't there."})
    assert (status, declined["state"], declined["answer"]) == (200, "declined", "You weren't there.")
    status, problem = program.send("POST", f"{USES}/{bo}/approve")
    assert (status, problem["detail"]) == (409, "Somebody has decided on this already.")
    assert program.send("GET", f"{USES}?state=waiting")[1] == {"items": [], "count": 0, "next": None}
    status, stopped = program.send("POST", f"{CODES}/{made['id']}/stop")
    assert (status, stopped["stage"], stopped["taken"]) == (200, "stopped", 1)
    kinds = Event.objects.filter(actor_id=program.key.id).values_list("kind", flat=True)
    assert {"claim_code.created", "redemption.approved", "redemption.declined", "claim_code.stopped"} <= set(
        kinds
    )


def test_who_has_not_confirmed_an_address_is_nobody_yet(program: Program) -> None:
    made = program.send("POST", CODES, TIDES | {"needs_approval": True})[1]
    claim_code = ClaimCode.objects.select_related("organisation", "achievement").get()
    asked = redeem_code(claim_code=claim_code, name="Eve", email="eve@a.example", now=timezone.now())
    assert program.send("GET", USES)[1]["count"] == 0
    assert program.send("POST", f"{USES}/{asked.pk}/approve")[0] == 404
    assert made["waiting"] == 0


def test_what_is_not_sent_of_a_claim_code_stays(program: Program, published: AchievementVersion) -> None:
    room = FieldSpec(key="room", kind=Kind.TEXT, labels={"en": "Room"}, asked_of=AskedOf.ISSUER)
    set_custom_fields(achievement=published.achievement, fields=[room], by=INSTALLATION, now=timezone.now())
    made = program.send("POST", CODES, TIDES | {"most": 5, "note": "May", "fields": {"room": "3"}})[1]
    path = f"{CODES}/{made['id']}"
    changed = program.send("PATCH", path, {"note": "June"})[1]
    assert (changed["note"], changed["most"], changed["fields"]) == ("June", 5, {"room": "3"})
    changed = program.send("PATCH", path, {"most": None, "fields": {"room": ""}})[1]
    assert (changed["note"], changed["most"], changed["fields"]) == ("June", None, {})
    use(made["id"], "ana@learners.example")
    use(made["id"], "bo@learners.example")
    status, problem = program.send("PATCH", path, {"most": 1})
    assert (status, problem["errors"]) == (
        422,
        [{"field": "most", "message": "2 places are taken already. Enter at least that many."}],
    )


@pytest.mark.parametrize(
    ("path", "body", "model"),
    [
        (CODES, TIDES | {"note": "Workshop"}, ClaimCode),
        (RULES, {"achievement": "pilot", "held": ["tide-tables"]}, Rule),
    ],
)
def test_sent_again_with_its_key_nothing_is_made_twice(
    program: Program, make_published: Callable[..., AchievementVersion], path: str, body: Any, model: Any
) -> None:
    make_published("pilot")
    headers = {"Idempotency_Key": "term-7"}
    answers = [program.send("POST", path, body, **headers) for _ in range(2)]
    assert [status for status, _ in answers] == [201, 200]
    assert answers[0][1] == answers[1][1]
    other = body | {"achievement": "tide-tables" if model is Rule else "pilot", "note": "x"}
    if model is Rule:
        del other["note"]
        other["held"] = ["pilot"]
    status, problem = program.send("POST", path, other, **headers)
    assert status == 409
    assert "term-7" in problem["detail"]
    assert model.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1
    forget_idempotency_keys(timezone.now())
    assert IdempotencyKey.objects.count() == 1
    IdempotencyKey.objects.update(created_at=datetime(2020, 1, 1, tzinfo=timezone.now().tzinfo))
    forget_idempotency_keys(timezone.now())
    assert (IdempotencyKey.objects.count(), model.objects.count()) == (0, 1)


def test_the_key_of_a_removed_rule_makes_no_other_one(
    program: Program, make_published: Callable[..., AchievementVersion]
) -> None:
    make_published("pilot")
    body, headers = {"achievement": "pilot", "held": ["tide-tables"]}, {"Idempotency_Key": "k"}
    made = program.send("POST", RULES, body, **headers)[1]
    assert program.send("DELETE", f"{RULES}/{made['id']}")[0] == 204
    status, problem = program.send("POST", RULES, body, **headers)
    assert (status, "new key" in problem["detail"]) == (409, True)


def test_long_lists_are_read_on(program: Program) -> None:
    for number in range(3):
        program.send("POST", CODES, TIDES | {"note": str(number)})
    page = program.send("GET", f"{CODES}?limit=2")[1]
    assert ([one["note"] for one in page["items"]], page["count"]) == (["2", "1"], 3)
    program.send("POST", CODES, TIDES | {"note": "3"})
    rest = program.send("GET", f"{CODES}?limit=2&after={page['next'].replace('+', '%2B')}")[1]
    assert ([one["note"] for one in rest["items"]], rest["next"]) == (["0"], None)
    assert program.send("GET", f"{CODES}?after=yesterday")[0] == 422


def test_a_program_opens_a_call_and_decides_on_applications(
    program: Program, ana: Account, make_account: Callable[..., Account], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    call = f"{OPENINGS}/tide-tables"
    assert program.send("GET", call)[0] == 404
    status, opened = program.send("PUT", call, {"instructions": "Show one passage."})
    assert (status, opened["takes_applications"]) == (200, True)
    assert opened["url"].endswith("/achievements/tide-tables/apply")
    opening, now = Opening.objects.get(), timezone.now()
    file = Upload("plan.txt", b"My plan")
    apply_for_badge(opening=opening, account=ana, name="Ana Sousa", words="I did.", file=file, now=now)
    bo = make_account("bo@learners.example")
    apply_for_badge(opening=opening, account=bo, name="Bo", url="https://bo.example/log", now=now)
    assert program.send("GET", OPENINGS)[1]["items"][0]["waiting"] == 2
    page = program.send("GET", f"{APPLICATIONS}?state=submitted&achievement=tide-tables")[1]
    found = {one["name"]: one for one in page["items"]}
    assert (found["Ana Sousa"]["file_name"], found["Bo"]["url"]) == ("plan.txt", "https://bo.example/log")
    assert "learners.example" not in str(page)
    one = f"{APPLICATIONS}/{found['Ana Sousa']['id']}"
    assert program.send("GET", f"{one}/file") == (200, b"My plan")
    status, approved = program.send("POST", f"{one}/approve", {"answer": "Well planned."})
    assert (status, approved["state"], approved["award"]) == (200, "granted", str(Award.objects.get().pk))
    other = f"{APPLICATIONS}/{found['Bo']['id']}"
    assert program.send("GET", f"{other}/file")[0] == 404
    status, declined = program.send("POST", f"{other}/decline", {"answer": "The log is empty."})
    assert (status, declined["state"]) == (200, "declined")
    assert program.send("POST", f"{other}/approve", {})[0] == 409
    assert OutgoingMail.objects.filter(kind="offers.answer").count() == 2
    closed = program.send("POST", f"{call}/close")[1]
    assert (closed["is_open"], closed["instructions"]) == (False, "Show one passage.")


def test_a_program_looks_who_fulfils_a_rule_before_it_turns_it_on(
    program: Program,
    published: AchievementVersion,
    make_published: Callable[..., AchievementVersion],
    ana: Account,
    deliver_events: Callable[[], None],
) -> None:
    make_published("pilot")
    now = timezone.now()
    award = issue_award(
        version=published, recipient_name=ana.name, recipient_email=ana.email, by=INSTALLATION, now=now
    )
    accept_award(award=award, account=ana, show_name=False, now=now)
    made = program.send("POST", RULES, {"achievement": "pilot", "held": ["tide-tables"]})[1]
    assert (made["is_on"], made["held"], made["assessment"]) == (False, ["tide-tables"], None)
    path = f"{RULES}/{made['id']}"
    people = program.send("GET", f"{path}/people")[1]
    assert people == {"items": [{"name": "Ana Sousa", "email": "ana@learners.example"}], "count": 1}
    assert program.send("PATCH", path, {"is_on": True})[1]["is_on"] is True
    deliver_events()
    assert Award.objects.filter(version__achievement__slug="pilot").count() == 1
    assert program.send("GET", f"{path}/people")[1]["count"] == 0
    assert program.send("PATCH", path, {"is_on": False})[1]["is_on"] is False
    assert program.send("DELETE", path)[0] == 204
    assert program.send("GET", RULES)[1]["count"] == 0


SHORT = {"instructions": " "}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field", "way_out"),
    [
        ("POST", CODES, {"achievement": "lost"}, 404, "achievement", "no published micro-credential"),
        ("POST", CODES, {}, 422, "achievement", "required"),
        ("POST", CODES, TIDES | {"mosst": 3}, 422, "mosst", "not permitted"),
        ("POST", CODES, TIDES | {"most": 0}, 422, "most", "from 1 to 1,000,000"),
        ("POST", CODES, TIDES | {"opens_at": "2027-01-01"}, 422, "opens_at", "timezone"),
        ("POST", CODES, TIDES | {"opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"},
         422, "closes_at", "later end"),
        ("POST", CODES, TIDES | {"fields": {"boat": "x"}}, 422, "fields.boat", "no field"),
        ("GET", f"{USES}?state=lost", None, 422, "state", "waiting"),
        ("PUT", f"{OPENINGS}/lost", {"instructions": "Show it."}, 404, "slug", "no published"),
        ("PUT", f"{OPENINGS}/tide-tables", SHORT, 422, "instructions", "1 to 5,000"),
        ("POST", RULES, TIDES, 422, "held", "otherwise everybody"),
        ("POST", RULES, TIDES | {"held": ["lost"]}, 422, "held", "lost"),
        ("POST", RULES, TIDES | {"held": ["tide-tables"]}, 422, "held", "own condition"),
        ("POST", RULES, TIDES | {"assessment": str(uuid4())}, 422, "assessment", "of your organisation"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_field_and_the_way_out(
    program: Program, method: str, path: str, body: Any, status: int, field: str, way_out: str
) -> None:
    before = Event.objects.count()
    answered, problem = program.send(method, path, body)
    assert answered == status, problem
    [error] = problem["errors"]
    assert error["field"] == field
    assert way_out in error["message"]
    assert Event.objects.count() == before


def test_a_scope_opens_no_more_than_it_says(organisation: Profile, published: AchievementVersion) -> None:
    offers = program_of(organisation, "offers:manage")
    assert offers.send("GET", CODES)[0] == 200
    for method, path, body in (
        ("GET", APPLICATIONS, None),
        ("GET", "/awards", None),
        ("POST", "/awards", TIDES | {"recipient_name": "A", "recipient_email": "a@a.example"}),
    ):
        status, problem = offers.send(method, path, body)
        assert (status, problem["title"]) == (403, "The key does not allow this")
    assert program_of(organisation, "applications:decide").send("POST", CODES, TIDES)[0] == 403
    assert Application.objects.count() == ClaimCode.objects.count() == Award.objects.count() == 0
