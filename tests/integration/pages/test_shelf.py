"""Badges that many look at are answered from memory, and never otherwise than the database would."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import erase_account
from openlaurel.apps.catalog.services import allow_suspension
from openlaurel.apps.desk.queries import Cause
from openlaurel.apps.desk.services import open_recall, publish_note, withdraw_note
from openlaurel.apps.figures.models import Traffic
from openlaurel.apps.issuing.models import Award, SigningKey
from openlaurel.apps.issuing.services import (
    correct_award,
    hide_evidence,
    restore_award,
    revoke_award,
    revoke_signing_key,
    set_show_name,
    show_awards,
    suspend_award,
    wanted_of,
)
from openlaurel.apps.pages.middleware import Shelved
from openlaurel.apps.pages.negotiating import wanted_type
from openlaurel.apps.pages.shelf import Keepable, KeptAnswer, Shelf, shelf
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import update_brand
from openlaurel.core.openbadges import Evidence

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Accept-Encoding": "gzip, br"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def award(make_award: Callable[..., Award], published: Any, lately: datetime, holder: Account) -> Award:
    """A badge with evidence that can be suspended, in the account of Ana Sousa, who shows her name."""
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=lately)
    published.achievement.refresh_from_db()
    return make_award(evidence=(Evidence(name="Her passage plan"),), valid_until=lately + 400 * DAY)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which a view was asked, since nothing on the shelf was to be given."""
    asked: list[str] = []
    begin = Shelved.__init__

    def watched(self: Shelved, get_response: Callable[[Any], HttpResponse]) -> None:
        def ask(request: Any) -> HttpResponse:
            asked.append(request.path)
            return get_response(request)

        begin(self, ask)

    monkeypatch.setattr(Shelved, "__init__", watched)
    return asked


def visitor() -> Client:
    return Client(headers=BROWSER)


def text_of(response: Any) -> str:
    import gzip

    zipped = response.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.content) if zipped else response.content).decode()


FORMS = {
    "page": ("", {}),
    "document at the page's address": ("", {"Accept": "application/vc"}),
    "document": (".json", {}),
    "picture": (".png", {}),
    "drawing": (".svg", {}),
    "card": ("/card.png", {}),
    "frame": ("/embed", {}),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_made_once_and_told_by_a_strong_tag(
    made: list[str], award: Award, form: str, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    ending, headers = FORMS[form]
    url = f"/awards/{award.pk}{ending}"
    first = visitor().get(url, headers=headers)
    second = visitor().get(url, headers=headers)
    assert made == [url]
    assert (first.status_code, second.status_code) == (200, 200)
    assert (first.content, dict(first.items())) == (second.content, dict(second.items()))
    tag = first["ETag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = visitor().get(url, headers={**headers, "If-None-Match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
        assert answer["Cache-Control"] == first["Cache-Control"]
    assert visitor().get(url, headers={**headers, "If-None-Match": '"other"'}).status_code == 200
    assert made == [url]


def test_what_an_answer_depends_on_makes_another_one(made: list[str], award: Award) -> None:
    url = f"/awards/{award.pk}"
    asked: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"Accept-Language": "es"}, {}),
        ({"Accept-Language": "ar"}, {}),
        ({}, {settings.LANGUAGE_COOKIE_NAME: "es"}),
        ({}, {"openlaurel_theme": "dark"}),
        ({}, {"openlaurel_theme": "light"}),
        ({"Accept-Encoding": "identity"}, {}),
        ({"Host": "localhost"}, {}),
        ({"Accept": "application/json"}, {}),
    ]
    answers = []
    for _round in range(2):
        for headers, cookies in asked:
            client = visitor()
            client.cookies.load(cookies)
            answers.append(client.get(url, headers=headers))
    # Spanish by the cookie is Spanish by the header.
    assert len(made) == len(asked) - 1
    texts = [text_of(answer) for answer in answers]
    assert texts[: len(asked)] == texts[len(asked) :]
    assert 'lang="es"' in texts[1]
    assert 'dir="rtl"' in texts[2]
    assert 'data-theme="dark"' in texts[4]
    assert 'data-theme="light"' in texts[5]
    assert texts[8].startswith("{")


def test_what_a_network_adds_to_an_address_makes_no_other_page(made: list[str], award: Award) -> None:
    url = f"/awards/{award.pk}"
    plain = text_of(visitor().get(url))
    assert text_of(visitor().get(url, {"utm_source": "linkedin", "fbclid": '"><b>'})) == plain
    assert made == [url]
    assert f'name="next" value="{url}"' in plain


def _revoked(award: Award, now: datetime) -> None:
    revoke_award(award=award, reason="Issued by mistake.", by=INSTALLATION, now=now)


def _suspended(award: Award, now: datetime) -> None:
    suspend_award(award=award, reason="Under review.", by=INSTALLATION, now=now)


def _restored(award: Award, now: datetime) -> None:
    suspended = suspend_award(award=award, reason="Under review.", by=INSTALLATION, now=now)
    assert "Under review." in text_of(visitor().get(f"/awards/{award.pk}"))
    restore_award(award=suspended, reason="All is well.", by=INSTALLATION, now=now)


def _corrected(award: Award, now: datetime) -> None:
    from dataclasses import replace

    found = Award.objects.select_related("organisation", "version__achievement__organisation").get(
        pk=award.pk
    )
    wanted = replace(wanted_of(found), recipient_name="Ana de Sousa")
    correct_award(award=found, wanted=wanted, reason="Misspelt.", by=INSTALLATION, now=now)


def _unnamed(award: Award, now: datetime) -> None:
    set_show_name(award=award, show_name=False, now=now)


def _private(award: Award, now: datetime) -> None:
    show_awards(awards=[award.pk], holder=None, visibility="private", now=now)


def _unlisted(award: Award, now: datetime) -> None:
    show_awards(awards=[award.pk], holder=None, visibility="link", now=now)


def _without_evidence(award: Award, now: datetime) -> None:
    hide_evidence(awards=[award.pk], holder=None, is_hidden=True, now=now)


def _erased(award: Award, now: datetime) -> None:
    assert award.account is not None
    erase_account(account=award.account, by=None, now=now)


def _key_revoked(award: Award, now: datetime) -> None:
    key = SigningKey.objects.select_related("organisation").get(organisation=award.organisation)
    revoke_signing_key(key=key, since=key.created_at, reason="It leaked.", by=INSTALLATION, now=now)


def _recalled(award: Award, now: datetime) -> None:
    cause = Cause("achievement", str(award.version.achievement_id), now - 90 * DAY, now + DAY)
    recall = open_recall(organisation=award.organisation, cause=cause, by=INSTALLATION, now=now)
    words = {"what_happened": "The tables were wrong.", "what_to_do": "Take it again."}
    publish_note(recall=recall, by=INSTALLATION, now=now, **words)


def _recall_withdrawn(award: Award, now: datetime) -> None:
    _recalled(award, now)
    recall = award.organisation.recalls.get()
    assert f"/recalls/{recall.pk}" in text_of(visitor().get(f"/awards/{award.pk}"))
    withdraw_note(recall=recall, by=INSTALLATION, now=now)


def _coloured(award: Award, now: datetime) -> None:
    update_brand(organisation=award.organisation, colour="#123456", accent="", by=INSTALLATION, now=now)


# What happens, where it shows, with which status, what is there then, and what is there no longer.
CHANGES: dict[str, tuple[Callable[[Award, datetime], None], str, int, str, str]] = {
    "revoked": (_revoked, "", 200, "Issued by mistake.", 'data-verdict="verified"'),
    "revoked, in a frame": (_revoked, "/embed", 200, "Revoked", "Verified"),
    "revoked, the card": (_revoked, "/card.png", 404, "", "PNG"),
    "suspended": (_suspended, "", 200, "Under review.", 'data-verdict="verified"'),
    "restored": (_restored, "", 200, 'data-verdict="verified"', "Under review."),
    "corrected": (_corrected, "", 200, "Ana de Sousa", "Ana Sousa"),
    "corrected, the document": (_corrected, ".json", 200, "", ""),
    "name hidden": (_unnamed, "", 200, "A holder who isn", "Ana Sousa"),
    "name hidden, in a frame": (_unnamed, "/embed", 200, "", "Ana Sousa"),
    "made private": (_private, "", 403, "", "Tide tables"),
    "made private, the document": (_private, ".json", 403, "", "proofValue"),
    "made private, the picture": (_private, ".png", 403, "", "PNG"),
    "made private, in a frame": (_private, "/embed", 404, "", "Tide tables"),
    "made private, the card": (_private, "/card.png", 404, "", "PNG"),
    "only by its link": (_unlisted, "", 200, 'content="noindex"', ""),
    "evidence hidden": (_without_evidence, "", 200, "", "Her passage plan"),
    "evidence hidden, the document": (_without_evidence, ".json", 403, "", "Her passage plan"),
    "holder erased": (_erased, "", 404, "", "Tide tables"),
    "signing key revoked": (_key_revoked, "", 200, 'data-verdict="failed"', 'data-verdict="verified"'),
    "recalled": (_recalled, "", 200, "/recalls/", ""),
    "recall withdrawn": (_recall_withdrawn, "", 200, "", "/recalls/"),
    "another brand": (_coloured, "", 200, "123456", ""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_shows_at_once(
    made: list[str], award: Award, change: str, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    happens, ending, status, since, before = CHANGES[change]
    url = f"/awards/{award.pk}{ending}"
    visitor().get(url)
    shelved = visitor().get(url)
    assert (shelved.status_code, made) == (200, [url])

    happens(
        Award.objects.select_related("organisation", "version", "account").get(pk=award.pk), timezone.now()
    )

    answer = visitor().get(url)
    text = answer.content.decode("latin-1") if ending == "/card.png" else text_of(answer)
    assert (answer.status_code, made[-1]) == (status, url)
    assert answer.content != shelved.content
    assert since in text
    assert not before or before not in text
    stale = visitor().get(url, headers={"If-None-Match": shelved["ETag"]})
    assert stale.status_code == status


def test_a_badge_that_ends_is_shown_as_ended_from_that_moment_on(
    made: list[str], award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert award.valid_until is not None
    url = f"/awards/{award.pk}"
    moment = award.valid_until - timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    visitor().get(url)
    assert 'data-verdict="verified"' in text_of(visitor().get(url))
    assert made == [url]
    moment = award.valid_until + timedelta(seconds=1)
    assert 'data-verdict="verified"' not in text_of(visitor().get(url))


def test_nothing_is_older_than_five_minutes(
    made: list[str], award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/awards/{award.pk}"
    moment = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    for minutes, count in ((0, 1), (4, 1), (6, 2), (10, 2)):
        moment = datetime(2026, 12, 1, 9, minutes, tzinfo=UTC)
        visitor().get(url)
        assert len(made) == count, minutes


def test_who_is_signed_in_gets_nothing_from_the_shelf_and_leaves_nothing_on_it(
    made: list[str], award: Award, holder: Account, owner: Account, organisation: Profile
) -> None:
    url = f"/awards/{award.pk}"
    for account in (holder, owner):
        client = visitor()
        client.force_login(account)
        own = text_of(client.get(url))
        assert ("This is your badge" in own) == (account == holder)
        assert "ETag" not in client.get(url)
    assert len(made) == 4
    plain = text_of(visitor().get(url))
    assert len(made) == 5
    assert "This is your badge" not in plain
    client = visitor()
    client.force_login(holder)
    assert "This is your badge" in text_of(client.get(url))


@pytest.mark.parametrize(
    ("headers", "cookies"),
    [
        ({"Authorization": "Bearer x"}, {}),
        ({}, {"messages": "x"}),
        ({}, {settings.SESSION_COOKIE_NAME: "gone"}),
        ({"Accept": "text/html," + "x" * 600}, {}),
    ],
)
def test_what_may_mean_somebody_is_left_to_the_view(
    made: list[str], award: Award, headers: dict[str, str], cookies: dict[str, str]
) -> None:
    url = f"/awards/{award.pk}"
    for _time in range(2):
        client = visitor()
        client.cookies.load(cookies)
        assert client.get(url, headers=headers).status_code == 200
    assert made == [url, url]
    assert shelf.size == 0


def test_a_page_for_visitors_sets_no_cookie_and_holds_no_token(award: Award) -> None:
    for url in (f"/awards/{award.pk}", f"/awards/{award.pk}/embed", "/", "/explore"):
        answer = visitor().get(url)
        assert not answer.cookies, url
        assert "csrfmiddlewaretoken" not in text_of(answer), url


def test_visits_that_are_answered_from_the_shelf_are_counted_as_all_others(
    made: list[str], award: Award
) -> None:
    url = f"/awards/{award.pk}"
    for referrer in ("https://www.linkedin.com/feed", "https://www.linkedin.com/feed", ""):
        visitor().get(url, headers={"Referer": referrer} if referrer else {})
    visitor().get(url, headers={"User-Agent": "Googlebot/2.1"})
    visitor().head(url)
    for _time in range(2):
        visitor().get(f"{url}.json", headers={"Referer": f"http://testserver{url}"})
        visitor().get(f"{url}.json")
        visitor().get(f"{url}.png", headers={"Referer": f"http://testserver{url}"})
    assert made == [url, f"{url}.json", f"{url}.png"]
    counted = Traffic.objects.order_by("kind", "origin").values_list("kind", "origin", "number")
    assert list(counted) == [
        ("share", "document", 2),
        ("share", "picture", 2),
        ("view", "direct", 1),
        ("view", "social", 2),
    ]


def test_the_page_of_a_renewed_badge_is_made_each_time(
    made: list[str], make_award: Callable[..., Award], award: Award
) -> None:
    newer = make_award()
    Award.objects.filter(pk=award.pk).update(renewed_by=newer)
    for _time in range(2):
        visitor().get(f"/awards/{award.pk}")
    assert len(made) == 2


def test_an_answer_about_nothing_is_not_kept(db: None, made: list[str]) -> None:
    url = f"/awards/{uuid4()}"
    assert [visitor().get(url).status_code for _time in range(2)] == [404, 404]
    assert (len(made), shelf.size) == (2, 0)


def test_the_shelf_is_bounded_by_bytes_and_what_was_asked_for_longest_ago_goes(award: Award) -> None:
    from openlaurel.apps.figures.services import countable

    keepable = Keepable(countable(award), timezone.now())

    def answer(length: int) -> KeptAnswer:
        return KeptAnswer(keepable, (), '"x"', {}, b"x" * length, None)

    small = Shelf(100_000)
    for name in "abcdefgh":
        small.put(name, answer(6000))
    assert small.size <= 100_000
    assert small.get("a") is not None
    for name in "ijk":
        small.put(name, answer(6000))
    assert small.size <= 100_000
    assert (small.get("a") is None, small.get("b") is None) == (False, True)
    small.put("huge", answer(50_000))
    assert small.get("huge") is None
    before = small.size
    small.put("k", answer(100))
    assert small.size == before - 5900
    small.clear()
    assert small.size == 0


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/vc", "application/vc"),
        ("image/*", "image/png"),
        ("application/pdf", "text/html"),
        ("", "text/html"),
    ],
)
def test_a_header_names_the_form(accept: str, wanted: str) -> None:
    assert wanted_type(accept) == wanted


@pytest.mark.parametrize("path", ["/theme", "/language"])
@pytest.mark.parametrize(
    ("headers", "is_heard"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Referer": "http://testserver/explore"}, True),
        ({"Referer": "https://evil.example/http://testserver/"}, False),
        ({"Origin": "http://[::1"}, False),
        ({}, False),
    ],
)
def test_only_own_pages_change_the_language_and_the_colours(
    db: None, path: str, headers: dict[str, str], is_heard: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, {"theme": "dark", "language": "es", "next": "/explore"}, headers=headers)
    assert (answer.status_code, bool(answer.cookies)) == ((302, True) if is_heard else (403, False))
