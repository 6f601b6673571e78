"""What comes back reaches who can do something about it, and nobody is written to who can't be or won't be."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone
from tests.integration.mailing.conftest import PostOffice
from tests.unit.core.mail.test_reports import ABOUT, ARF, dsn

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.letters.services import lift_suppression, send_again, suppress_address
from openlaurel.apps.mailing.models import OutgoingMail, Suppression
from openlaurel.apps.mailing.registry import MailKind, Outcome, register_kind
from openlaurel.apps.mailing.returning import mail_behind
from openlaurel.apps.mailing.services import (
    MailDraft,
    apply_message,
    apply_report,
    erase_mails,
    erase_suppressions,
    queue_mail,
    read_folder,
    send_due,
    unsubscribe_link,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.core.mail import MailReport

pytestmark = pytest.mark.django_db
Draft = Callable[..., MailDraft]
SECRET = "a-secret-of-more-than-20"


def send_all() -> None:
    while send_due(clock=timezone.now):
        pass


@pytest.fixture
def sent(organisation: Profile, draft: Draft) -> OutgoingMail:
    """A mail of the organisation that was sent under the Message-ID of the samples."""
    mail = queue_mail(draft(organisation_id=organisation.pk), now=timezone.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(message_id=ABOUT)
    send_all()
    mail.refresh_from_db()
    return mail


def test_after_a_bounce_the_desk_sees_it_and_nothing_more_is_sent_there(
    sent: OutgoingMail, draft: Draft, outcomes: Any, signed_in: Any, owner: Any, make_organisation: Any
) -> None:
    for _ in range(2):
        assert apply_report(
            MailReport("bounced", ABOUT, "5.1.1", "no ana@learners.example"), now=timezone.now()
        )
    assert [outcome for _, outcome in outcomes] == [Outcome.SENT, Outcome.BOUNCED]
    sent.refresh_from_db()
    assert (sent.fault, sent.reply) == ("bounced", "5.1.1 no (address)")
    outbox.outbox.clear()
    other = make_organisation("other")
    queue_mail(draft(key="again", organisation_id=sent.organisation_id), now=timezone.now())
    queue_mail(draft(key="others", organisation_id=other.pk), now=timezone.now())
    send_all()
    assert [OutgoingMail.objects.get(key=key).fault for key in ("again", "others")] == ["suppressed", ""]
    client = signed_in(owner)
    shown = client.get("/org/harbour/mail/undelivered").content.decode()
    assert "Came back" in shown
    assert "ana@learners.example" in shown
    assert "ana@learners.example" in client.get("/org/harbour/mail/suppressions").content.decode()


def test_the_award_says_that_its_mail_came_back(
    published: Any, organisation: Profile, deliver_events: Callable[[], None], now: Any
) -> None:
    award = issue_award(
        version=published, recipient_name="Ana", recipient_email="ana@x.example", by=INSTALLATION, now=now
    )
    deliver_events()
    mail = OutgoingMail.objects.get(kind="issuing.claim")
    apply_report(MailReport("bounced", mail.message_id, "5.1.1"), now=timezone.now())
    award.refresh_from_db()
    assert "The mail came back" in award.mail_error
    event = Event.objects.get(kind="mail.came_back")
    assert (event.subject_kind, event.subject_id) == ("award", str(award.pk))


def test_a_folder_of_returned_mails_is_read_once_whatever_lies_in_it(
    sent: OutgoingMail, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    for name, raw in (("1", dsn()), ("2", b"\xff\xfe no report"), ("3", ARF), ("4", b"x" * 1_000_001)):
        (tmp_path / "new" / name).write_bytes(raw)
    assert read_folder(tmp_path, now=timezone.now()) == 2
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == [f"{n}:2,S" for n in "1234"]
    assert sorted(Suppression.objects.values_list("reason", flat=True)) == ["bounced", "complained"]
    assert read_folder(tmp_path, now=timezone.now()) == 0


def test_a_return_that_says_nothing_of_the_mail_is_matched_by_its_return_address(
    organisation: Profile, draft: Draft, post_office: PostOffice, settings: Any, tmp_path: Path, outcomes: Any
) -> None:
    settings.MAIL_RETURN = "bounces@badges.example"
    mails = [
        queue_mail(draft(key=key, organisation_id=organisation.pk), now=timezone.now()) for key in ("a", "b")
    ]
    send_all()
    to_a, to_b = sorted(set(post_office.senders), key=lambda to: mail_behind(to[8:50]) != mails[0].pk)
    assert to_a.startswith("bounces+")
    assert "ana" not in to_a
    (tmp_path / "new").mkdir()
    own_words = "From: mailer-daemon@mx.example\nSubject: failure\nTo: {}\n\n550 no such user\n"
    forged = to_a.replace(to_a[9:12], "aaa")
    away = f"From: Ana <ana@x.example>\nTo: {to_b}\n\nI am away.\n"
    for number, text in enumerate((own_words.format(forged), away, own_words.format(to_a.upper()))):
        (tmp_path / "new" / str(number)).write_text(text)
    assert read_folder(tmp_path, now=timezone.now()) == 1
    bounced = OutgoingMail.objects.get(bounced_at__isnull=False)
    assert bounced.pk == mails[0].pk
    assert [outcome for _, outcome in outcomes].count(Outcome.BOUNCED) == 1
    # a report without the mail's headers, by its return address
    assert apply_message(
        dsn().replace(ABOUT.encode(), b"").replace(b"no-reply@badges.example", to_b.encode()),
        now=timezone.now(),
    )
    assert OutgoingMail.objects.filter(bounced_at__isnull=False).count() == 2


def test_a_service_posts_with_the_secret_and_nobody_without(
    client: Client, sent: OutgoingMail, settings: Any
) -> None:
    body = orjson.dumps({"reports": [{"type": "bounced", "message_id": ABOUT, "status": "5.1.1"}]})

    def post(form: str = "openlaurel", content: bytes = body, **headers: str) -> Any:
        return client.post(f"/hooks/mail/{form}", content, content_type="application/json", headers=headers)

    basic = {"Authorization": "Basic " + base64.b64encode(b"x:" + SECRET.encode()).decode()}
    assert post(**basic).status_code == 404
    settings.MAIL_HOOK_SECRET = SECRET
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    wrong = {"Authorization": "Basic " + base64.b64encode(b"x:guess").decode()}
    refused: list[dict[str, str]] = [
        {},
        wrong,
        {"Authorization": "Basic %%%"},
        {"X-Openlaurel-Signature": "sha256=0"},
    ]
    assert [post(**headers).status_code for headers in refused] == [401] * 4
    assert post(content=body + b" ", **{"X-Openlaurel-Signature": signature}).status_code == 401
    assert not Suppression.objects.exists()
    answer = post(**{"X-Openlaurel-Signature": signature})
    assert (answer.status_code, answer.json()) == (200, {"reports": 1, "known": 1})
    assert Suppression.objects.get().reason == "bounced"
    assert post("message", ARF, **basic).json() == {"reports": 1, "known": 1}
    assert post("openlaurel", b"{", **basic).status_code == 400
    assert "reports" in post("openlaurel", b"{}", **basic).json()["detail"]
    assert post("pigeon", **basic).status_code == 404
    assert post("message", b"x" * 1_000_001, **basic).status_code == 413
    unknown = orjson.dumps({"reports": [{"type": "bounced", "message_id": "<no@x>"}]})
    assert post(content=unknown, **basic).json() == {"reports": 1, "known": 0}


def test_one_click_stops_reminders_and_nothing_else(
    client: Client, post_office: PostOffice, draft: Draft, organisation: Profile
) -> None:
    register_kind(MailKind("test.news", "News", is_stoppable=True))
    mail = queue_mail(draft(organisation_id=organisation.pk), now=timezone.now())
    send_all()
    [(_, message, _)] = post_office.accepted
    link = str(message["List-Unsubscribe"]).strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # what is signed ends with the second in which it was
    assert link.rsplit(":", 2)[0] == unsubscribe_link(mail.key).rsplit(":", 2)[0]
    path = "/" + link.split("/", 3)[3]
    assert "Stop reminders" in client.get(path).content.decode()
    assert not Suppression.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(path[:-2] + "xx").status_code == 404
    queue_mail(draft(key="reminder", organisation_id=organisation.pk), now=timezone.now())
    send_all()
    assert OutgoingMail.objects.get(key="reminder").fault == "suppressed"
    register_kind(MailKind("test.news", "News"))
    queue_mail(draft(key="needed", organisation_id=organisation.pk), now=timezone.now())
    send_all()
    assert [message["List-Unsubscribe"] for _, message, _ in post_office.accepted] == [f"<{link}>", None]


def test_an_address_that_the_server_does_not_know_is_suppressed_until_it_is_taken_off(
    post_office: PostOffice, draft: Draft, organisation: Profile, make_member: Any, now: Any
) -> None:
    post_office.at_recipient["ana@learners.example"] = "550 5.1.1 No such user"
    mail = queue_mail(draft(organisation_id=organisation.pk), now=timezone.now())
    send_all()
    kept = Suppression.objects.get()
    assert kept.reason == "bounced"
    assert b"learners.example" not in bytes(kept.address)
    by = {"by": INSTALLATION, "now": timezone.now()}
    with pytest.raises(NotAllowed):
        lift_suppression(
            organisation=organisation, suppression=kept, by=Actor(account=make_member("reader")), now=now
        )
    lift_suppression(organisation=organisation, suppression=kept, **by)
    post_office.at_recipient.clear()
    send_again(organisation=organisation, mail=mail, **by)
    send_all()
    assert post_office.recipients == ["ana@learners.example"]
    erase_mails(addresses=["ana@learners.example"], now=now)
    assert apply_report(MailReport("bounced", mail.message_id), now=now)
    by_hand = suppress_address(organisation=organisation, address="Ana@learners.example", **by)
    erase_suppressions(addresses=["ana@learners.example"])
    by_hand.refresh_from_db()
    assert bytes(by_hand.address) == b""
    queue_mail(draft(key="later", organisation_id=organisation.pk), now=timezone.now())
    send_all()
    assert OutgoingMail.objects.get(key="later").fault == "suppressed"


def test_another_organisations_mail_cannot_be_sent_again_or_seen(
    client: Client, sent: OutgoingMail, signed_in: Any, make_account: Any, make_organisation: Any
) -> None:
    apply_report(MailReport("bounced", ABOUT), now=timezone.now())
    stranger = make_account("eve@elsewhere.example")
    make_organisation("elsewhere", stranger)
    visitor = signed_in(stranger)
    assert visitor.post(f"/org/elsewhere/mail/undelivered/{sent.pk}/again").status_code == 404
    suppression = Suppression.objects.get()
    assert visitor.post(f"/org/elsewhere/mail/suppressions/{suppression.pk}/lift").status_code == 404
    assert "ana@" not in visitor.get("/org/elsewhere/mail/undelivered").content.decode()
    assert Suppression.objects.exists()
