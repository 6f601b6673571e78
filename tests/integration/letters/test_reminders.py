"""Who hasn't answered is reminded by the plan, once each, not in the night, and not when it is no longer needed."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.reminding import remind
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.letters.models import ReminderPlan
from openlaurel.apps.letters.services import InvalidPlan, plan_reminders, save_template
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan(organisation: Profile, now: datetime) -> Callable[..., ReminderPlan]:
    def make(**fields: Any) -> ReminderPlan:
        given: dict[str, Any] = {
            "organisation": organisation,
            "days_after": [7, 21],
            "days_before_end": 30,
            "time_zone": "UTC",
            "quiet_from": time(20),
            "quiet_until": time(8),
            "by": INSTALLATION,
            "now": now,
        }
        return plan_reminders(**(given | fields))

    return make


@pytest.fixture
def award(published: AchievementVersion, now: datetime) -> Award:
    """Noticed at 09:30 and not answered."""
    award = issue_award(
        version=published,
        recipient_name="Ana Sousa",
        recipient_email="ana@learners.example",
        valid_until=now + 400 * DAY,
        by=INSTALLATION,
        now=now,
    )
    Award.objects.filter(pk=award.pk).update(mailed_at=now)
    return award


def send_at(moment: datetime) -> list[str]:
    """The subjects of what leaves at a moment."""
    mail.outbox.clear()
    remind(now=moment)
    while send_due(clock=lambda: moment):
        pass
    return [message.subject for message in mail.outbox]


def test_a_reminder_leaves_once_on_each_of_its_days_until_it_is_answered(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime
) -> None:
    plan()
    told = ["“Tide tables in practice” is waiting for you"]
    assert send_at(now + 6 * DAY) == []
    assert send_at(now + 7 * DAY) == told
    [sent] = mail.outbox
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert "/claim/" in str(sent.body)
    assert "Stop reminders: http" in str(sent.body)
    assert "/unsubscribe/" in html
    assert send_at(now + 8 * DAY) == []
    assert send_at(now + 21 * DAY) == told
    assert send_at(now + 60 * DAY) == []


def test_who_has_answered_before_it_leaves_is_not_reminded(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime
) -> None:
    plan()
    remind(now=now + 7 * DAY)
    accept_award(award=award, show_name=False, now=now + 7 * DAY)
    assert send_at(now + 7 * DAY) == []
    assert OutgoingMail.objects.get(kind="issuing.reminder").fault == "not_needed"


def test_no_reminder_leaves_in_the_quiet_hours(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime
) -> None:
    plan()
    night = (now + 7 * DAY).replace(hour=23)
    assert send_at(night) == []
    assert send_at(night + timedelta(hours=8)) == []
    assert len(send_at(night + timedelta(hours=9))) == 1


def test_holders_hear_before_their_badge_ends_once(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime
) -> None:
    plan()
    accept_award(award=award, show_name=False, now=now)
    assert send_at(now + 369 * DAY) == []
    [subject] = send_at(now + 371 * DAY)
    assert subject.startswith("“Tide tables in practice” is valid until")
    assert send_at(now + 372 * DAY) == []


def test_a_new_plan_does_not_write_to_those_of_the_years_before(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime
) -> None:
    plan()
    assert send_at(now + 300 * DAY) == []


def test_reminders_are_in_the_organisations_words_and_stop_by_their_link(
    plan: Callable[..., ReminderPlan], award: Award, now: datetime, client: Client, organisation: Profile
) -> None:
    plan()
    save_template(
        organisation=organisation,
        template=None,
        achievement=None,
        kind="reminder",
        language=award.language,
        subject="Still there, {{ recipient_name }}?",
        body="{{ claim_link }}",
        by=INSTALLATION,
        now=now,
    )
    assert send_at(now + 7 * DAY) == ["Still there, Ana Sousa?"]
    link = next(line for line in str(mail.outbox[0].body).splitlines() if "/unsubscribe/" in line).split()[-1]
    assert client.post("/" + link.split("/", 3)[3]).status_code == 200
    assert send_at(now + 21 * DAY) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"days_after": [1, 2, 3, 4]}, "days_after"),
        ({"days_after": [0]}, "days_after"),
        ({"days_before_end": 366}, "days_before_end"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    plan: Callable[..., ReminderPlan], fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidPlan) as caught:
        plan(**fields)
    assert field in caught.value.problems
    assert not ReminderPlan.objects.exists()


def test_the_page_keeps_the_plan_of_those_who_may(
    signed_in: Any, owner: Any, organisation: Profile, make_member: Any, plan: Callable[..., ReminderPlan]
) -> None:
    client = signed_in(owner)
    data = {"days_after": "7, x", "time_zone": "Europe/Lisbon", "quiet_from": "21:00", "quiet_until": "07:30"}
    wrong = client.post("/org/harbour/mail/reminders", data)
    assert wrong.status_code == 422
    assert "7, x" in wrong.content.decode()
    assert client.post("/org/harbour/mail/reminders", data | {"days_after": "21, 7"}).status_code == 302
    kept = ReminderPlan.objects.get()
    assert (kept.days_after, kept.days_before_end, kept.quiet_until) == ([7, 21], None, time(7, 30))
    assert "7, 21" in client.get("/org/harbour/mail/reminders").content.decode()
    with pytest.raises(NotAllowed):
        plan(by=Actor(account=make_member("reader")))
