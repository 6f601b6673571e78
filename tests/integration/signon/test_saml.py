"""Signing on by SAML: a provider of another make, and what a stolen, replayed or foreign answer would open."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from lxml import etree
from tests.integration.signon.saml_idp import SamlIdp, absent, key_pair, pem_of, running_saml_idp
from tests.sites import running_site
from tests.unit.apps.signon.test_saml import IDP, described, packed, signed, written

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import Domain, Profile
from openlaurel.apps.profiles.policies import Actor, NotAllowed
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon.models import EntryRule, IdentityProvider, SamlAnswer, SignOnIdentity
from openlaurel.apps.signon.services import (
    forget_answers,
    read_metadata_again,
    saml_addresses,
    set_provider,
    set_saml_provider,
)

pytestmark = pytest.mark.django_db
START, ANSWER = "/sign-on/harbour/start", "/sign-on/harbour/saml/answer"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamlIdp]:
    if reason := absent():
        pytest.skip(reason)
    with running_saml_idp(tmp_path_factory.mktemp("idp")) as idp:
        yield idp


@pytest.fixture
def with_domain(organisation: Profile) -> Profile:
    now = timezone.now()
    Domain.objects.create(
        organisation=organisation, name="harbour.example", token="t", added_at=now, confirmed_at=now
    )
    return organisation


@pytest.fixture
def configured(with_domain: Profile, owner: Account) -> IdentityProvider:
    """A provider that only its key stands for: tests sign as it would."""
    return set_saml_provider(
        organisation=with_domain,
        metadata=described().decode(),
        roles_claim="groups",
        role_map={"registrars": "issuer"},
        default_role="reader",
        by=Actor(account=owner),
        now=timezone.now(),
    )


def asked(client: Client, path: str = START) -> str:
    """Begins to sign on and returns the id of the request that goes out."""
    assert client.get(path).status_code == 302
    return str(client.session["sign_on_under_way"]["request"])


def answered(provider: IdentityProvider, request_id: str, **changed: str) -> str:
    entity_id, consumer_url = saml_addresses(provider.organisation)
    audience = (
        f"<saml:AudienceRestriction><saml:Audience>{entity_id}</saml:Audience></saml:AudienceRestriction>"
    )
    said = {
        "assertion_id": f"_a{request_id}",
        "destination": consumer_url,
        "recipient": consumer_url,
        "restriction": audience,
        "asked": request_id,
        "in_response_to": request_id,
    }
    root = etree.fromstring(written(**said | changed))
    assertion = root.find("{urn:oasis:names:tc:SAML:2.0:assertion}Assertion")
    assert assertion is not None
    return packed(signed(root, assertion))


def post(content: str, path: str = ANSWER) -> Any:
    """As the browser posts it from the provider's page: without cookies of this site."""
    return Client(enforce_csrf_checks=True).post(path, {"SAMLResponse": content})


def is_in(client: Client) -> bool:
    return client.get("/org/harbour/").status_code == 200


@pytest.mark.interop
def test_members_arrive_by_a_provider_of_another_make(
    client: Client, running: SamlIdp, with_domain: Profile, owner: Account, settings: Any
) -> None:
    settings.OPENLAUREL_FETCH_ALLOW = running.allow
    provider = set_saml_provider(
        organisation=with_domain,
        metadata_url=f"{running.url}/metadata",
        roles_claim="groups",
        role_map={"registrars": "issuer"},
        by=Actor(account=owner),
        now=timezone.now(),
    )
    EntryRule.objects.create(organisation=with_domain, sign_on_from=timezone.now())
    metadata = client.get("/sign-on/harbour/saml/metadata")
    assert metadata["Content-Type"] == "application/samlmetadata+xml"
    running.knows(metadata.content)
    running.sign_on_as(
        subject="u-1", mail="Ana@harbour.example", displayName="Ana Sousa & Silva", groups="registrars"
    )
    out = client.get(f"{START}?next=/org/harbour/audit")["Location"]
    content = running.answer(out)
    [read] = running.requests()
    assert read["issuer"] == saml_addresses(with_domain)[0]
    on = post(content)
    assert on.status_code == 302
    assert not on.cookies
    there = client.get(on["Location"])
    assert there["Location"] == "/org/harbour/audit"
    assert is_in(client)
    account = Account.objects.get(email="ana@harbour.example")
    assert account.name == "Ana Sousa & Silva"
    assert [m.role for m in account.memberships.all()] == ["issuer"]
    assert Event.objects.filter(kind="organisation.identity_linked").count() == 1
    assert SamlAnswer.objects.get().identity is None

    running.sign_on_as(subject="u-1", mail="ana.s@harbour.example", displayName="Ana S", groups="registrars")
    again = Client()
    on = post(running.answer(again.get(START)["Location"]))
    assert again.get(on["Location"]).status_code == 302
    assert SignOnIdentity.objects.get(provider=provider).account == account


def test_an_answer_counts_once(client: Client, configured: IdentityProvider) -> None:
    content = answered(configured, asked(client))
    on = post(content)
    assert client.get(on["Location"]).status_code == 302
    assert is_in(client)
    replayed = post(content)
    assert replayed.status_code == 502
    assert "used before" in replayed.content.decode()
    thief = Client()
    asked(thief)
    assert thief.get(on["Location"]).status_code == 403
    assert not is_in(thief)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamlAnswer.objects.create(
            provider=configured,
            assertion_hash=SamlAnswer.objects.get().assertion_hash,
            ticket_hash="x",
            came_at=timezone.now(),
            ends_at=timezone.now(),
        )


def test_an_answer_to_somebody_elses_request_signs_nobody_on(
    client: Client, configured: IdentityProvider
) -> None:
    """Else an attacker would have a victim work in the attacker's account, or take an answer that was caught."""
    attacker = Client()
    foreign = post(answered(configured, asked(attacker)))
    asked(client)
    assert client.get(foreign["Location"]).status_code == 403
    assert not is_in(client)
    # spent by that, also for whom it was made
    assert attacker.get(foreign["Location"]).status_code == 403
    never_asked = post(answered(configured, "_nobody"))
    assert Client().get(never_asked["Location"]).status_code == 403
    assert not Account.objects.filter(email="ana@harbour.example").exists()


def test_an_answer_that_is_fetched_late_or_by_a_guess_signs_nobody_on(
    client: Client, configured: IdentityProvider
) -> None:
    on = post(answered(configured, asked(client)))
    SamlAnswer.objects.update(came_at=timezone.now() - timedelta(minutes=3))
    assert client.get("/sign-on/saml/guess").status_code == 403
    asked(client)
    assert client.get(on["Location"]).status_code == 403
    forget_answers(timezone.now())
    assert SamlAnswer.objects.get().identity is None
    forget_answers(timezone.now() + timedelta(hours=1))
    assert not SamlAnswer.objects.exists()


def test_only_addresses_of_confirmed_domains_are_believed(
    client: Client, configured: IdentityProvider
) -> None:
    on = post(answered(configured, asked(client), email="ana@elsewhere.example"))
    answer = client.get(on["Location"])
    assert answer.status_code == 403
    assert "elsewhere.example" in answer.content.decode()


def test_a_bad_answer_is_told_to_whoever_runs_the_provider(
    client: Client, configured: IdentityProvider, make_organisation: Any
) -> None:
    answer = post(answered(configured, asked(client), recipient="https://elsewhere.example/"))
    assert answer.status_code == 502
    assert "Recipient" in answer.content.decode()
    assert post("").status_code == 502
    make_organisation("elsewhere")
    for path in ("/sign-on/elsewhere/saml/answer", "/sign-on/nobody/saml/answer"):
        assert post("x", path).status_code == 404
    assert client.get("/sign-on/nobody/saml/metadata").status_code == 404


def test_a_saml_answer_does_not_fit_a_way_out_by_openid_and_the_reverse(
    client: Client, configured: IdentityProvider
) -> None:
    request_id = asked(client)
    assert client.get("/sign-on/callback", {"state": "", "code": "x"}).status_code == 403
    on = post(answered(configured, request_id))
    assert client.get(on["Location"]).status_code == 403


def test_metadata_are_read_again_each_day_and_another_provider_is_not_taken(
    with_domain: Profile, owner: Account, settings: Any, client: Client
) -> None:
    now = timezone.now()
    with running_site({"/m": described()}) as site:
        settings.OPENLAUREL_FETCH_ALLOW = site.allow
        set_saml_provider(
            organisation=with_domain, metadata_url=f"{site.url}/m", by=Actor(account=owner), now=now
        )
        new = pem_of(key_pair("after"))
        site.pages["/m"] = described(certificate="".join(new.splitlines()[1:-1]))
        assert read_metadata_again(now + timedelta(hours=23)) == 0
        assert read_metadata_again(now + timedelta(days=1)) == 1
        assert read_metadata_again(now + timedelta(days=1)) == 0
        assert IdentityProvider.objects.get().certificates == [new]
        assert Event.objects.filter(kind="organisation.provider_renewed").count() == 1
        site.pages["/m"] = described(entity="https://elsewhere.example/saml")
        read_metadata_again(now + timedelta(days=2))
        kept = IdentityProvider.objects.get()
        assert kept.certificates == [new]
        assert "elsewhere.example" in kept.read_fault
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "read again" in client.get("/org/harbour/sign-on").content.decode()


def test_the_provider_is_checked_before_it_is_kept(
    with_domain: Profile, owner: Account, make_member: Any
) -> None:
    def put(**fields: Any) -> set[str]:
        with pytest.raises(InvalidDetails) as fault:
            set_saml_provider(organisation=with_domain, by=Actor(account=owner), now=timezone.now(), **fields)
        return set(fault.value.problems)

    assert put() == {"metadata"}
    assert put(metadata="<r/>") == {"metadata"}
    assert put(metadata=described(location="http://login.example/sso").decode()) == {"metadata"}
    assert put(metadata=described(location="javascript:alert(1)").decode()) == {"metadata"}
    assert put(metadata_url="http://login.example/m") == {"metadata_url"}
    assert put(metadata_url="https://127.0.0.1/m") == {"metadata_url"}
    assert put(metadata=described().decode(), role_map={"a": "owner"}) == {"role_map"}
    Domain.objects.update(confirmed_at=None)
    assert put(metadata=described().decode()) == {"metadata"}
    with pytest.raises(NotAllowed):
        set_saml_provider(
            organisation=with_domain,
            metadata=described().decode(),
            by=Actor(account=make_member("designer")),
            now=timezone.now(),
        )


def test_another_provider_forgets_who_came_by_the_one_before(
    client: Client, configured: IdentityProvider, with_domain: Profile, owner: Account
) -> None:
    on = post(answered(configured, asked(client)))
    client.get(on["Location"])
    by = Actor(account=owner)
    kept = set_saml_provider(organisation=with_domain, default_role="reader", by=by, now=timezone.now())
    assert SignOnIdentity.objects.filter(provider=kept).count() == 1
    set_saml_provider(
        organisation=with_domain,
        metadata=described(entity="https://new.example/saml").decode(),
        by=by,
        now=timezone.now(),
    )
    assert not SignOnIdentity.objects.exists()
    with pytest.raises(InvalidDetails) as fault:
        set_provider(
            organisation=with_domain,
            issuer=IDP,
            client_id="x",
            client_secret="",
            by=by,
            now=timezone.now(),
        )
    assert "client_secret" in fault.value.problems


def test_an_owner_sets_the_provider_on_the_page(client: Client, with_domain: Profile, owner: Account) -> None:
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/org/harbour/sign-on").content.decode()
    assert saml_addresses(with_domain)[1] in page
    bad = client.post("/org/harbour/sign-on/saml", {"saml-metadata": "<r/>"})
    assert bad.status_code == 422
    assert "0 SAML 2.0" in bad.content.decode()
    form = {"saml-metadata": described().decode(), "saml-role_map": "registrars = issuer"}
    assert client.post("/org/harbour/sign-on/saml", form).status_code == 302
    shown = client.get("/org/harbour/sign-on").content.decode()
    assert IDP in shown
    assert "Certificate until" in shown
    assert "registrars = issuer" in shown
