"""A portfolio shows what its person chose, of that what may be seen, and never more to a stranger."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.portfolio.errors import HandleTaken, InvalidPortfolio, TooManyHere
from openlaurel.apps.portfolio.models import Entry, EntryKind, Portfolio, Theme
from openlaurel.apps.portfolio.queries import portfolio_page
from openlaurel.apps.portfolio.services import (
    Details,
    EntryDraft,
    arrange_collection,
    arrange_portfolio,
    change_details,
    choose_look,
    create_collection,
    create_portfolio,
    save_entry,
)
from openlaurel.apps.portfolio.themes import COLOURS
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.wallet.services import change_visibility, keep_file
from openlaurel.core.artwork.brand import brand_colours

NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
Give = Callable[..., Award]


def test_strangers_see_the_chosen_badges_that_are_public_in_their_order(
    client: Client, portfolio: Portfolio, ana: Account, give: Give, now: datetime
) -> None:
    first, second, third, fourth = (give(name) for name in ("Tides", "Knots", "Charts", "Lights"))
    kept = keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    refs = [f"award:{award.pk}" for award in (third, second, first, fourth)]
    arrange_portfolio(
        portfolio=portfolio, refs=[*refs, f"kept:{kept.pk}", "award:nonsense", refs[0]], now=now
    )
    change_visibility(account=ana, refs=[refs[1]], visibility="link", now=now)
    revoke_award(award=fourth, reason="Mistake.", by=INSTALLATION, now=now)

    page = client.get("/people/ana-lima").content.decode()

    assert page.index("Charts") < page.index("Tides")
    for unseen in ("Knots", "Lights", "Splicing"):
        assert unseen not in page
    change_visibility(account=ana, refs=[f"kept:{kept.pk}"], visibility="public", now=now)
    assert "Splicing" in client.get("/people/ana-lima").content.decode()
    client.force_login(ana)
    assert "Knots" not in client.get("/portfolio/preview").content.decode()
    desk = client.get("/portfolio/badges").content.decode()
    assert desk.count("Not shown here") == 2


def test_before_it_is_published_and_once_it_is_withdrawn_there_is_nothing(
    client: Client, ana: Account, now: datetime
) -> None:
    create_portfolio(account=ana, handle="ana-lima", name="Ana Lima", now=now)
    assert client.get("/people/ana-lima").status_code == 404
    stranger, own = Client(), client
    own.force_login(ana)
    assert "Nobody but you sees it yet" in own.get("/portfolio/preview").content.decode()

    own.post("/portfolio/publish", {})
    unlisted = stranger.get("/people/ana-lima")
    assert unlisted["X-Robots-Tag"] == "noindex"
    assert b'content="noindex"' in unlisted.content
    own.post("/portfolio/publish", {"is_findable": "on"})
    listed = stranger.get("/people/ana-lima")
    assert "X-Robots-Tag" not in listed
    assert b"noindex" not in listed.content
    own.post("/portfolio/withdraw")
    assert stranger.get("/people/ana-lima").status_code == 404


def test_what_people_write_is_text_on_the_page_and_links_lead_to_the_web_only(
    client: Client, portfolio: Portfolio, ana: Account, give: Give, now: datetime
) -> None:
    award = give(f"Tides {NASTY}")
    change_details(
        portfolio=portfolio,
        details=Details(
            "ana-lima",
            NASTY,
            NASTY,
            NASTY,
            NASTY,
            links=((NASTY, "https://ana.example/"),),
            email="a@b.example",
        ),
        now=now,
    )
    draft = EntryDraft(EntryKind.PROJECT, NASTY, NASTY, text=NASTY, refs=[f"award:{award.pk}"])
    save_entry(portfolio=portfolio, draft=draft, now=now)

    page = client.get("/people/ana-lima").content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "a@b.example" not in page
    client.force_login(ana)
    given = {"handle": "ana-lima", "name": "Ana", "language": "en", "url_1": "javascript:alert(1)"}
    answer = client.post("/portfolio/details", given)
    assert answer.status_code == 422
    assert "url_1_error" in answer.content.decode()


def test_entries_are_marked_as_self_declared_and_name_what_proves_them(
    client: Client, portfolio: Portfolio, ana: Account, give: Give
) -> None:
    award = give("Tides")
    client.force_login(ana)
    project = {
        "title": "A harbour map",
        "starts": "2024-09",
        "ends": "2024-02",
        "badges": f"award:{award.pk}",
    }
    backwards = client.post("/portfolio/entries/new/project", project)
    assert backwards.status_code == 422
    assert "ends before it begins" in backwards.content.decode()

    client.post("/portfolio/entries/new/project", project | {"ends": "2025-02"})
    client.post("/portfolio/entries/new/work", {"title": "Pilot", "starts": "2020"})
    client.post("/portfolio/entries/new/work", {"title": "Sailor", "starts": "2018", "ends": "2020"})
    assert client.get("/portfolio/entries/new/hobby").status_code == 404
    page = Client().get("/people/ana-lima").content.decode()
    assert page.count("Self-declared") == 2
    assert "September 2024 to February 2025" in page
    assert "since 2020" in page
    assert "Proved by" in page
    assert page.index("Pilot") < page.index("Sailor")

    sailor = Entry.objects.get(title="Sailor")
    client.post(f"/portfolio/entries/{sailor.pk}/move", {"up": ""})
    page = Client().get("/people/ana-lima").content.decode()
    assert page.index("Sailor") < page.index("Pilot")
    client.post(f"/portfolio/entries/{sailor.pk}/remove")
    assert "Sailor" not in Client().get("/people/ana-lima").content.decode()


def test_skills_are_named_with_the_badges_in_force_that_prove_them(
    portfolio: Portfolio, give: Give, now: datetime
) -> None:
    awards = [give(name) for name in ("Tides", "Knots", "Charts")]
    arrange_portfolio(portfolio=portfolio, refs=[f"award:{award.pk}" for award in awards], now=now)
    revoke_award(award=awards[2], reason="Mistake.", by=INSTALLATION, now=now)

    (skill,) = portfolio_page(portfolio, now=now).skills

    assert (skill.name, skill.level, skill.steps) == ("Tidal planning", "foundation", 1)
    assert [badge.name for badge in skill.badges] == ["Tides", "Knots"]


def test_a_handle_is_ones_own_and_former_ones_lead_on(
    client: Client, portfolio: Portfolio, make_account: Callable[..., Account], now: datetime
) -> None:
    eve = make_account("eve@elsewhere.example")
    for handle in ("ana-lima", "admin"):
        with pytest.raises(HandleTaken):
            create_portfolio(account=eve, handle=handle, name="Eve", now=now)
    for handle in ("-eve", "Eve", "e", "e" * 41, "éve", "eve/.."):
        with pytest.raises(InvalidPortfolio):
            create_portfolio(account=eve, handle=handle, name="Eve", now=now)

    change_details(portfolio=portfolio, details=Details("ana", "Ana Lima"), now=now)
    assert client.get("/people/ana-lima")["Location"] == "/people/ana"
    with pytest.raises(HandleTaken):
        create_portfolio(account=eve, handle="ana-lima", name="Eve", now=now)
    change_details(portfolio=portfolio, details=Details("ana-lima", "Ana Lima"), now=now)
    assert client.get("/people/ana")["Location"] == "/people/ana-lima"
    for number in range(4):
        change_details(portfolio=portfolio, details=Details(f"ana-{number}", "Ana Lima"), now=now)
    with pytest.raises(TooManyHere):
        change_details(portfolio=portfolio, details=Details("ana-5", "Ana Lima"), now=now)


def test_every_theme_contrasts_and_any_colour_makes_one(
    client: Client, portfolio: Portfolio, now: datetime
) -> None:
    # making a scheme checks each pair of colours in it
    for pair in COLOURS.values():
        brand_colours(*pair)
    assert set(COLOURS) == set(Theme) - {Theme.OWN}
    choose_look(portfolio=portfolio, theme="own", colour="#FFE600", now=now)
    page = client.get("/people/ana-lima").content.decode()
    sheet = next(part for part in page.split('"') if "ffe600" in part)
    assert b"--brand-solid:#ffe600" in client.get(sheet).content
    for theme, colour in (("own", ""), ("own", "yellow"), ("neon", "")):
        with pytest.raises(InvalidPortfolio):
            choose_look(portfolio=portfolio, theme=theme, colour=colour, now=now)


def test_a_collection_is_shared_by_its_link_and_shows_what_its_visibility_allows(
    client: Client, portfolio: Portfolio, ana: Account, give: Give, now: datetime
) -> None:
    tides, knots, charts = (give(name) for name in ("Tides", "Knots", "Charts"))
    refs = [f"award:{award.pk}" for award in (charts, knots, tides)]
    change_visibility(account=ana, refs=[refs[1]], visibility="link", now=now)
    change_visibility(account=ana, refs=[refs[2]], visibility="private", now=now)
    client.force_login(ana)
    made = client.post("/wallet/collections/new", {"name": f"At sea {NASTY}", "visibility": "private"})
    path = made["Location"]
    shared = path.removeprefix("/wallet")
    client.post(f"{path}/badges", {"add": refs[::-1]})
    client.post(f"{path}/badges", {"up": refs[0]})
    stranger = Client()
    assert stranger.get(shared).status_code == 404

    client.post(path, {"name": f"At sea {NASTY}", "visibility": "link"})
    by_link = stranger.get(shared)
    page = by_link.content.decode()
    assert by_link["X-Robots-Tag"] == "noindex"
    assert "Charts" in page
    assert page.index("Charts") < page.index("Knots")
    assert "Tides" not in page
    assert "<script>alert" not in page
    assert "At sea" not in stranger.get("/people/ana-lima").content.decode()

    client.post(path, {"name": "At sea", "visibility": "public"})
    for address in (shared, "/people/ana-lima"):
        page = stranger.get(address).content.decode()
        assert "At sea" in page
        assert "Knots" not in page
    client.post(f"{path}/badges", {"drop": refs[0]})
    assert "Charts" not in stranger.get(shared).content.decode()
    client.post(f"{path}/remove")
    assert stranger.get(shared).status_code == 404


def test_nobody_puts_anothers_badge_into_theirs(
    ana: Account, give: Give, make_account: Callable[..., Account], now: datetime
) -> None:
    award = give("Tides")
    eve = make_account("eve@elsewhere.example")
    collection = create_collection(account=eve, name="Mine", visibility="public", now=now)

    assert arrange_collection(collection=collection, refs=[f"award:{award.pk}"], now=now) == []
