"""Several issue at the same moment: on PostgreSQL, where they really do."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, Credential, SigningKey, StatusList
from openlaurel.apps.issuing.services import AwardDraft, issue_awards, revoke_award
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
