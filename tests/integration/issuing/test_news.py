"""What happens by itself: the badge after the last step of a course, and the mail about it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from openlaurel.apps.accounts.adapter import AccountAdapter
from openlaurel.apps.assessment.services import ItemDraft, create_quiz, start_attempt, submit_attempt
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import claim_url, credential_bytes, holders_of
from openlaurel.apps.issuing.services import (
    AwardDraft,
    accept_award,
    decline_award,
    issue_awards,
    resend_claim_mail,
)
from openlaurel.apps.issuing.services.signed import AWARDS_PER_EVENT
from openlaurel.apps.issuing.tasks import issue_on_completion, mail_claim_link
from openlaurel.apps.learning.services import LessonDraft, create_course, enrol, publish_course, read_lesson
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db
QUIZ = {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"}


def test_who_masters_a_course_gets_the_badge_with_the_result(
    make_published: Callable[..., AchievementVersion],
    make_account: Callable[..., Any],
    deliver_events: Callable[[], None],
) -> None:
    now = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    version = make_published("night-watch", result_descriptions=(QUIZ,))
    achievement, account = version.achievement, make_account("ana@learners.example", name="Ana Sousa")
    course = create_course(
        achievement=achievement,
        title="Night watch",
        language="en",
        lessons=[LessonDraft(title="Lights", minutes=20, body="Red is port.")],
        by=INSTALLATION,
        now=now,
    )
    item = ItemDraft(kind="single", prompt="Port?", choices=("Red", "Green"), key=0)
    quiz = create_quiz(
        achievement=achievement,
        title="Lights",
        instructions="One question.",
        language="en",
        pass_percent=80,
        max_attempts=3,
        items=[item],
        position=1,
        by=INSTALLATION,
        now=now,
    )
    publish_course(course=course, by=INSTALLATION, now=now)
    enrolment = enrol(course=course, account=account, now=now)
    read_lesson(enrolment=enrolment, lesson=course.lessons.get(), now=now)
    attempt = start_attempt(assessment=quiz, account=account, now=now)
    passed_at = now + timedelta(minutes=9)
    submit_attempt(attempt=attempt, answers={str(quiz.items.get().pk): 0}, now=passed_at)
    deliver_events()

    award = Award.objects.get()
    assert (award.account, award.recipient_name, award.awarded_at) == (account, "Ana Sousa", passed_at)
    result = orjson.loads(credential_bytes(award))["credentialSubject"]["result"][0]
    assert result["value"] == "100"
    assert [message.to for message in mail.outbox if claim_url(award) in str(message.body)] == [
        ["ana@learners.example"]
    ]
    issue_on_completion(Event.objects.get(kind="enrolment.completed"))
    assert Award.objects.count() == 1


def test_the_mail_has_the_link_as_text_and_html_and_says_who_awards_what(
    award: Award, deliver_events: Callable[[], None]
) -> None:
    deliver_events()
    [message] = mail.outbox
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert message.to == ["ana@learners.example"]
    assert message.subject == "Harbour Institute awards you “Tide tables in practice”"
    for text in (str(message.body), html):
        assert claim_url(award) in text
        assert "Dear Ana Sousa" in text
    award.refresh_from_db()
    assert award.mailed_at is not None


def test_a_name_with_markup_does_not_reach_the_html_mail(
    make_award: Callable[..., Award], deliver_events: Callable[[], None]
) -> None:
    make_award(recipient_name="<img src=x> & “Bo”")
    deliver_events()
    [message] = mail.outbox
    assert "<img src=x>" in str(message.body)
    assert "&lt;img src=x&gt; &amp; “Bo”" in str(message.alternatives[0][0])  # type: ignore[attr-defined]


def test_the_same_news_mails_once_and_a_request_mails_again(
    award: Award, deliver_events: Callable[[], None], now: datetime
) -> None:
    deliver_events()
    mail_claim_link(Event.objects.get(kind="award.issued"))
    assert len(mail.outbox) == 1
    award.refresh_from_db()
    assert award.mailed_at
    resend_claim_mail(award=award, by=INSTALLATION, now=award.mailed_at + timedelta(seconds=1))
    mail_claim_link(Event.objects.get(kind="award.mail_requested"))
    send_due(clock=lambda: timezone.now() + timedelta(minutes=5))
    assert len(mail.outbox) == 2


def test_who_was_not_to_be_mailed_is_not(
    make_award: Callable[..., Award], deliver_events: Callable[[], None]
) -> None:
    make_award(notify=False)
    deliver_events()
    assert not mail.outbox
    assert not Delivery.objects.filter(handler="issuing.mail").exists()


@pytest.mark.parametrize("answer", [accept_award, decline_award])
def test_who_has_answered_is_not_mailed_any_more(
    award: Award, answer: Callable[..., Award], deliver_events: Callable[[], None], now: datetime
) -> None:
    answer(award=award, now=now, **({"show_name": False} if answer is accept_award else {}))
    deliver_events()
    assert not mail.outbox


def test_a_mail_that_fails_is_seen_by_the_issuer_and_tried_again(
    award: Award, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError("no mail server")

    deliver_due(now=now)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        send_due(clock=timezone.now)
    award.refresh_from_db()
    assert "tried again by itself. (ConnectionRefusedError: no mail server)" in award.mail_error
    assert award.mailed_at is None
    send_due(clock=lambda: timezone.now() + timedelta(minutes=5))
    award.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (award.mail_error, award.mailed_at is not None) == ("", True)


def test_of_many_that_are_issued_at_once_each_is_mailed_once_whatever_fails(
    published: AchievementVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(AWARDS_PER_EVENT + 3)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    events = Event.objects.filter(kind="award.many_issued")
    assert sorted(event.data["count"] for event in events) == [3, AWARDS_PER_EVENT]
    named = [name for event in events for name in event.data["awards"]]
    assert sorted(named) == sorted(str(pk) for pk in Award.objects.values_list("pk", flat=True))
    real = EmailBackend.send_messages

    def refuse_one(backend: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["p1@learners.example"]:
            raise ConnectionRefusedError("no such mailbox")
        return real(backend, messages)

    deliver_due(now=now)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse_one)
        while send_due(clock=timezone.now):
            pass
    assert len(mail.outbox) == AWARDS_PER_EVENT + 2
    assert Award.objects.exclude(mail_error="").get().recipient_email == "p1@learners.example"
    send_due(clock=lambda: timezone.now() + timedelta(minutes=5))
    assert sorted(message.to[0] for message in mail.outbox) == sorted(d.recipient_email for d in drafts)


def test_mails_are_in_the_recipients_language(
    make_award: Callable[..., Award], deliver_events: Callable[[], None]
) -> None:
    make_award(language="ar-EG")
    deliver_events()
    assert 'lang="ar" dir="rtl"' in str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]


def test_designers_see_how_many_hold_a_version(
    make_award: Callable[..., Award], published: AchievementVersion, now: datetime
) -> None:
    make_award()
    decline_award(award=make_award(recipient_email="bo@learners.example"), now=now)
    assert holders_of(published.achievement) == {published.id: 1}


def test_a_badge_goes_into_the_account_that_has_proved_the_address(
    make_award: Callable[..., Award], make_account: Callable[..., Any], deliver_events: Callable[[], None]
) -> None:
    account = make_account("ana@learners.example", language="es")
    make_account("bo@learners.example", verified=False)
    award, unproved = make_award(), make_award(recipient_email="bo@learners.example")
    assert (award.account, award.language, unproved.account) == (account, "es", None)


def test_badges_that_were_sent_before_come_into_a_new_account(
    make_award: Callable[..., Award],
    make_account: Callable[..., Any],
    deliver_events: Callable[[], None],
    rf: Any,
) -> None:
    award, other = make_award(), make_award(recipient_email="second@learners.example")
    account = make_account("ana@learners.example")
    deliver_events()
    award.refresh_from_db()
    assert award.account == account
    address = EmailAddress.objects.create(user=account, email="second@learners.example", verified=False)
    request = rf.get("/")
    request.session, request.user = {}, account
    request._messages = FallbackStorage(request)
    assert AccountAdapter().confirm_email(request, address)
    deliver_events()
    other.refresh_from_db()
    assert other.account == account
