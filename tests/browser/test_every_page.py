"""Everybody can use every page: axe by WCAG 2.2 AA on each address that shows one; new ones join by themselves.

Each page is looked at light and dark, wide and narrow, in both directions, each two of them together once. At other
widths between a small phone and a tablet it must not scroll sideways either.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.conftest import LOOKS, Look
from tests.integration.authorization.routes import routes
from tests.integration.authorization.world import MARK, World, build_world

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.services import Definition
from openlaurel.apps.challenges.services import ask_holder
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award
from openlaurel.apps.issuing.services.claims import claim_token
from openlaurel.apps.profiles.models import Role

LANGUAGES = ("en", "ar")
WIDTHS = (360, 390, 412, 480, 600, 768, 900, 1024)
ROOMS = sorted({route.room for route in routes()})
# Rooms whose addresses are for programs or lead elsewhere.
WITHOUT_PAGES = {"api"}
# Icons that the sprite doesn't have: an empty place where a sign should be.
UNDRAWN = """async () => {
  const used = [...document.querySelectorAll('svg.icon use')].map(use => use.getAttribute('href').split('#'));
  const there = {};
  for (const file of new Set(used.map(([file]) => file))) {
    const sprite = new DOMParser().parseFromString(await (await fetch(file)).text(), 'image/svg+xml');
    there[file] = new Set([...sprite.querySelectorAll('symbol')].map(symbol => symbol.id));
  }
  return [...new Set(used.filter(([file, name]) => !there[file].has(name)).map(([, name]) => name))];
}"""
# What lies over the middle of a link or button, when that is another one: a click would lead somewhere else.
COVERED = """() => {
    const target = 'a[href], button, summary';
    const found = [];
    for (const element of document.querySelectorAll(`main :is(${target})`)) {
        if (!element.checkVisibility()) continue;
        element.scrollIntoView({block: 'center', inline: 'center'});
        const box = element.getClientRects()[0];
        if (!box?.width) continue;
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const other = hit?.closest(target);
        if (other && other !== element) found.push(`${element.textContent.trim()} under ${other.textContent.trim()}`);
    }
    return found;
}"""


@pytest.fixture
def world(db: None, definition: Definition, now: datetime, settings: Any) -> World:
    """One of everything; the badge is accepted, so that it has a page, and the mailbox is open."""
    settings.MAILBOX_IS_OPEN = True
    world = build_world(definition, now)
    award = Award.objects.get(pk=world.values["award_id"])
    accept_award(award=award, account=world.learner, show_name=True, now=now)
    _challenge, to_answer, to_see = ask_holder(award=award, asker="Rita", now=timezone.now())
    return replace(
        world,
        values=dict(world.values) | {"answer_token": to_answer, "result_token": to_see},
        special_values=dict(world.special_values) | {"issuing:claim": {"token": claim_token(award)}},
    )


@pytest.fixture
def people(world: World, make_account: Callable[..., Account]) -> list[Account | None]:
    """Who may see something, in the order in which they are asked: a stranger, a learner, an owner, and others."""
    invited = make_account(f"ines-{MARK}@a.example", name="Inês Prado")
    return [
        None,
        world.learner,
        world.members[Role.OWNER],
        invited,
        make_account("ops@example.org", is_operator=True),
    ]


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in WITHOUT_PAGES])
def test_every_page_is_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    world: World,
    people: list[Account | None],
    room: str,
) -> None:
    visitors = {
        language: [open_page("/robots.txt", Look(language=language), who) for who in people]
        for language in LANGUAGES
    }
    faults, seen = [], 0
    for route in (route for route in routes() if route.room == room):
        path = route.path(world)
        who = who_sees(path, visitors["en"])
        if who is None:
            continue
        seen += 1
        for language in LANGUAGES:
            page = visitors[language][who]
            page.goto(path)
            for look in (look for look in LOOKS if look.language == language):
                page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                page.set_viewport_size({"width": look.width, "height": 900})
                faults += found_by(assert_accessible, page)
            faults += [
                f"{path} in {language} at {width}: {more} px too wide" for width, more in overflows(page)
            ]
            faults += [f"{path}: {fault}" for fault in page.evaluate(COVERED)]
            faults += [f"{path}: the icon {name} isn't drawn" for name in page.evaluate(UNDRAWN)]
    assert not faults, "\n".join(faults)
    assert seen


def who_sees(path: str, visitors: list[Page]) -> int | None:
    """The first of the visitors to whom the address shows a page of its own."""
    for number, page in enumerate(visitors):
        answer = page.request.get(path, max_redirects=0)
        # What others wrote is shown in a sandbox, in which nothing can be asked.
        is_sandboxed = "sandbox" in answer.headers.get("content-security-policy", "")
        is_page = answer.headers.get("content-type", "").startswith("text/html") and not is_sandboxed
        if answer.status == 200 and is_page and urlsplit(answer.url).path == path:
            return number
    return None


def found_by(check: Callable[[Page], None], page: Page) -> list[str]:
    try:
        check(page)
    except AssertionError as error:
        return [str(error)]
    return []


def overflows(page: Page) -> Iterable[tuple[int, int]]:
    """Widths at which the page scrolls sideways, and by how many pixels."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        more = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if more > 0:
            yield width, more
