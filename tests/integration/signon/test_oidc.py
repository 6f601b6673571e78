"""Signing on by an organisation's identity provider: what a forged, stolen or replayed answer would open."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.integration.signon.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import Domain, Membership, Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.profiles.services import InvalidDetails, remove_member
from openlaurel.apps.signon.models import EntryRule, IdentityProvider, SignOnIdentity
from openlaurel.apps.signon.services import (
    ProviderMissing,
    require_sign_on,
    set_provider,
)

pytestmark = pytest.mark.django_db
START = "/sign-on/harbour/start"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def visit(url: str) -> str:
    """Where the provider sends the browser back to."""
    try:
        build_opener(_Stay).open(url)
    except Exception as answer:
        return str(answer.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError("The provider didn't send anybody back.")


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    cache.clear()
    with running_provider() as running:
        settings.OPENLAUREL_FETCH_ALLOW = running.allow
        yield running


@pytest.fixture
def configured(provider: Provider, organisation: Profile, owner: Account) -> IdentityProvider:
    now = timezone.now()
    Domain.objects.create(
        organisation=organisation, name="harbour.example", token="t", added_at=now, confirmed_at=now
    )
    return set_provider(
        organisation=organisation,
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        roles_claim="groups",
        role_map={"registrars": "issuer", "teachers": "assessor"},
        default_role="reader",
        by=Actor(account=owner),
        now=now,
    )


def arrive(client: Client, path: str = START, **changed: str) -> Any:
    """Goes the whole way, and changes what comes back if told so."""
    out = client.get(path)
    assert out.status_code == 302, out.content.decode()
    back = urlsplit(visit(out["Location"]))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed
    return client.get(back.path, query)


def is_in(client: Client) -> bool:
    return client.get("/org/harbour/").status_code == 200


def test_somebody_new_arrives_with_account_and_role(client, configured, provider, organisation):
    answer = arrive(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/org/harbour/"
    assert is_in(client)
    account = Account.objects.get(email="ana@harbour.example")
    assert account.name == "Ana Sousa"
    assert [m.role for m in account.memberships.all()] == ["reader"]
    assert Event.objects.filter(kind="organisation.identity_linked").count() == 1

    provider.person["email"] = "ana.silva@harbour.example"  # a new name there is the same person here
    assert arrive(Client()).status_code == 302
    assert Account.objects.filter(email__endswith="harbour.example").exclude(name="Olga Owner").count() == 1


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        (["registrars", "teachers", "owners"], {"issuer", "assessor"}),
        ("registrars", {"issuer"}),
        (["staff"], {"reader"}),
        ({"registrars": 1}, {"reader"}),
    ],
)
def test_roles_follow_the_groups_of_the_first_sign_on(client, configured, provider, groups, roles):
    provider.person["groups"] = groups
    arrive(client)
    assert {m.role for m in Membership.objects.filter(account__email="ana@harbour.example")} == roles


def test_whom_an_owner_removed_does_not_come_back_by_signing_on(client, configured, organisation, owner, now):
    arrive(client)
    account = Account.objects.get(email="ana@harbour.example")
    remove_member(organisation=organisation, account=account, by=Actor(account=owner), now=now)
    answer = arrive(Client())
    assert answer.status_code == 403
    assert "no role" in answer.content.decode()


def test_who_has_an_account_already_keeps_it_and_its_second_factor(client, configured, make_account):
    account = make_account("ana@harbour.example")
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    answer = arrive(client)
    assert "/account/two-factor/authenticate/" in answer["Location"]
    assert client.get("/home").status_code == 302
    assert SignOnIdentity.objects.get().account == account


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"email": "ana@elsewhere.example"}, "isn&#x27;t a domain"),
        ({"email": "ana@sub.harbour.example"}, "isn&#x27;t a domain"),
        ({"email_verified": False}, "no e-mail address that it has confirmed"),
        ({"email": None}, "no e-mail address that it has confirmed"),
    ],
)
def test_only_addresses_of_confirmed_domains_are_believed(client, configured, provider, person, said):
    provider.person |= person
    answer = arrive(client)
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert not SignOnIdentity.objects.exists()


def test_an_address_that_was_given_to_somebody_else_does_not_open_the_former_account(
    client, configured, provider
):
    arrive(client)
    provider.person["sub"] = "u-2"
    answer = arrive(Client())
    assert answer.status_code == 403
    assert "belongs to somebody else" in answer.content.decode()


BENT = {
    "iss is the provider": {"iss": "https://evil.example"},
    "aud names this client": {"aud": "another client"},
    "azp is this client": {"aud": [CLIENT_ID, "other"]},
    "azp is this client (other)": {"azp": "other"},
    "exp is to come": {"exp": lambda now: now - 120},
    "exp is to come (none)": {"exp": None},
    "iat is lately": {"iat": lambda now: now - 3600},
    "iat is lately (future)": {"iat": lambda now: now + 3600},
    "nbf is over": {"nbf": lambda now: now + 3600},
    "nonce is that": {"nonce": "another"},
    "nonce is that (none)": {"nonce": None},
    "sub says who": {"sub": ""},
    "sub says who (number)": {"sub": 7},
}


@pytest.mark.parametrize("rule", BENT)
def test_an_id_token_that_breaks_a_rule_opens_nothing(client, configured, provider, rule):
    provider.bend = BENT[rule]
    answer = arrive(client)
    assert answer.status_code == 502
    assert rule.partition(" (")[0] in answer.content.decode()
    assert not is_in(client)
    assert not SignOnIdentity.objects.exists()


def b64(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


FORGED: dict[str, Callable[[Provider, dict[str, Any]], str]] = {
    "unsigned": lambda provider, claims: f"{b64({'alg': 'none'})}.{b64(claims)}.",
    "by a key of somebody else": lambda provider, claims: jwt.encode(
        {"alg": "RS256", "kid": "r1"}, claims, RSAKey.generate_key(2048)
    ),
    "by the client secret": lambda provider, claims: jwt.encode(
        {"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET.encode() * 3), algorithms=["HS256"]
    ),
    "by the public key as a secret": lambda provider, claims: jwt.encode(
        {"alg": "HS256", "kid": "r1"},
        claims,
        OctKey.import_key(provider.keys[0].as_pem(private=False).replace(b"-----", b"")),
        algorithms=["HS256"],
    ),
    "by another algorithm than its key's": lambda provider, claims: jwt.encode(
        {"alg": "RS256", "kid": "e1"}, claims, provider.keys[0]
    ),
    "not a token": lambda provider, claims: "abc",
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_id_token_opens_nothing(client, configured, provider, forgery):
    provider.sign = lambda claims: FORGED[forgery](provider, claims)
    answer = arrive(client)
    assert answer.status_code == 502
    assert not is_in(client)


def test_an_elliptic_key_signs_too(client, configured, provider):
    provider.alg = "ES256"
    assert arrive(client).status_code == 302
    assert is_in(client)


def test_an_answer_fits_only_the_browser_that_asked_and_only_once(client, configured, provider):
    assert arrive(client, state="another").status_code == 403
    out = client.get(START)
    back = visit(out["Location"])
    path, query = urlsplit(back).path, urlsplit(back).query
    assert Client().get(f"{path}?{query}").status_code == 403
    assert client.get(f"{path}?{query}").status_code == 302
    assert client.get(f"{path}?{query}").status_code == 403


def test_a_code_of_another_way_out_opens_nothing(client, configured, provider):
    thief = Client()
    stolen = parse_qs(urlsplit(visit(thief.get(START)["Location"])).query)["code"][0]
    answer = arrive(client, code=stolen)
    assert answer.status_code == 502
    assert "invalid_grant" in answer.content.decode()


def test_another_issuer_in_the_answer_and_a_refusal_are_told(client, configured, provider):
    assert arrive(client, iss="https://evil.example").status_code == 502
    assert "access_denied" in arrive(client, error="access_denied").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_led_elsewhere_after_it(client, configured, target):
    assert arrive(client, f"{START}?next={target}")["Location"] == "/org/harbour/"
    assert arrive(Client(), f"{START}?next=/org/harbour/audit")["Location"] == "/org/harbour/audit"


def test_signing_on_as_somebody_else_ends_the_session_before(client, configured, owner):
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    arrive(client)
    assert client.get("/org/harbour/sign-on").status_code == 403  # a reader now


def test_required_sign_on_lets_nobody_in_by_password_but_the_exempt_owner(
    client, configured, organisation, owner, make_member, signed_in
):
    by = Actor(account=owner)
    with pytest.raises(ProviderMissing):
        require_sign_on(organisation=organisation, by=by, now=timezone.now())
    arrive(client)
    require_sign_on(organisation=organisation, by=by, now=timezone.now())
    assert is_in(client)
    other = Client()
    other.force_login(make_member("designer"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = other.get("/org/harbour/")
    assert answer.status_code == 403
    assert START in answer.content.decode()
    ana = Account.objects.get(email="ana@harbour.example")
    by_password = Client()
    by_password.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert not is_in(by_password)
    own = Client()
    own.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert is_in(own)
    page = own.get("/org/harbour/sign-on").content.decode()
    assert "Olga Owner" in page
    assert own.post("/org/harbour/sign-on/require/end").status_code == 302
    assert is_in(other)


def test_a_sign_on_counts_for_its_hours_alone(client, configured, organisation):
    arrive(client)
    EntryRule.objects.create(organisation=organisation, sign_on_from=timezone.now())
    assert is_in(client)
    session = client.session
    noted = session["signed_on"]
    noted[str(organisation.pk)]["at"] -= 13 * 3600
    session["signed_on"] = noted
    session.save()
    assert not is_in(client)


def test_the_provider_is_checked_before_it_is_kept(provider, organisation, owner, configured):
    def put(**changed: Any) -> set[str]:
        fields = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": ""} | changed
        with pytest.raises(InvalidDetails) as refused:
            set_provider(organisation=organisation, by=Actor(account=owner), now=timezone.now(), **fields)
        return set(refused.value.problems)

    assert put(issuer="http://login.example.org") == {"issuer", "client_secret"}
    assert put(issuer=f"{provider.issuer}/") == {"issuer", "client_secret"}  # it calls itself otherwise
    assert put(role_map={"staff": "owner"}) == {"role_map"}
    assert put(default_role="owner") == {"default_role"}
    assert put(client_id=" ") == {"client_id"}
    provider.description = {"token_endpoint": "http://evil.example/token"}
    assert put() == {"issuer"}
    Domain.objects.update(confirmed_at=None)
    assert put() == {"issuer"}
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityProvider.objects.update(default_role="owner")


def test_the_secret_is_sealed_and_stays_when_none_is_given(client, configured, provider, organisation, owner):
    stored = bytes(IdentityProvider.objects.get().client_secret)
    assert CLIENT_SECRET.encode() not in stored
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    form = {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "role_map": "a = b = issuer\n",
        "default_role": "",
    }
    assert client.post("/org/harbour/sign-on/provider", form).status_code == 302
    kept = IdentityProvider.objects.get()
    assert bytes(kept.client_secret) == stored
    assert kept.role_map == {"a = b": "issuer"}
    page = client.get("/org/harbour/sign-on").content.decode()
    assert CLIENT_SECRET not in page
    assert client.post("/org/harbour/sign-on/provider", form | {"role_map": "nonsense"}).status_code == 422


def test_a_provider_that_fails_is_told_and_nothing_breaks(client, configured, provider):
    provider.description = {"issuer": "https://other.example"}
    cache.clear()
    answer = client.get(START)
    assert answer.status_code == 502
    assert "calls itself" in answer.content.decode()


def test_who_signs_on_where_is_found_by_the_address(client, configured):
    page = client.get("/sign-on", {"email": "bo@Harbour.example"}).content.decode()
    assert START in page
    assert (
        "No organisation here answers" in client.get("/sign-on", {"email": "bo@x.example"}).content.decode()
    )
    assert client.get("/sign-on/nobody/start").status_code == 404
