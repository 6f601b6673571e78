"""The résumé holds what its person chose; a visitor's says no more than the page."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.unit.adapters.test_certificates import _streams

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.services import (
    Details,
    EntryDraft,
    arrange_portfolio,
    change_details,
    publish_portfolio,
    save_entry,
    withdraw_portfolio,
)
from openlaurel.apps.portfolio.views import resumes
from openlaurel.apps.wallet.services import change_evidence, change_visibility

Give = Callable[..., Award]


@pytest.fixture
def awards(portfolio: Portfolio, ana: Account, give: Give, now: datetime) -> list[Award]:
    """Two badges in Ana's portfolio, the second for whoever has the link, and contact details for résumés."""
    found = [give("Tides"), give("Knots")]
    arrange_portfolio(portfolio=portfolio, refs=[f"award:{award.pk}" for award in found], now=now)
    change_visibility(account=ana, refs=[f"award:{found[1].pk}"], visibility="link", now=now)
    change_details(
        portfolio=portfolio,
        details=Details("ana-lima", "Ana Lima", "Pilot", email="ana@home.example", phone="+351 220 000"),
        now=now,
    )
    save_entry(
        portfolio=portfolio, draft=EntryDraft("project", "Map", refs=[f"award:{found[0].pk}"]), now=now
    )
    return found


def words_of(form: str, content: bytes) -> str:
    """All text of a file, in whatever way it is packed."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return (content + _streams(content)).decode("utf-8", "replace")


@pytest.mark.parametrize("form", ["pdf", "docx", "json", "europass"])
def test_a_visitor_gets_what_the_page_shows_and_its_person_what_they_chose(
    client: Client, awards: list[Award], ana: Account, form: str
) -> None:
    tides, knots = (award_url(award.pk) for award in awards)
    visitor = client.get(f"/people/ana-lima/resume/{form}")
    seen = words_of(form, visitor.content)
    assert visitor.status_code == 200
    assert visitor["X-Robots-Tag"] == "noindex"
    assert tides in seen
    for hidden in (knots, "ana@home.example", "+351 220 000"):
        assert hidden not in seen

    client.force_login(ana)
    own = client.get(f"/portfolio/resume/{form}")
    seen = words_of(form, own.content)
    assert tides in seen
    assert knots in seen
    if form in {"docx", "json", "europass"}:
        assert "ana@home.example" in seen


def test_nothing_is_offered_that_its_person_doesnt_offer(
    client: Client, awards: list[Award], portfolio: Portfolio, now: datetime
) -> None:
    for form in ("html", "markdown", "exe"):
        assert client.get(f"/people/ana-lima/resume/{form}").status_code == 404
    assert client.get("/api/v1/people/ana-lima/resumes/json-resume").status_code == 200
    publish_portfolio(portfolio=portfolio, is_findable=True, offers_resume=False, now=now)
    for address in ("/people/ana-lima/resume/pdf", "/api/v1/people/ana-lima/resumes/europass"):
        assert client.get(address).status_code == 404
    withdraw_portfolio(portfolio=portfolio, now=now)
    for address in ("/api/v1/people/ana-lima", "/people/ana-lima/card.png"):
        assert client.get(address).status_code == 404


def test_hidden_evidence_is_not_attached(
    client: Client, awards: list[Award], ana: Account, now: datetime
) -> None:
    client.force_login(ana)
    with_both = _streams(client.get("/portfolio/resume/pdf").content)
    assert with_both.count(b'"proofValue"') == 2
    change_evidence(account=ana, refs=[f"award:{awards[0].pk}"], is_hidden=True, now=now)

    assert _streams(client.get("/portfolio/resume/pdf").content).count(b'"proofValue"') == 1


def test_the_desk_has_both_cards_to_copy_and_says_what_is_left_out(
    client: Client, awards: list[Award], ana: Account, now: datetime
) -> None:
    change_visibility(account=ana, refs=[f"award:{awards[1].pk}"], visibility="private", now=now)
    client.force_login(ana)

    page = client.get("/portfolio/resume").content.decode()

    assert "One of your chosen badges is left out" in page
    assert "[![Ana Lima](" in page
    assert "&lt;section lang=" in page
    assert "no place for what nobody assessed" in page


def test_files_are_made_only_so_often(
    client: Client, awards: list[Award], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resumes, "A_MINUTE", 1)
    assert client.get("/people/ana-lima/resume/json").status_code == 200
    assert client.get("/people/ana-lima/resume/json").status_code == 429


def test_programs_read_what_strangers_see(client: Client, awards: list[Award]) -> None:
    found = client.get("/api/v1/people/ana-lima").json()

    assert (found["name"], found["headline"]) == ("Ana Lima", "Pilot")
    assert [badge["url"] for badge in found["badges"]] == [award_url(awards[0].pk)]
    assert found["skills"][0]["proved_by"] == [award_url(awards[0].pk)]
    assert found["projects"][0]["proved_by"] == [award_url(awards[0].pk)]
    assert "ana@home.example" not in json.dumps(found)
    resume = client.get("/api/v1/people/ana-lima/resumes/json-resume").json()
    assert resume["certificates"][0]["url"] == award_url(awards[0].pk)
    assert client.get("/api/v1/people/ana-lima/resumes/word").status_code == 422


def test_a_shared_link_has_a_picture_that_follows_what_it_shows(
    client: Client, awards: list[Award], portfolio: Portfolio, now: datetime
) -> None:
    first = client.get("/people/ana-lima/card.png")
    assert first["Content-Type"] == "image/png"
    again = client.get("/people/ana-lima/card.png", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    change_details(portfolio=portfolio, details=Details("ana-lima", '<b onload="x">'), now=now)
    assert client.get("/people/ana-lima/card.png")["ETag"] != first["ETag"]
    page = client.get("/people/ana-lima").content.decode()
    assert 'property="og:image" content="http://127.0.0.1:8000/people/ana-lima/card.png"' in page
