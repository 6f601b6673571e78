"""Several issue at the same moment: on PostgreSQL, where they really do."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.db import connection, transaction

from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.services import decide_duplicates
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, BatchState, Credential, SigningKey, StatusList
from openlaurel.apps.issuing.services import (
    AwardDraft,
    HeldAlready,
    accept_award,
    confirm_batch,
    dry_run_batch,
    issue_awards,
    portions,
    revoke_award,
    revoke_signing_key,
    run_batch,
    upload_roster,
)
from openlaurel.apps.issuing.services.signed import (
    SignedDrafts,
    SigningKeyChanged,
    sign_drafts,
    store_signed,
)
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key
from openlaurel.apps.issuing.services.status_lists import allocate_entries
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.status import Bitstring

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(*jobs: Callable[[], object]) -> None:
    """Runs all jobs at the same time, each with a connection of its own; an error of one is an error here."""
    gate, errors = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait()
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_the_first_badges_of_an_issuer_share_one_key_and_one_list_and_no_index(
    published: AchievementVersion, now: datetime
) -> None:
    def issue(who: int) -> Callable[[], object]:
        drafts = [AwardDraft(f"P{n}", f"p{who}-{n}@learners.example") for n in range(20)]
        return lambda: issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)

    at_once(*(issue(who) for who in range(4)))
    assert SigningKey.objects.count() == 1
    assert StatusList.objects.get().allocated == 80
    assert Credential.objects.values("status_list", "status_index").distinct().count() == 80


def test_workers_who_share_a_roster_give_each_row_one_badge(
    published: AchievementVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "ROWS", 7)
    lines = "".join(f"p{n}@learners.example,P{n}\n" for n in range(100))
    stamp: Any = {"by": INSTALLATION, "now": now}
    roster = upload_roster(
        organisation=published.achievement.organisation,
        file_name="r.csv",
        data=b"Email,Name\n" + lines.encode(),
        **stamp,
    )
    batch = dry_run_batch(roster=roster, version=published, notify=False, allow_repeats=False, **stamp)
    confirm_batch(batch=batch, **stamp)
    at_once(*[lambda: run_batch(batch=batch, clock=lambda: now)] * 3)
    batch.refresh_from_db()
    assert (batch.state, batch.portions.count()) == (BatchState.DONE, 0)
    assert Award.objects.values("recipient_email").distinct().count() == Award.objects.count() == 100
    assert batch.rows.filter(state="issued", award__isnull=False).count() == 100
    assert Event.objects.filter(kind="batch.finished").count() == 1


def test_the_same_request_at_the_same_time_issues_one_badge(
    published: AchievementVersion, now: datetime
) -> None:
    draft = AwardDraft("Ana", "ana@learners.example", idempotency_key="order-7")
    outcomes = []

    def issue() -> None:
        outcomes.extend(issue_awards(version=published, drafts=[draft], by=INSTALLATION, now=now))

    at_once(*[issue] * 4)
    assert sorted(outcome.is_new for outcome in outcomes) == [False, False, False, True]
    assert len({outcome.award.id for outcome in outcomes if outcome.award}) == 1


def test_two_revocations_at_the_same_time_both_count(published: AchievementVersion, now: datetime) -> None:
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(4)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    awards = list(Award.objects.all())

    def revoke(award: Award) -> Callable[[], object]:
        return lambda: revoke_award(award=award, reason="Wrong.", by=INSTALLATION, now=now)

    at_once(*(revoke(award) for award in awards))
    bits = Bitstring.decompress(bytes(StatusList.objects.get().bits))
    assert all(bits.get(index) for index in Credential.objects.values_list("status_index", flat=True))


@contextmanager
def meanwhile(job: Callable[[], object]) -> Iterator[None]:
    """In a transaction; `job` is begun after what is done in it, must wait, and ends once that is committed."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        yield
        thread.start()
        for _ in range(500):
            if somebody_waits() or not thread.is_alive():
                break
            time.sleep(0.01)
        assert thread.is_alive(), "it didn't wait"
    thread.join(10)
    if errors:
        raise errors[0]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def signed_set(version: AchievementVersion, now: datetime) -> SignedDrafts:
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(20)]
    return sign_drafts(version=version, drafts=drafts, by=INSTALLATION, now=now, notify=False)


def test_no_badge_is_stored_after_its_key_was_revoked(published: AchievementVersion, now: datetime) -> None:
    signed = signed_set(published, now)
    assert signed.key is not None
    with (
        pytest.raises(SigningKeyChanged),
        meanwhile(lambda: transaction.atomic(store_signed)(signed)),
    ):
        revoke_signing_key(key=signed.key, since=now, reason="Stolen.", by=INSTALLATION, now=now)
    assert Award.objects.count() == 0


def test_a_key_is_revoked_once_what_is_being_stored_is_there(
    published: AchievementVersion, now: datetime
) -> None:
    signed = signed_set(published, now)
    assert signed.key is not None
    key, seen = signed.key, []

    def revoke() -> None:
        revoke_signing_key(key=key, since=now, reason="Stolen.", by=INSTALLATION, now=now)
        seen.append(Award.objects.count())

    with meanwhile(revoke):
        store_signed(signed)
    assert seen == [20]


def test_a_list_that_is_begun_while_its_key_is_revoked_is_signed_anew(
    published: AchievementVersion, now: datetime
) -> None:
    organisation = published.achievement.organisation
    key = ensure_signing_key(organisation=organisation, now=now)
    with meanwhile(
        lambda: revoke_signing_key(key=key, since=now, reason="Stolen.", by=INSTALLATION, now=now)
    ):
        allocate_entries(organisation=organisation, count=1, now=now)
    document = orjson.loads(bytes(StatusList.objects.get().signed_document))
    proof = document["proof"]
    [proof] = proof if isinstance(proof, list) else [proof]
    assert not proof["verificationMethod"].endswith(key.public_multibase)


def test_a_badge_that_is_revoked_while_others_are_stored_stays_revoked(
    published: AchievementVersion, now: datetime
) -> None:
    issue_awards(
        version=published, drafts=[AwardDraft("Ana", "ana@learners.example")], by=INSTALLATION, now=now
    )
    award = Award.objects.get()
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(60)]
    at_once(
        lambda: issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now),
        lambda: revoke_award(award=award, reason="Wrong.", by=INSTALLATION, now=now),
    )
    status_list = StatusList.objects.get()
    bits = Bitstring.decompress(bytes(status_list.bits))
    places = Credential.objects.order_by("award__created_at").values_list("award_id", "status_index")
    assert {award_id for award_id, index in places if bits.get(index)} == {award.id}
    assert status_list.allocated == 61


def test_two_who_issue_at_once_never_both_pass_a_refusal(
    published: AchievementVersion, now: datetime
) -> None:
    decide_duplicates(
        achievement=published.achievement, policy=DuplicatePolicy.REFUSE, by=INSTALLATION, now=now
    )
    published.achievement.refresh_from_db()
    outcomes = []

    def issue(key: str | None) -> Callable[[], object]:
        drafts = [AwardDraft("Ana", "ana@learners.example", idempotency_key=key)]
        return lambda: outcomes.extend(
            issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
        )

    at_once(issue("a"), issue("a"), issue("b"), issue(None))
    assert Award.objects.count() == 1
    key = Award.objects.get().idempotency_key
    assert sum(outcome.error is None for outcome in outcomes) == (2 if key == "a" else 1)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {HeldAlready}


def test_a_renewal_is_stored_while_another_one_is_accepted(
    published: AchievementVersion, now: datetime
) -> None:
    decide_duplicates(
        achievement=published.achievement, policy=DuplicatePolicy.RENEW, by=INSTALLATION, now=now
    )
    published.achievement.refresh_from_db()
    draft = [AwardDraft("Ana", "ana@learners.example")]
    issue_awards(version=published, drafts=draft, by=INSTALLATION, now=now)
    issue_awards(version=published, drafts=draft, by=INSTALLATION, now=now)
    second = Award.objects.exclude(renews=None).get()
    at_once(
        lambda: issue_awards(version=published, drafts=draft, by=INSTALLATION, now=now),
        lambda: accept_award(award=second, show_name=False, now=now),
    )
    assert Award.objects.count() == 3
    assert Award.objects.filter(renewed_by=None).count() == 1
