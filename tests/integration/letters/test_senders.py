"""An organisation's mails come from its own domain once its DNS proves that, signed so that receivers can check it."""

from datetime import datetime, timedelta
from typing import Any

import dns.resolver
import pytest
from cryptography.exceptions import InvalidSignature
from django.utils import timezone
from tests.integration.mailing.conftest import PostOffice, draft, outcomes, post_office
from tests.unit.core.mail.test_dkim import check

from openlaurel.adapters import dns_records
from openlaurel.adapters.dns_records import DnsUnavailable, text_records
from openlaurel.apps.events.models import Event
from openlaurel.apps.letters.services import (
    InvalidAddress,
    check_sender,
    choose_sender,
    recheck_senders,
    remove_sender,
)
from openlaurel.apps.mailing.models import OutgoingMail, SenderDomain
from openlaurel.apps.mailing.sealed import envelope_of
from openlaurel.apps.mailing.services import queue_mail, send_due
from openlaurel.apps.mailing.services.domains import record_of
from openlaurel.apps.profiles.models import Domain, Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.services import add_domain, proof_record

__all__ = ["draft", "outcomes", "post_office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the DNS holds, by name."""
    records: dict[str, list[str]] = {}
    for place in ("mailing.services.domains", "profiles.services.domains"):
        monkeypatch.setattr(f"openlaurel.apps.{place}.text_records", lambda name: records.get(name, []))
    return records


def put_right(zone: dict[str, list[str]], sender: SenderDomain) -> None:
    place, value = proof_record(Domain.objects.get(name="harbour.example"))
    zone |= {
        place: [value],
        sender.key_place: [record_of(sender)],
        "_dmarc.harbour.example": ["v=DMARC1; p=none"],
    }


def chosen(organisation: Profile, now: datetime) -> SenderDomain:
    return choose_sender(
        organisation=organisation, address="Badges@Harbour.example", by=INSTALLATION, now=now
    )


def test_mails_are_signed_for_the_domain_once_its_key_is_in_the_dns(
    organisation: Profile, zone: dict[str, list[str]], post_office: PostOffice, draft: Any, now: datetime
) -> None:
    sender = chosen(organisation, now)

    def send(key: str) -> tuple[str, bytes]:
        queue_mail(draft(key=key, organisation_id=organisation.pk), now=timezone.now())
        while send_due(clock=timezone.now):
            pass
        _, message, raw = post_office.accepted[-1]
        return str(message["From"]), raw

    assert "harbour.example" not in send("before")[0]
    assert [
        finding.state for finding in check_sender(organisation=organisation, by=INSTALLATION, now=now)
    ] == ["missing"] * 4
    zone[sender.key_place] = [record_of(sender)]
    check_sender(organisation=organisation, by=INSTALLATION, now=now)
    assert "harbour.example" not in send("unproved")[0]
    put_right(zone, sender)
    check_sender(organisation=organisation, by=INSTALLATION, now=now)
    address, raw = send("after")
    assert address == "Harbour Institute <badges@harbour.example>"
    assert raw.startswith(b"DKIM-Signature: v=1; a=rsa-sha256;")
    check(raw, record_of(sender))
    with pytest.raises(InvalidSignature):
        check(raw.replace(b"Dear", b"Hear"), record_of(sender))
    # what comes back goes to the site
    assert set(post_office.senders) == {"no-reply@127.0.0.1"}
    queue_mail(draft(key="others"), now=timezone.now())
    while send_due(clock=timezone.now):
        pass
    assert "harbour.example" not in str(post_office.accepted[-1][1]["From"])
    zone.clear()
    check_sender(organisation=organisation, by=INSTALLATION, now=now)
    assert "harbour.example" not in send("lost")[0]
    kinds = Event.objects.filter(kind__startswith="mail.sender").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["mail.sender_chosen", "mail.sender_verified", "mail.sender_lost"]


def test_the_key_is_sealed_and_a_sender_that_makes_no_sense_is_refused(
    organisation: Profile, make_member: Any, now: datetime
) -> None:
    sender = chosen(organisation, now)
    assert b"PRIVATE" not in bytes(sender.key)
    assert len(bytes(sender.key)) > 1000
    for address in ("nobody", "a@b\r\nBcc: c@d.example"):
        with pytest.raises(InvalidAddress):
            choose_sender(organisation=organisation, address=address, by=INSTALLATION, now=now)
    with pytest.raises(NotAllowed):
        choose_sender(
            organisation=organisation,
            address="x@y.example",
            by=Actor(account=make_member("reader")),
            now=now,
        )
    remove_sender(organisation=organisation, by=INSTALLATION, now=now)
    assert not SenderDomain.objects.exists()


def test_a_dns_that_does_not_answer_changes_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, organisation: Profile, signed_in: Any, owner: Any, now: datetime
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise dns.resolver.LifetimeTimeout(timeout=1, errors=[])

    sender = chosen(organisation, now)
    SenderDomain.objects.update(verified_at=now)
    monkeypatch.setattr(dns_records.dns.resolver, "resolve", silent)
    with pytest.raises(DnsUnavailable):
        text_records("x.example")
    client = signed_in(owner)
    answer = client.post("/org/harbour/mail/sender/check", follow=True).content.decode()
    assert "The DNS didn&#x27;t answer" in answer
    assert sender.key_place in answer
    assert SenderDomain.objects.get().verified_at == now


def test_no_record_at_all_is_none_and_parts_of_one_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    class Record:
        strings = (b"v=DKIM1; p=AA", b"BB")

    monkeypatch.setattr(dns_records.dns.resolver, "resolve", lambda *_, **__: [Record()])
    assert text_records("x.example") == ["v=DKIM1; p=AABB"]

    def nothing(*_: object, **__: object) -> None:
        raise dns.resolver.NXDOMAIN

    monkeypatch.setattr(dns_records.dns.resolver, "resolve", nothing)
    assert text_records("x.example") == []


def test_the_page_leads_from_the_address_to_the_record(
    signed_in: Any, owner: Any, organisation: Profile, zone: dict[str, list[str]]
) -> None:
    client = signed_in(owner)
    assert client.post("/org/harbour/mail/sender", {"address": "no"}).status_code == 422
    assert client.post("/org/harbour/mail/sender", {"address": "badges@harbour.example"}).status_code == 302
    shown = client.get("/org/harbour/mail/sender").content.decode()
    assert "_domainkey.harbour.example" in shown
    assert "v=DKIM1; k=rsa; p=" in shown
    assert "openlaurel-domain=" in shown
    assert client.post("/org/harbour/mail/sender/check").status_code == 302
    checked = client.get("/org/harbour/mail/sender").content.decode()
    assert "there is no key yet" in checked
    assert "nothing proves yet" in checked


def test_owners_are_told_once_when_a_senders_dns_breaks_and_when_it_holds_again(
    organisation: Profile, owner: Any, zone: dict[str, list[str]], now: datetime
) -> None:
    sender = chosen(organisation, now)
    assert recheck_senders(now) == 0  # who never finished isn't asked about
    put_right(zone, sender)
    check_sender(organisation=organisation, by=INSTALLATION, now=now)

    def on_day(number: int) -> list[str]:
        """The subjects of the mails of that day."""
        moment = now + timedelta(days=number)
        OutgoingMail.objects.all().delete()
        assert recheck_senders(moment) == 1
        assert recheck_senders(moment) == 0
        mails = list(OutgoingMail.objects.all())
        assert all(envelope_of(mail.envelope).recipient == owner.email for mail in mails)
        return [envelope_of(mail.envelope).subject for mail in mails]

    assert on_day(1) == []
    key = zone.pop(sender.key_place)
    assert on_day(2) == ["Mails no longer leave as badges@harbour.example"]
    assert SenderDomain.objects.get().verified_at is None
    assert on_day(3) == []
    zone[sender.key_place] = key
    assert on_day(4) == ["Mails leave as badges@harbour.example again"]
    del zone["_dmarc.harbour.example"]
    assert on_day(5) == ["The DNS of harbour.example changed"]
    assert SenderDomain.objects.get().verified_at is not None
    assert on_day(6) == []


def test_a_dns_that_is_silent_at_the_daily_check_loses_no_sender(
    organisation: Profile,
    zone: dict[str, list[str]],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_right(zone, chosen(organisation, now))
    check_sender(organisation=organisation, by=INSTALLATION, now=now)

    def silent(name: str) -> list[str]:
        raise DnsUnavailable("Timeout")

    monkeypatch.setattr("openlaurel.apps.mailing.services.domains.text_records", silent)
    assert recheck_senders(now + timedelta(days=1)) == 0
    assert SenderDomain.objects.get().verified_at == now
    assert not OutgoingMail.objects.exists()


def test_only_an_owner_brings_a_new_domain_by_the_sender(
    organisation: Profile, make_member: Any, zone: dict[str, list[str]], now: datetime
) -> None:
    issuer = Actor(account=make_member("issuer"))
    wish: dict[str, Any] = {
        "organisation": organisation,
        "address": "badges@mail.harbour.example",
        "by": issuer,
        "now": now,
    }
    with pytest.raises(InvalidAddress, match="Ask an owner"):
        choose_sender(**wish)
    add_domain(organisation=organisation, name="harbour.example", by=INSTALLATION, now=now)
    sender = choose_sender(**wish)
    assert sender.domain == "mail.harbour.example"
    # what holds for the domain above holds for the one below
    put_right(zone, sender)
    findings = check_sender(organisation=organisation, by=issuer, now=now)
    assert [finding.state for finding in findings] == ["ok", "ok", "ok", "missing"]
