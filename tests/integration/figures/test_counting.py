"""Views, shares and verifications are counted by the server, without anything of the visitor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.figures.models import Reach, Traffic
from openlaurel.apps.figures.services import counting
from openlaurel.apps.figures.visits import Visit, origin_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def shown(issue: Any, accept: Any) -> Award:
    awards: list[Award] = issue(1)
    accept(awards)
    return Award.objects.select_related("version").get()


@pytest.fixture
def visit(client: Client, shown: Award) -> Callable[..., Any]:
    def go(ending: str = "", **headers: str) -> Any:
        return client.get(f"/awards/{shown.pk}{ending}", headers={"user-agent": BROWSER, **headers})

    return go


def counted() -> dict[tuple[str, str], int]:
    return {(kind, origin): n for kind, origin, n in Traffic.objects.values_list("kind", "origin", "number")}


def test_a_view_is_counted_by_the_class_of_the_site_that_led_there(visit: Any, shown: Award) -> None:
    visit()
    visit(referer="https://www.linkedin.com/feed/update/urn:li:activity:42")
    visit(referer="https://www.linkedin.com/in/somebody")
    assert counted() == {("view", "direct"): 1, ("view", "social"): 2}
    assert Reach.objects.get(award=shown).viewed_on == timezone.now().date()


def test_nothing_of_the_visitor_is_kept(visit: Any) -> None:
    visit(referer="https://jobs.zq7wkx4v.example/applicants/17", **{"x-forwarded-for": "203.0.113.77"})
    kept = [str(value) for model in (Traffic, Reach) for row in model.objects.values_list() for value in row]
    assert len(kept) > 5
    assert not [value for value in kept if "zq7wkx4v" in value or "203.0.113" in value or "Firefox" in value]


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
    ],
    ids=str,
)
def test_robots_and_what_is_loaded_beforehand_do_not_count(visit: Any, headers: dict[str, str]) -> None:
    assert visit(**headers).status_code == 200
    assert counted() == {}


def test_who_asks_for_the_head_alone_does_not_count(client: Client, shown: Award) -> None:
    client.head(f"/awards/{shown.pk}", headers={"user-agent": BROWSER})
    assert counted() == {}


def test_neither_the_holder_nor_the_issuer_counts(
    visit: Any, shown: Award, owner: Account, make_account: Any, signed_in: Any
) -> None:
    holder = make_account("p0@learners.example")
    Award.objects.update(account=holder)
    signed_in(holder)
    visit()
    signed_in(owner)
    visit()
    assert counted() == {}
    signed_in(make_account("somebody@elsewhere.example"))
    visit()
    assert counted() == {("view", "direct"): 1}


def test_a_badge_that_nobody_may_see_is_not_counted(client: Client, issue: Any) -> None:
    [award] = issue(1)
    assert client.get(f"/awards/{award.pk}", headers={"user-agent": BROWSER}).status_code == 404
    assert client.get(f"/awards/{award.pk}/share/linkedin").status_code == 404
    assert counted() == {}


def test_shares_are_counted_by_channel_and_lead_there(visit: Any, shown: Award) -> None:
    assert visit("/share/linkedin")["Location"].startswith("https://www.linkedin.com/profile/add?")
    assert visit("/share/post")["Location"].startswith("https://www.linkedin.com/sharing/")
    assert visit("/share/mail")["Location"].startswith("mailto:?subject=Tide")
    assert visit("/share/elsewhere").status_code == 404
    assert counted() == {("share", "linkedin"): 1, ("share", "post"): 1, ("share", "mail"): 1}
    assert Reach.objects.get(award=shown).shared_on is not None


def test_a_file_counts_as_shared_when_it_was_asked_for_on_the_page(visit: Any, shown: Award) -> None:
    for ending in (".json", ".png", ".svg", ".pdf"):
        visit(ending)
        visit(ending, referer="https://elsewhere.example/")
    assert counted() == {}
    for ending in (".json", ".png", ".svg", ".pdf"):
        visit(ending, referer=f"http://testserver/awards/{shown.pk}")
    assert counted() == {
        ("share", "document"): 1,
        ("share", "picture"): 2,
        ("share", "certificate"): 1,
    }


def test_a_verification_is_counted_with_the_site_that_led_to_the_form(client: Client, shown: Award) -> None:
    agent = {"user-agent": BROWSER}
    page = client.get("/verify", headers={**agent, "referer": "https://europass.europa.eu/cv"})
    came_from = page.context["form"]["came_from"].value()
    assert came_from == "jobs"
    given = {"text": award_url(shown.pk), "came_from": came_from}
    client.post("/verify", given, headers={**agent, "referer": "http://testserver/verify"})
    client.post("/verify", {**given, "came_from": "<b>"}, headers=agent)
    client.get("/verify", {"url": award_url(shown.pk)}, headers=agent)
    client.post("/api/v1/verify", {"url": award_url(shown.pk)}, content_type="application/json")
    assert counted() == {
        ("verification", "jobs"): 1,
        ("verification", "direct"): 2,
        ("verification", "program"): 1,
    }
    assert Reach.objects.get(award=shown).verified_on is not None


def test_badges_of_others_leave_no_trace(client: Client, shown: Award) -> None:
    client.post("/verify", {"text": '{"id": "https://elsewhere.example/1"}'}, headers={"user-agent": BROWSER})
    client.post("/api/v1/verify", {"document": {"id": "urn:x:1"}}, content_type="application/json")
    assert counted() == {}


@pytest.mark.parametrize(
    ("referrer", "origin"),
    [
        ("", "direct"),
        ("android-app://com.linkedin.android", "social"),
        ("https://t.co/x", "social"),
        ("https://mail.google.com/mail/u/0", "mail"),
        ("https://www.google.co.uk/", "search"),
        ("https://uk.indeed.com/cv", "jobs"),
        ("https://notlinkedin.example", "other"),
        ("https://linkedin", "other"),
        ("https://badges.example/awards/1", "own"),
        ("https://badges.example:8443/", "other"),
        ("https://[broken", "other"),
    ],
)
def test_sites_have_a_class(referrer: str, origin: str) -> None:
    assert origin_of(referrer, {"badges.example"}) == origin


def test_collected_counts_are_written_together(
    shown: Award, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(counting._buffer, "is_on", True)
    monkeypatch.setattr(counting, "A_SECOND", 3600.0)
    with django_assert_num_queries(0):
        for _ in range(50):
            counting.note_view(award=shown, visit=Visit("search"), now=timezone.now())
    assert counted() == {}
    counting._buffer._timer.cancel()  # type: ignore[union-attr]
    counting._buffer.write()
    assert counted() == {("view", "search"): 50}
    with django_assert_num_queries(0):
        counting._buffer.write()


def test_what_is_collected_is_bounded(
    issue: Any, accept: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting._buffer, "is_on", True)
    monkeypatch.setattr(counting, "A_SECOND", 3600.0)
    monkeypatch.setattr(counting, "MOST_HELD", 6)
    for award in issue(8):
        counting.note_view(award=award, visit=Visit("search"), now=timezone.now())
    counting._buffer._timer.cancel()  # type: ignore[union-attr]
    counting._buffer.write()
    assert counted() == {("view", "search"): 5}
    assert "3 visits were not counted" in caplog.text


def test_a_view_a_month_later_is_another_row_and_the_same_first_day(shown: Award) -> None:
    first = timezone.now()
    for at in (first, first + timedelta(days=40)):
        counting.note_view(award=shown, visit=Visit("own"), now=at)
    assert Traffic.objects.count() == 2
    assert Reach.objects.get().viewed_on == first.date()
