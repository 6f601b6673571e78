"""A wallet as the client of another platform: its badges are fetched and verified, chosen ones sent, and no answer of the
other platform leads astray."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection as database
from django.test import Client
from django.utils import timezone
from tests.integration.exchange.host import BASE, SCOPE, Host, answer, refuse
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.wallet.badges import badge_by_key, badge_for
from tests.sites import Site, redirect, running_site, send

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.client import _next
from openlaurel.apps.exchange.errors import ConnectionRefused, PlatformFault
from openlaurel.apps.exchange.models import Connection, Transfer
from openlaurel.apps.exchange.services import (
    add_connection,
    disconnect,
    fetch_badges,
    forget_old_transfers,
    resume_transfer,
    run_transfer,
    run_waiting_transfers,
    send_badges,
    transfers,
)
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import accept_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.services import keep_file

SignIn = Callable[[Account], Client]


@pytest.fixture
def host(site: Site, settings: Any) -> Iterator[Host]:
    """Another platform, at an address of its own, beside the issuer's `site`."""
    with running_site() as other:
        settings.OPENLAUREL_FETCH_ALLOW = sorted(site.allow | other.allow)
        yield Host(other)


@pytest.fixture
def browser(ana: Account, signed_in: SignIn) -> Client:
    return signed_in(ana)


def found(browser: Client, host: Host) -> Connection:
    """Ana enters the platform's address."""
    response = browser.post("/wallet/connections", {"address": host.url})
    assert response.status_code == 302, response.content.decode()
    return Connection.objects.get(api_url=f"{host.url}{BASE}")


def went(browser: Client, connection: Connection) -> str:
    """Where her browser is sent."""
    response = browser.post(f"/wallet/connections/{connection.pk}/go")
    assert response.status_code == 302
    return str(response["Location"])


def came_back(browser: Client, connection: Connection, answered: dict[str, str]) -> str:
    """What her page says once she is back."""
    back = browser.get(f"/wallet/connections/{connection.pk}/back?{urlencode(answered)}", follow=True)
    assert not any(name in back.redirect_chain[-1][0] for name in ("code=", "state="))
    return str(back.content.decode())


def connected(browser: Client, host: Host) -> Connection:
    connection = found(browser, host)
    assert "is connected." in came_back(browser, connection, host.allow(went(browser, connection)))
    connection.refresh_from_db()
    return connection


def run(transfer: Transfer) -> list[tuple[str, str]]:
    """By badge, what became of it."""
    run_transfer(transfer=transfer, clock=timezone.now)
    transfer.refresh_from_db()
    return list(transfer.items.values_list("name", "outcome"))


def test_badges_of_another_platform_come_into_the_wallet_verified(
    browser: Client, host: Host, foreign: ForeignIssuer, ana: Account, award: Award, now: datetime
) -> None:
    good = badge_for(foreign, ana.email)
    broken = badge_for(foreign, ana.email, index=8).replace(b"Ties", b"Cuts")
    of_another = badge_for(foreign, "ze@learners.example", index=9)
    by_name = foreign.jwt(10).encode()
    host.badges = [good, broken, of_another, credential_bytes(award), by_name, b"a.b.c"]
    host.page = 2
    connection = connected(browser, host)

    response = browser.post(f"/wallet/connections/{connection.pk}/fetch")
    transfer = Transfer.objects.get()
    outcomes = run(transfer)

    assert (transfer.state, transfer.pages, transfer.total, transfer.fault) == ("done", 3, 6, "")
    assert [outcome for _, outcome in outcomes] == [
        "added",
        "refused",
        "refused",
        "own",
        "refused",
        "refused",
    ]
    kept = KeptBadge.objects.get()
    assert (kept.name, kept.verdict, kept.names_holder, kept.source) == (
        "Knots",
        "verified",
        True,
        "platform",
    )
    assert json.loads(bytes(kept.content)) == json.loads(good)
    page = browser.get(response["Location"]).content.decode()
    for words in (
        "New in your wallet",
        "Not taken",
        "Issued here",
        "It isn&#x27;t kept, since it doesn&#x27;t hold",
    ):
        assert words in page
    again = run(fetch_badges(connection=connection, now=timezone.now()))
    assert again[0] == ("Knots", "renewed")
    assert not transfer.items.exclude(content=b"").exists()


def test_chosen_badges_are_sent_and_each_answer_is_told(
    browser: Client, host: Host, foreign: ForeignIssuer, ana: Account, make_award: Callable[..., Award],
    now: datetime,
) -> None:  # fmt: skip
    award = make_award(recipient_email=ana.email)
    award = accept_award(award=award, account=ana, show_name=True, now=now)
    other = accept_award(award=make_award(recipient_email=ana.email), account=ana, show_name=True, now=now)
    kept = keep_file(account=ana, data=badge_for(foreign, ana.email), now=now)
    connection = connected(browser, host)
    page = browser.get(f"/wallet/connections/{connection.pk}/send").content.decode()
    refs = [f"award:{award.pk}", f"award:{other.pk}", f"kept:{kept.pk}"]
    assert all(ref in page for ref in refs)
    assert browser.post(f"/wallet/connections/{connection.pk}/send").status_code == 422

    browser.post(f"/wallet/connections/{connection.pk}/send", {"badge": [*refs, "kept:nonsense"]})
    revoke_award(award=other, reason="Issued by mistake.", by=INSTALLATION, now=now)
    assert sorted(outcome for _, outcome in run(Transfer.objects.get())) == ["left", "sent", "sent"]
    assert {json.dumps(json.loads(one)) for one in host.sent} == {
        json.dumps(json.loads(one)) for one in (credential_bytes(award), bytes(kept.content))
    }
    again = send_badges(connection=connection, refs=[refs[0]], now=timezone.now())
    assert [outcome for _, outcome in run(again)] == ["replaced"]

    host.site.pages[f"{BASE}/credentials"] = lambda handler: refuse(
        handler, 400, "invalid_data", "No such issuer"
    )
    refused = send_badges(connection=connection, refs=[refs[0]], now=timezone.now())
    assert [outcome for _, outcome in run(refused)] == ["declined"]
    assert refused.items.get().detail == "invalid_data: No such issuer (400)"
    assert refused.state == "done"


def test_a_token_that_ended_is_renewed_and_each_refresh_token_used_once(
    browser: Client, host: Host, foreign: ForeignIssuer, ana: Account
) -> None:
    host.badges, host.lives = [badge_for(foreign, ana.email)], 5  # over as soon as it comes
    connection = connected(browser, host)
    before = set(host.refresh_tokens)
    assert run(fetch_badges(connection=connection, now=timezone.now())) == [("Knots", "added")]
    assert before.isdisjoint(host.refresh_tokens)
    # One that the platform ended early is renewed, too.
    host.lives = 3600
    run(fetch_badges(connection=connection, now=timezone.now()))
    host.tokens.clear()
    assert run(fetch_badges(connection=connection, now=timezone.now())) == [("Knots", "renewed")]

    host.tokens.clear()
    host.refresh_tokens.clear()
    transfer = fetch_badges(connection=connection, now=timezone.now())
    assert run(transfer) == []
    connection.refresh_from_db()
    assert (connection.state, bytes(connection.token), bytes(connection.refresh_token)) == ("lost", b"", b"")
    assert (transfer.state, "Allow it anew" in transfer.fault) == ("stopped", True)
    with pytest.raises(ConnectionRefused):
        resume_transfer(transfer=transfer, now=timezone.now())
    # She connects it anew, and it goes on where it was.
    assert "is connected." in came_back(browser, connection, host.allow(went(browser, connection)))
    resume_transfer(transfer=transfer, now=timezone.now())
    assert run(transfer) == [("Knots", "renewed")]


def test_without_a_refresh_token_the_permission_ends_with_the_token(browser: Client, host: Host) -> None:
    host.gives_refresh, host.lives = False, 5
    connection = connected(browser, host)
    transfer = fetch_badges(connection=connection, now=timezone.now())
    run(transfer)
    assert "for a while only" in transfer.fault


def test_disconnecting_ends_it_there_and_forgets_it_here(browser: Client, host: Host) -> None:
    connection = connected(browser, host)
    held = host.tokens | host.refresh_tokens
    transfer = fetch_badges(connection=connection, now=timezone.now())
    with pytest.raises(ConnectionRefused):
        disconnect(connection=connection, now=timezone.now())
    run(transfer)
    page = browser.post(f"/wallet/connections/{connection.pk}/end", follow=True).content.decode()
    assert "is disconnected." in page
    assert set(host.revoked) == held
    assert not Connection.objects.exists()

    connection = connected(browser, host)
    host.site.pages[f"{BASE}/revoke"] = send(b"", status=500)
    page = browser.post(f"/wallet/connections/{connection.pk}/end", follow=True).content.decode()
    assert "End the permission there, too." in page
    assert not Connection.objects.exists()


def test_secrets_and_tokens_are_sealed(browser: Client, host: Host) -> None:
    connected(browser, host)
    client = next(iter(host.clients.values()))
    words = [client["client_secret"], *host.tokens, *host.refresh_tokens]
    with database.cursor() as cursor:
        for table in database.introspection.table_names():
            cursor.execute(f"SELECT * FROM {database.ops.quote_name(table)}")
            text = b"".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            assert not [word for word in words if word.encode() in text], table


def test_what_comes_back_counts_once_in_the_session_that_began_it(
    browser: Client, host: Host, ana: Account, signed_in: SignIn, make_account: Callable[..., Account]
) -> None:
    connection = found(browser, host)
    refused = "This answer doesn&#x27;t belong to anything that was begun in this browser"
    answered = host.allow(went(browser, connection))
    assert refused in came_back(signed_in(ana), connection, answered)  # another browser of hers
    assert refused in came_back(browser, connection, answered | {"state": "guessed"})
    assert refused in came_back(browser, connection, {"code": answered["code"]})
    stranger = signed_in(make_account("eve@learners.example"))
    assert stranger.get(f"/wallet/connections/{connection.pk}/back?{urlencode(answered)}").status_code == 404
    assert "is connected." in came_back(browser, connection, answered)
    assert refused in came_back(browser, connection, answered)  # once
    assert len(host.tokens) == 1


def test_another_platforms_answer_cant_pass_for_this_ones(
    browser: Client, host: Host, site: Site, settings: Any
) -> None:
    """Mix-up: each platform has a return address of its own, and says who it is where it does."""
    with running_site() as third:
        settings.OPENLAUREL_FETCH_ALLOW = sorted(site.allow | host.site.allow | third.allow)
        evil = Host(third)
        honest, attacker = found(browser, host), found(browser, evil)
        answered = host.allow(went(browser, honest))
        went(browser, attacker)
        assert "doesn&#x27;t belong" in came_back(browser, attacker, answered)
        assert evil.codes == {}
        assert [path for path, _, _ in third.posted] == [f"{BASE}/register"]  # the code never went there
        answered = host.allow(went(browser, honest))
        page = came_back(browser, honest, answered | {"iss": third.url})
        assert "Another platform answered" in page
        answered = host.allow(went(browser, honest))
        assert "is connected." in came_back(browser, honest, answered | {"iss": host.url})


def test_refusing_there_is_told_in_words(browser: Client, host: Host) -> None:
    connection = found(browser, host)
    state = host.allow(went(browser, connection))["state"]
    page = came_back(browser, connection, {"error": "access_denied", "state": state})
    assert "You didn&#x27;t allow it on the platform" in page
    state = host.allow(went(browser, connection))["state"]
    said = {"error": "invalid_scope", "error_description": "<b>No</b>", "state": state}
    assert "invalid_scope &lt;b&gt;No&lt;/b&gt;" in came_back(browser, connection, said)


DESCRIPTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("no token address", {"tokenUrl": None}, "lacks tokenUrl"),
    ("no authorization address", {"authorizationUrl": 7}, "lacks authorizationUrl"),
    ("without https", {"tokenUrl": "http://backpack.example/token"}, "tokenUrl must begin with https"),
    ("script", {"authorizationUrl": "javascript:alert(1)"}, "authorizationUrl must begin with https"),
    ("user in it", {"authorizationUrl": "https://ours@evil.example/"}, "authorizationUrl must begin with"),
    ("leads inward", {"authorizationUrl": "OURS/account/logout/"}, "leads back to this site"),
    ("no scopes", {"scopes": {}}, "neither read badges nor put any"),
    ("other scopes", {"scopes": {f"{SCOPE}/profile.readonly": ""}}, "neither read badges nor put any"),
]


@pytest.mark.parametrize(
    ("changes", "words"), [row[1:] for row in DESCRIPTIONS], ids=[row[0] for row in DESCRIPTIONS]
)
def test_a_bad_description_is_refused_in_words(
    host: Host, ana: Account, settings: Any, changes: dict[str, Any], words: str
) -> None:
    ours = settings.OPENLAUREL_URL
    settings.OPENLAUREL_FETCH_ALLOW = [*settings.OPENLAUREL_FETCH_ALLOW, urlsplit(ours).netloc]
    changes = {k: v.replace("OURS", ours) if isinstance(v, str) else v for k, v in changes.items()}
    host.site.pages[f"{BASE}/discovery"] = lambda handler: answer(handler, host.description(**changes))
    with pytest.raises(PlatformFault, match=words):
        add_connection(account=ana, address=host.url, now=timezone.now())
    assert not host.clients


PAGES: list[tuple[str, Any, str]] = [
    ("nothing there", None, "No service description of the Open Badges API was found"),
    ("no JSON", b"<html>", "something else than JSON"),
    ("a list", b"[]", "something else than a JSON object"),
    ("a key twice", b'{"info": 1, "info": 2}', "something else than JSON"),
    ("no OAuth", b"{}", "says nothing of OAuth 2"),
    ("too large", b'{"a": "' + b"x" * 300_000 + b'"}', "more than 262,144 bytes"),
    ("leads elsewhere", redirect("http://127.0.0.2:9/"), "redirects to another site"),
]


@pytest.mark.parametrize(("page", "words"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_what_is_no_description_is_refused_in_words(host: Host, ana: Account, page: Any, words: str) -> None:
    host.site.pages[f"{BASE}/discovery"] = page
    with pytest.raises(PlatformFault, match=words):
        add_connection(account=ana, address=host.url, now=timezone.now())


def test_own_private_and_plain_addresses_are_not_gone_to(ana: Account, settings: Any) -> None:
    for address, words in (
        (settings.OPENLAUREL_URL, "the site that you are on"),
        ("http://badges.example", "must begin with https"),
        ("https://user@badges.example", "must begin with https"),
        ("https://127.0.0.1", "is not on the public internet"),
        ("https://[::1]/api", "is not on the public internet"),
    ):
        with pytest.raises(PlatformFault, match=words):
            add_connection(account=ana, address=address, now=timezone.now())


TOKENS: list[tuple[str, Any, str]] = [
    ("no token", lambda h: answer(h, {"token_type": "Bearer"}), "no access token that can be used"),
    ("another type", lambda h: answer(h, {"access_token": "a", "token_type": "mac"}), "no access token"),
    (
        "a header in it",
        lambda h: answer(h, {"access_token": "a\r\nX: y", "token_type": "Bearer"}),
        "no access token that can be used",
    ),
    (
        "less allowed",
        lambda h: answer(h, {"access_token": "a", "token_type": "Bearer", "scope": "offline_access"}),
        "allowed nothing of what was asked for",
    ),
    (
        "refused",
        lambda h: answer(h, {"error": "invalid_grant", "error_description": "Late"}, 400),
        "invalid_grant: Late",
    ),
    ("broken", send(b"oops", status=500), "no reason given (500)"),
    ("leads elsewhere", redirect("https://evil.example/"), "redirects, which isn"),
]


@pytest.mark.parametrize(("page", "words"), [row[1:] for row in TOKENS], ids=[row[0] for row in TOKENS])
def test_bad_tokens_are_refused_in_words(browser: Client, host: Host, page: Any, words: str) -> None:
    connection = found(browser, host)
    answered = host.allow(went(browser, connection))
    host.site.pages[f"{BASE}/token"] = page
    assert words in came_back(browser, connection, answered)
    connection.refresh_from_db()
    assert (connection.state, bytes(connection.token)) == ("registered", b"")


ANSWERS: list[tuple[str, Any, str]] = [
    ("busy", lambda h: refuse(h, 429, "server_busy", retry_after="7"), "Go on in 7 seconds."),
    ("away", send(b"", status=503), "Go on in 60 seconds."),
    ("broken", lambda h: refuse(h, 500, "internal_server_error", "Oh"), "internal_server_error: Oh (500)"),
    ("not allowed", lambda h: refuse(h, 403, "forbidden", "No scope"), "wasn't allowed: forbidden: No scope (403)"),
    ("no such thing", lambda h: refuse(h, 404, "not_found"), "not_found (404)"),
    ("a wrong query", lambda h: refuse(h, 400, "invalid_query_parameter"), "invalid_query_parameter (400)"),
    ("no JSON", b"<html>", "something else than JSON"),
    ("no badges", b'{"credential": {"id": 1}}', "something else than a page of badges"),
    ("leads elsewhere", redirect("https://evil.example/"), "redirects, which isn"),
    (
        "a next page elsewhere",
        lambda h: answer(h, {"credential": [{}]}, 200, link='<https://evil.example/ims/ob/v3p0/credentials?o=1>; rel="next"'),
        "next page lies elsewhere",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("page", "words"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_each_refusal_stops_the_transfer_in_words_and_it_goes_on_later(
    browser: Client, host: Host, page: Any, words: str
) -> None:
    connection = connected(browser, host)
    first = f"{BASE}/credentials?limit=50&offset=0"
    good, host.site.pages[first] = host.site.pages[first], page
    transfer = fetch_badges(connection=connection, now=timezone.now())
    run(transfer)
    assert transfer.state == "stopped"
    assert words in transfer.fault
    host.site.pages[first] = good
    connection.refresh_from_db()
    if connection.state == "connected":
        resume_transfer(transfer=transfer, now=timezone.now())
        run(transfer)
        assert (transfer.state, transfer.fault) == ("done", "")


def test_a_text_that_no_database_keeps_stops_nothing(browser: Client, host: Host) -> None:
    connection = connected(browser, host)
    unreadable = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "\0"],
    }
    host.badges = [json.dumps(unreadable | {"validFrom": "\0", "issuer": "did:\0"}).encode()]
    transfer = fetch_badges(connection=connection, now=timezone.now())
    assert [outcome for _, outcome in run(transfer)] == ["refused"]
    assert transfer.state == "done"
    assert "\0" not in transfer.items.get().detail


def test_pages_without_end_come_to_an_end(
    browser: Client, host: Host, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connected(browser, host)
    url = f"{BASE}/credentials?limit=50&offset=0"
    badge = json.loads(badge_by_key(now, ana.email, "Splicing"))
    host.site.pages[url] = lambda handler: answer(
        handler, {"credential": [badge]}, 200, link=f'<{host.url}{url}>; rel="next"'
    )
    monkeypatch.setattr(transfers, "MOST_PAGES", 4)
    transfer = fetch_badges(connection=connection, now=timezone.now())
    assert [outcome for _, outcome in run(transfer)] == ["added", "renewed", "renewed", "renewed"]
    assert (transfer.state, transfer.pages) == ("done", 4)


def test_a_killed_worker_leaves_a_transfer_that_another_one_finishes(
    browser: Client, host: Host, foreign: ForeignIssuer, ana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.badges = [badge_for(foreign, ana.email, index=index) for index in (7, 8, 9)]
    connection = connected(browser, host)
    transfer, keep, told = fetch_badges(connection=connection, now=timezone.now()), transfers.keep_pushed, []

    def killed(**given: Any) -> Any:
        told.append(1)
        if len(told) == 2:
            raise SystemExit
        return keep(**given)

    monkeypatch.setattr(transfers, "keep_pushed", killed)
    with pytest.raises(SystemExit):
        run_transfer(transfer=transfer, clock=timezone.now)
    assert transfer.items.filter(outcome="added").count() == 1
    run_waiting_transfers(clock=lambda: timezone.now() + timedelta(minutes=2))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.items.filter(outcome="added").count()) == ("done", 3)
    assert KeptBadge.objects.count() == 3


def test_what_is_old_is_forgotten_and_nobody_elses_is_seen(
    browser: Client, host: Host, make_account: Callable[..., Account], signed_in: SignIn
) -> None:
    connection = connected(browser, host)
    transfer = fetch_badges(connection=connection, now=timezone.now())
    eve = signed_in(make_account("eve@learners.example"))
    for path in ("", "/send"):
        assert eve.get(f"/wallet/connections/{connection.pk}{path}").status_code == 404
    for path in ("go", "fetch", "send", "end"):
        assert eve.post(f"/wallet/connections/{connection.pk}/{path}").status_code == 404
    assert eve.get(f"/wallet/transfers/{transfer.pk}").status_code == 404
    assert eve.post(f"/wallet/transfers/{transfer.pk}/change", {"change": "stop"}).status_code == 404
    run(transfer)
    forget_old_transfers(timezone.now() + timedelta(days=31))
    assert (Transfer.objects.count(), Connection.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("header", "url"),
    [
        ("", ""),
        ('<A?o=1>; rel="prev"', ""),
        ('<A?o=1>; rel="prev", <A?o=2>; rel=next', "A?o=2"),
        ('<A?o=2>; title="a, b"; rel="last next"', "A?o=2"),
        ("</ims/ob/v3p0/credentials?o=2>;rel=next", "A?o=2"),
        ("nonsense", ""),
    ],
)
def test_the_next_page_is_found_in_every_form_of_the_header(header: str, url: str) -> None:
    base = "https://a.example/ims/ob/v3p0"
    place = f"{base}/credentials"
    assert _next(header.replace("A?", f"{place}?"), f"{place}?o=0", base) == url.replace("A?", f"{place}?")
