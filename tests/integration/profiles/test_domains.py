"""Domains of an organisation: who could claim one that isn't theirs, keep one that is gone, or lose one that holds."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.sites import Site, running_site

from openlaurel.adapters.dns_records import DnsUnavailable
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.sealed import content_of, envelope_of
from openlaurel.apps.profiles.models import Domain, Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.queries import confirmed_domains, domain_over
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    add_domain,
    confirm_domain,
    domains,
    proof_record,
    recheck_domains,
    remove_domain,
)

pytestmark = pytest.mark.django_db
Zone = dict[str, list[str]]


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Zone:
    """What the DNS holds, by name; a name with None doesn't answer."""
    records: Zone = {}

    def ask(name: str) -> list[str]:
        if records.get(name, []) is None:
            raise DnsUnavailable("Timeout")
        return records.get(name, [])

    monkeypatch.setattr(domains, "text_records", ask)
    return records


@pytest.fixture
def site(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The web server of every domain, with its file at /t."""
    with running_site({}) as running:
        settings.OPENLAUREL_FETCH_ALLOW = running.allow
        monkeypatch.setattr(domains, "proof_address", lambda domain: f"{running.url}/t")
        yield running


def add(organisation: Profile, name: str = "harbour.example") -> Domain:
    return add_domain(organisation=organisation, name=name, by=INSTALLATION, now=timezone.now())


def confirm(domain: Domain, now: datetime) -> Domain:
    return confirm_domain(domain=domain, by=INSTALLATION, now=now)


def subjects() -> list[str]:
    found = [envelope_of(mail.envelope).subject for mail in OutgoingMail.objects.order_by("created_at")]
    OutgoingMail.objects.all().delete()
    return found


def test_a_domain_is_confirmed_by_a_txt_record_or_by_its_web_server(
    organisation: Profile, zone: Zone, site: Site, now: datetime
) -> None:
    domain = add(organisation, "Harbour.Example.")
    assert domain.name == "harbour.example"
    assert add(organisation) == domain
    place, value = proof_record(domain)
    site.pages["/t"] = b"nothing"
    zone[place] = [value[:-1], f"{value} {value}", "v=spf1 -all"]
    with pytest.raises(InvalidDetails, match="doesn't hold the text"):
        confirm(domain, now)
    zone[place].append(value)
    assert confirm(domain, now).confirmed_by == "dns"
    assert confirmed_domains(organisation).get() == domain

    other = add(organisation, "quay.example")
    site.pages["/t"] = f"x\n{other.token}\n".encode()
    assert confirm(other, now).confirmed_by == "file"
    assert Event.objects.filter(kind="organisation.domain_confirmed").count() == 2


def test_a_domain_has_one_organisation_until_it_can_prove_it_no_longer(
    organisation: Profile,
    owner: Account,
    make_organisation: Callable[[str], Profile],
    zone: Zone,
    site: Site,
    now: datetime,
) -> None:
    first, second = add(organisation), add(make_organisation("elsewhere"))
    place, value = proof_record(first)
    zone[place] = [value]
    confirm(first, now)
    zone[place].append(proof_record(second)[1])
    with pytest.raises(InvalidDetails, match="Another organisation"):
        confirm(second, now)
    zone[place].remove(value)
    assert confirm(second, now).confirmed_at == now
    first.refresh_from_db()
    assert first.confirmed_at is None
    assert subjects() == ["harbour.example is no longer confirmed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Domain.objects.update(confirmed_at=now)


def test_a_proof_that_goes_missing_is_told_and_ends_the_domain_after_a_while(
    organisation: Profile, owner: Account, zone: Zone, site: Site, now: datetime
) -> None:
    domain = add(organisation)
    place, value = proof_record(domain)
    zone[place] = [value]
    confirm(domain, now)

    def on_day(number: int) -> list[str]:
        moment = now + timedelta(days=number)
        assert recheck_domains(moment) == 1
        assert recheck_domains(moment) == 0
        return subjects()

    assert on_day(1) == []
    zone[place] = None  # type: ignore[assignment]
    assert on_day(2) == []
    zone[place] = []
    recheck_domains(now + timedelta(days=3))
    mail = OutgoingMail.objects.get()
    assert value in content_of(bytes(mail.content or b"")).text
    assert envelope_of(mail.envelope).recipient == owner.email
    assert subjects() == ["Proof of harbour.example is missing"]
    assert on_day(16) == []
    assert confirmed_domains(organisation).exists()
    zone[place] = [value]
    assert on_day(17) == []
    zone[place] = []
    assert on_day(18) == ["Proof of harbour.example is missing"]
    assert on_day(32) == ["harbour.example is no longer confirmed"]
    assert not confirmed_domains(organisation).exists()
    assert recheck_domains(now + timedelta(days=40)) == 0


@pytest.mark.parametrize(
    "name", ["localhost", "harbour", "10.0.0.1", "-a.example", "a..example", "x@y.example", ""]
)
def test_what_is_no_domain_is_refused(organisation: Profile, name: str) -> None:
    with pytest.raises(InvalidDetails):
        add(organisation, name)


def test_only_owners_touch_domains(organisation: Profile, make_member, now: datetime) -> None:
    designer, domain = Actor(account=make_member("designer")), add(organisation)
    with pytest.raises(NotAllowed):
        add_domain(organisation=organisation, name="quay.example", by=designer, now=now)
    with pytest.raises(NotAllowed):
        confirm_domain(domain=domain, by=designer, now=now)
    with pytest.raises(NotAllowed):
        remove_domain(domain=domain, by=designer, now=now)


def test_whoever_holds_a_domain_holds_what_lies_below_it(organisation: Profile, now: datetime) -> None:
    domain = add(organisation)
    assert domain_over(organisation, "mail.Harbour.example.") == domain
    assert domain_over(organisation, "otherharbour.example") is None
    assert domain_over(organisation, "example") is None


def test_an_owner_proves_a_domain_and_everybody_sees_it(
    signed_in, owner: Account, organisation: Profile, zone: Zone, site: Site
) -> None:
    client = signed_in(owner)
    assert client.post("/org/harbour/domains", {"name": "harbour"}).status_code == 422
    client.post("/org/harbour/domains", {"name": "harbour.example"})
    domain = Domain.objects.get()
    place, value = proof_record(domain)
    shown = client.get("/org/harbour/domains").content.decode()
    assert place in shown
    assert value in shown
    told = client.post(f"/org/harbour/domains/{domain.id}/confirm", follow=True).content.decode()
    assert "No TXT record at _openlaurel.harbour.example" in told
    assert "harbour.example" not in Client().get("/profiles/harbour").content.decode()
    zone[place] = [value]
    client.post(f"/org/harbour/domains/{domain.id}/confirm")
    assert "Answers for this domain" in Client().get("/profiles/harbour").content.decode()
    client.post(f"/org/harbour/domains/{domain.id}/remove")
    assert "harbour.example" not in Client().get("/profiles/harbour").content.decode()
