"""Who asks for their data gets all of it and nothing of others; who goes leaves no name and no address behind."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.integration.authorization.world import World, build_world

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import CannotErase, erase_account, write_export
from openlaurel.apps.assessment.models import Submission
from openlaurel.apps.assessment.personal_data import remove_unnamed_files
from openlaurel.apps.assessment.services import review_submission
from openlaurel.apps.desk.services import Asked, prepare_action
from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.issuing.models import Award, BatchRow, Credential, Roster
from openlaurel.apps.issuing.queries import AwardFilters, credential_bytes
from openlaurel.apps.issuing.services import (
    NotPossibleNow,
    accept_award,
    claim_url,
    correct_award,
    dry_run_batch,
    issue_award,
    request_correction,
    resend_claim_mail,
    revoke_award,
    upload_roster,
    wanted_of,
)
from openlaurel.apps.moves.services import confirm_import, run_import, upload_import
from openlaurel.apps.profiles.models import Membership, Role
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import (
    accept_invitation,
    add_member,
    ensure_person_profile,
    invite_member,
)
from openlaurel.apps.verifier.services import verify

# Nothing else in the world is called so.
NAME, ADDRESS, SECOND = "Quirina Xanthopoulou", "quirina@xanthopoulou.example", "qx@elsewhere.example"
PASSWORD = "sea-shanty-42"


@dataclass(frozen=True)
class Life:
    """A person with something of every kind, beside the world of others."""

    account: Account
    world: World
    award: Award
    work: Submission


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def life(db: None, make_account: Callable[..., Account], definition: Any, now: datetime) -> Life:
    """Whoever adds a table with personal data adds it here."""
    from tests.integration.wallet.badges import badge_by_key

    from openlaurel.apps.assessment.models import Assessment, Retest
    from openlaurel.apps.assessment.services import (
        Upload,
        save_answers,
        save_draft,
        start_attempt,
        submit_task,
    )
    from openlaurel.apps.catalog.services import set_custom_fields
    from openlaurel.apps.challenges.services import ask_holder
    from openlaurel.apps.exchange.models import Access, Connection, Platform, hash_of
    from openlaurel.apps.figures.models import Reach, ReportPlan, ReportReader
    from openlaurel.apps.issuing.services import AwardDraft, plan_award
    from openlaurel.apps.learning.models import Course
    from openlaurel.apps.learning.services import enrol, read_lesson
    from openlaurel.apps.offers.models import Opening
    from openlaurel.apps.offers.services import Terms, apply_for_badge, create_claim_code, redeem_code
    from openlaurel.apps.portfolio.services import (
        Details,
        EntryDraft,
        arrange_collection,
        arrange_portfolio,
        change_details,
        create_collection,
        create_portfolio,
        save_entry,
    )
    from openlaurel.apps.wallet.services import change_visibility, keep_file, run_archive, start_archive
    from openlaurel.core.fields import FieldSpec, Kind

    world = build_world(definition, now)
    owner = Actor(account=world.members[Role.OWNER])
    account = make_account(ADDRESS, name=NAME)
    EmailAddress.objects.create(user=account, email=SECOND, verified=True, primary=False)
    ensure_person_profile(account=account, now=now)
    _invitation, token = invite_member(
        organisation=world.organisation, email=ADDRESS, role=Role.DESIGNER, by=owner, now=now
    )
    accept_invitation(token=token, account=account, now=now)
    course = Course.objects.get()
    enrolment = enrol(course=course, account=account, now=now)
    read_lesson(enrolment=enrolment, lesson=course.lessons.get(), now=now)
    quiz, task = Assessment.objects.get(kind="quiz"), Assessment.objects.get(kind="task")
    attempt = start_attempt(assessment=quiz, account=account, now=now)
    save_answers(attempt=attempt, answers={str(quiz.items.get().id): 0}, now=now)
    work = submit_task(
        assessment=task,
        account=account,
        text=f"By {NAME}",
        file=Upload(f"{NAME}.txt", f"{NAME} wrote this".encode()),
        now=now,
    )
    review_submission(submission=work, levels={"plan": "no"}, comment=f"Go on, {NAME}", by=owner, now=now)
    save_draft(assessment=task, account=account, text=f"{NAME} begins again", now=now)
    version = world.organisation.awards.get().version
    mentor = FieldSpec("mentor", Kind.TEXT, {"en": "Mentor"})
    set_custom_fields(achievement=version.achievement, fields=[mentor], by=INSTALLATION, now=now)
    award = issue_award(
        version=version,
        recipient_name=NAME,
        recipient_email=ADDRESS,
        narrative=f"{NAME} planned a passage",
        fields={"mentor": f"Taught by {NAME}"},
        idempotency_key=f"course-1:{ADDRESS}",
        by=INSTALLATION,
        now=now - timedelta(days=2),
    )
    award = accept_award(award=award, account=account, show_name=True, now=now - timedelta(days=1))
    other = issue_award(
        version=version, recipient_name=f"{NAME} Jr", recipient_email=SECOND, by=INSTALLATION, now=now
    )
    wanted = replace(wanted_of(other), recipient_name=NAME)
    correct_award(award=other, wanted=wanted, reason=f"It is {NAME}", by=INSTALLATION, now=now)
    request_correction(award=award, wanted_name=f"{NAME} Roe", words=f"{NAME} married", now=now)
    prepare_action(
        organisation=world.organisation,
        asked=Asked("resend", filters=AwardFilters(words=ADDRESS)),
        by=INSTALLATION,
        now=now,
    )
    roster = upload_roster(
        organisation=world.organisation,
        file_name="class.csv",
        data=f"Email,Name\n{ADDRESS},{NAME}\n{SECOND},{NAME}\nbo@learners.example,Bo Berg\n".encode(),
        by=INSTALLATION,
        now=now,
    )
    dry_run_batch(roster=roster, version=version, notify=False, allow_repeats=True, by=INSTALLATION, now=now)
    Access.objects.create(
        platform=Platform.objects.get(),
        account=account,
        family=uuid4(),
        scope="offline_access",
        token_hash=hash_of("a token"),
        given_at=now,
        expires_at=now + timedelta(hours=1),
    )
    connected = Connection.objects.create(
        account=account,
        api_url="https://backpack.example/ims/ob/v3p0",
        name="Backpack",
        endpoints={},
        offered=[],
        client_id="a-client",
        secret=b"",
        registered_at=now,
    )
    account.dids.create(did="did:web:xanthopoulou.example", proved_at=now)
    moved = connected.transfers.create(direction="fetch", created_at=now)
    moved.items.create(number=1, name=f"Knots of {NAME}", content=NAME.encode(), detail=f"It names {NAME}")
    header = (
        "Issued Badge ID,Badge Template Name,Recipient Email,First Name,Last Name,Issued at,Evidence Name"
    )
    for number, (address, is_confirmed) in enumerate([(ADDRESS, True), (SECOND, False)]):
        line = f"b{number},Pilot,{address},{NAME.split()[0]},{NAME.split()[1]},2024-03-01,Log of {NAME}"
        run = upload_import(
            organisation=world.organisation,
            files=[("export.csv", f"{header}\n{line}\nb9,Pilot,{address},Q,{NAME},soon,".encode())],
            by=INSTALLATION,
            now=now,
        )
        if is_confirmed:
            confirm_import(run=run, by=INSTALLATION, now=now)
            run_import(run=run, clock=lambda: now)
    ask_holder(award=award, asker=f"Asks {NAME}", now=now)
    Reach.objects.create(award=award, viewed_on=now.date())
    Retest.objects.create(assessment=quiz, account=account, opened_at=now)
    plan = ReportPlan.objects.create(
        organisation=version.achievement.organisation, rhythm="weekly", next_at=now, created_at=now
    )
    ReportReader.objects.create(plan=plan, account=account)
    keep_file(account=account, data=badge_by_key(now, ADDRESS, f"Knots of {NAME}"), now=now)
    change_visibility(account=account, refs=[f"award:{award.pk}"], visibility="link", now=now)
    run_archive(archive=start_archive(account=account, language="en", now=now), clock=lambda: now)
    details = Details("quirina", NAME, NAME, NAME, f"I am {NAME}", links=((NAME, "https://q.example/"),))
    folio = create_portfolio(account=account, handle="quirina-x", name=NAME, now=now)
    folio = change_details(portfolio=folio, details=replace(details, email=SECOND, phone=NAME), now=now)
    arrange_portfolio(portfolio=folio, refs=[f"award:{award.pk}"], now=now)
    entry = EntryDraft("work", f"{NAME} sails", NAME, text=NAME, refs=[f"award:{award.pk}"])
    save_entry(portfolio=folio, draft=entry, now=now)
    collection = create_collection(account=account, name=f"Of {NAME}", text=NAME, now=now)
    arrange_collection(collection=collection, refs=[f"award:{award.pk}"], now=now)
    apply_for_badge(
        opening=Opening.objects.get(), account=account, name=NAME, words=f"{NAME} did it", now=now
    )
    plan_award(
        version=version,
        draft=AwardDraft(NAME, ADDRESS, fields={"mentor": f"Planned by {NAME}"}),
        notify=True,
        due_at=now + timedelta(days=1),
        by=INSTALLATION,
        now=now,
    )
    claim_code = create_claim_code(
        achievement=version.achievement, terms=Terms(needs_approval=True), by=INSTALLATION, now=now
    )
    redeem_code(claim_code=claim_code, name=NAME, email=ADDRESS, account=account, now=now)
    Delivery.objects.update(error=f"SMTPRecipientsRefused: {ADDRESS}")
    return Life(account, world, award, work)


def exported(account: Account, now: datetime) -> tuple[dict[str, Any], zipfile.ZipFile]:
    target = io.BytesIO()
    write_export(account=account, target=target, now=now)
    archive = zipfile.ZipFile(target)
    return json.loads(archive.read("data.json")), archive


def test_the_copy_holds_everything_of_mine(life: Life, now: datetime) -> None:
    data, archive = exported(life.account, now)

    empty = {name for name, entries in data.items() if entries == []}
    assert empty == {"extra_attempts", "second_factors", "sign_on_identities"}
    assert data["account"][0]["name"] == NAME
    assert {entry["email"] for entry in data["addresses"]} == {ADDRESS, SECOND}
    assert data["invitations"][0]["accepted_at"]
    assert list(data["attempts"][0]["answers"].values()) == [0]
    assert data["submissions"][0]["review"]["comment"] == f"Go on, {NAME}"
    assert archive.read(data["submissions"][0]["file"]) == f"{NAME} wrote this".encode()
    own = next(entry for entry in data["awards"] if entry["id"] == str(life.award.id))
    assert len(data["awards"]) == 2
    assert archive.read(own["signed_badge"]) == credential_bytes(life.award)
    assert own["fields"] == {"Mentor": f"Taught by {NAME}"}
    assert {row["data"]["email"] for row in data["roster_rows"]} == {ADDRESS, SECOND}


def test_the_copy_holds_nothing_of_others(life: Life, now: datetime) -> None:
    _data, archive = exported(life.account, now)

    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    others = Account.objects.exclude(pk=life.account.pk)
    assert [other.email for other in others if other.email in everything or other.name in everything] == []
    assert "bo@learners.example" not in everything
    assert len(archive.namelist()) == 1 + 1 + 2 + 1


def texts_of_the_database() -> Iterator[tuple[str, str]]:
    """Every value of every table as text, bytes too."""
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(models | set(connection.introspection.table_names())):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    content = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    yield table, content.decode("utf-8", "replace").lower()


def traces() -> list[str]:
    needles = (ADDRESS, SECOND, NAME.lower(), "xanthopoulou", json.dumps(NAME).lower())
    return sorted({table for table, text in texts_of_the_database() if any(n in text for n in needles)})


@pytest.mark.django_db(transaction=True)
def test_no_name_and_no_address_is_left_anywhere(
    life: Life, client: Client, signed_in: Callable[[Account], Client], now: datetime, media: Path
) -> None:
    signed_in(life.account)
    before = set(traces())
    assert before >= {
        "accounts_account",
        "account_emailaddress",
        "assessment_submission",
        "assessment_review",
        "events_delivery",
        "issuing_award",
        "issuing_batchrow",
        "issuing_credential",
        "issuing_roster",
        "profiles_invitation",
        "profiles_profile",
    }

    erase_account(account=life.account, by=life.account, now=now)

    assert traces() == []
    assert not [path for path in media.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]
    assert "_auth_user_id" not in client.session
    assert not Membership.objects.filter(account=life.account.pk).exists()
    assert Event.objects.get(kind="account.erased").subject_id == str(life.account.pk)
    assert Roster.objects.filter(content=b"").count() == 1
    assert BatchRow.objects.filter(reason="erased").count() == 2


def test_what_belongs_to_others_stays(life: Life, now: datetime, media: Path) -> None:
    others = Account.objects.count() - 1

    erase_account(account=life.account, by=None, now=now)

    assert Account.objects.count() == others
    assert Award.objects.get(recipient_erased_at=None).recipient_email == life.world.learner.email
    assert Submission.objects.get().account == life.world.learner
    assert Path(Submission.objects.get().file.path).exists()
    assert BatchRow.objects.filter(data__email="bo@learners.example").exists()
    assert life.world.organisation.name == "Harbour"


def test_badges_that_were_issued_still_verify_and_can_still_be_revoked(life: Life, now: datetime) -> None:
    copy = credential_bytes(life.award)

    erase_account(account=life.account, by=life.account, now=now)

    assert verify(copy, now=now, recipient=NAME).verified
    assert verify(copy, now=now, recipient=ADDRESS).verified
    award = Award.objects.select_related("organisation", "version").get(pk=life.award.pk)
    revoke_award(award=award, reason="Issued by mistake", by=INSTALLATION, now=now)
    assert not verify(copy, now=now).verified


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_erased_badges_close(life: Life, client: Client, now: datetime, tmp_path: Path) -> None:
    offered = Award.objects.get(recipient_email=SECOND)
    page = reverse("pages:award-detail", args=[life.award.id])
    assert client.get(page).status_code == 200
    assert client.get(f"{page}/card.png").status_code == 200
    [card] = (tmp_path / "cards").iterdir()

    erase_account(account=life.account, by=life.account, now=now)

    assert not card.exists()
    for ending in ("", ".json", ".png", ".svg", ".pdf", "/card.png"):
        assert client.get(page + ending).status_code == 404
    assert client.get(f"/api/v1{page}").status_code == 404
    assert client.get(claim_url(offered).removeprefix(settings.OPENLAUREL_URL)).status_code == 404
    with pytest.raises(NotPossibleNow):
        resend_claim_mail(award=offered, by=INSTALLATION, now=now)


def test_the_issuer_sees_that_a_recipient_was_erased(
    life: Life, signed_in: Callable[[Account], Client], now: datetime
) -> None:
    erase_account(account=life.account, by=life.account, now=now)
    workspace = signed_in(life.world.members[Role.OWNER])
    handle = life.world.organisation.handle

    listed = workspace.get(reverse("issuing:award-list", args=[handle]))
    shown = workspace.get(reverse("issuing:award-detail", args=[handle, life.award.id]))

    assert "Name erased" in listed.content.decode()
    assert "The recipient had their data erased" in shown.content.decode()
    for name in ("issuing:award-export", "profiles:audit-trail"):
        assert NAME not in workspace.get(reverse(name, args=[handle])).getvalue().decode()
    revoking = workspace.get(reverse("issuing:award-revoke", args=[handle, life.award.id]))
    assert "Name erased" in revoking.content.decode()


def test_an_erased_badge_is_not_issued_once_more_by_news_that_comes_late(
    life: Life, deliver_events: Callable[[], None], now: datetime
) -> None:
    Delivery.objects.update(error="")
    erase_account(account=life.account, by=life.account, now=now)
    awards = Award.objects.count()

    deliver_events()

    assert Award.objects.count() == awards


def test_the_last_owner_is_refused_and_told_what_to_do(
    make_account: Callable[..., Account],
    make_organisation: Callable[..., Any],
    signed_in: Callable[[Account], Client],
    now: datetime,
) -> None:
    owner = make_account(ADDRESS, name=NAME)
    organisation = make_organisation("harbour", owner, name="Harbour Institute")

    with pytest.raises(CannotErase) as refused:
        erase_account(account=owner, by=owner, now=now)

    assert "Make somebody else an owner of it first." in str(refused.value)
    assert Account.objects.filter(pk=owner.pk).exists()
    other = make_account("other@harbour.example", name="Other")
    add_member(organisation=organisation, account=other, role=Role.OWNER, by=INSTALLATION, now=now)
    erase_account(account=owner, by=owner, now=now)
    assert not Account.objects.filter(pk=owner.pk).exists()


def test_somebody_else_cannot_erase_me(make_account: Callable[..., Account], now: datetime) -> None:
    mine, other = make_account(), make_account()

    with pytest.raises(Exception, match="its own person"):
        erase_account(account=mine, by=other, now=now)

    assert Account.objects.filter(pk=mine.pk).exists()


def test_an_address_that_was_never_proved_erases_nothing_of_its_owner(
    published: Any, make_account: Callable[..., Account], now: datetime
) -> None:
    """Else anybody could sign up with somebody's address and have their badges closed."""
    award = issue_award(
        version=published, recipient_name=NAME, recipient_email=ADDRESS, by=INSTALLATION, now=now
    )
    impostor = make_account(ADDRESS, name="Impostor", verified=False)

    data, _archive = exported(impostor, now)
    erase_account(account=impostor, by=impostor, now=now)

    assert data["awards"] == []
    assert Award.objects.get(pk=award.pk).recipient_name == NAME


def test_deleting_asks_for_the_password_and_a_tick(
    client: Client, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    account = make_account(ADDRESS, name=NAME)
    signed_in(account)
    page = reverse("accounts:delete")

    asked = client.get(page)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.post(page, {"understood": "on"}).status_code == 302
    assert Account.objects.filter(pk=account.pk).exists()
    shown = client.post(asked.url, {"password": PASSWORD}, follow=True)
    assert "What stays, and why" in shown.content.decode()
    unticked = client.post(page, {})
    assert "Tick the box" in unticked.content.decode()
    assert Account.objects.filter(pk=account.pk).exists()
    done = client.post(page, {"understood": "on"}, follow=True)

    assert "Your account is deleted" in done.content.decode()
    assert not Account.objects.filter(pk=account.pk).exists()


def test_a_tick_without_the_password_is_not_kept_for_later(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    account = make_account(ADDRESS, name=NAME)
    client = signed_in(account)

    client.post(reverse("accounts:delete"), {"understood": "on"})
    asked = client.get(reverse("accounts:delete"))
    client.post(asked.headers["Location"], {"password": "not-the-password"})
    client.post(asked.headers["Location"], {"password": PASSWORD})

    assert Account.objects.filter(pk=account.pk).exists()


def test_without_a_password_a_new_code_is_the_proof(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    account = make_account(ADDRESS, name=NAME, password=None)
    client = signed_in(account)

    page = client.post(reverse("accounts:delete"), {"understood": "on"})

    assert "Sign in with a code" in page.content.decode()
    assert Account.objects.filter(pk=account.pk).exists()


def test_the_page_tells_what_is_kept_and_hands_it_out(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(make_account(ADDRESS, name=NAME))

    told = client.get(reverse("accounts:own-data"))
    handed = client.post(reverse("accounts:own-data-download"))

    assert "Download my data" in told.content.decode()
    assert handed.headers["Content-Type"] == "application/zip"
    assert "no-store" in handed.headers["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(handed.getvalue()))
    assert json.loads(archive.read("data.json"))["account"][0]["main_address"] == ADDRESS


def test_files_that_a_killed_process_left_are_removed(life: Life, now: datetime, media: Path) -> None:
    storage = Submission._meta.get_field("file").storage
    old, young = (storage.save(f"submissions/{name}", ContentFile(b"left")) for name in ("old", "young"))
    two_days_ago = (now - timedelta(days=2)).timestamp()
    for file in (media / "submissions").iterdir():
        if not file.name.startswith("young"):
            os.utime(file, (two_days_ago, two_days_ago))

    removed = remove_unnamed_files(now=now)

    assert removed == 1
    assert not storage.exists(old)
    assert storage.exists(young)
    assert storage.exists(life.work.file.name)


def test_the_database_itself_refuses_an_erased_award_with_a_name(life: Life, now: datetime) -> None:
    with pytest.raises(Exception, match="an_erased_recipient_is_nobody"):
        Award.objects.filter(pk=life.award.pk).update(recipient_erased_at=now)


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", "issuing", check=True, dry_run=True, verbosity=0)
    assert Credential.objects.count() == 0
