"""Two years of the technology company of the demo world: 20,000 badges, and what became of each.

Who gets what, and what they do, is drawn from a seed of each week, so that a week that was cut short is done again the
same way. Everything happens by the services that everybody uses.
"""

import random
import time
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.figures.services import collected_counts, note_share, note_verification, note_view
from openlaurel.apps.figures.visits import Visit
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.services import (
    AwardDraft,
    accept_award,
    decline_award,
    issue_awards,
    note_claim_opened,
    revoke_award,
)
from openlaurel.apps.profiles.models import Role
from openlaurel.demo.awards import member_with
from openlaurel.demo.lives import Life, draw_life
from openlaurel.demo.reading import Company
from openlaurel.demo.returned import come_back, fault_of
from openlaurel.demo.rosters import issue_by_roster

SEED = "twenty thousand badges"
# Odd and no factor of the number of people: each step meets everybody before it meets anybody again.
STRIDE = 2741
# How much is learned in each month, January first: little in the summer and at the end of the year.
SEASONS = (1.0, 1.1, 1.15, 1.0, 1.05, 0.9, 0.55, 0.5, 1.25, 1.3, 1.15, 0.65)
WEEKS_BETWEEN_ROSTERS = 4
# So many in one transaction, during which on SQLite nobody else writes: about a quarter of a second.
LIVES_AT_ONCE = 20
# Who waits to write on SQLite looks again so often; without it whoever writes on and on is always first. In seconds.
PAUSE = 0.05
REASON = "Issued for a session that the person did not attend."


def fill_week(company: Company, week: int, *, loaded_at: datetime) -> None:
    """This function will issue the badges of one week and let them live; done twice it adds nothing to what is there.

    Weeks count from 0, the oldest. What happens to a badge after `loaded_at` doesn't happen.
    """
    chance = random.Random(f"{SEED} {week}")  # noqa: S311 (a story, no secret)
    start = _start_of(company, week, loaded_at)
    for number, (slug, places) in enumerate(places_of(company, week, loaded_at).items()):
        version = get_published(slug)
        moment = min(start + timedelta(days=number % 5, hours=number), loaded_at)
        drafts = [draft_for(company, slug, place) for place in places]
        lives = [draw_life(chance, week / company.weeks) for _ in places]
        quietly = chance.random() < 0.06
        if file_name := roster_of(company, week, number, moment):
            awards = issue_by_roster(version, drafts, file_name, moment)
        else:
            by = member_with(version, Role.ISSUER)
            outcomes = issue_awards(version=version, drafts=drafts, by=by, now=moment, notify=not quietly)
            awards = [outcome.award for outcome in outcomes if outcome.award is not None]
        reached = [pair for pair in zip(awards, lives, strict=True) if not fault_of(pair[0].recipient_email)]
        for first in range(0, len(reached), LIVES_AT_ONCE):
            # What was accepted was shown in the same transaction, so it isn't shown twice.
            with transaction.atomic(), collected_counts():
                for award, life in reached[first : first + LIVES_AT_ONCE]:
                    _live(award, version, life, loaded_at)
            time.sleep(PAUSE)
        come_back(awards)


def places_of(company: Company, week: int, loaded_at: datetime) -> Mapping[str, range]:
    """This function will return which of all badges of a micro-credential are issued in a week, counted from 0.

    There are more of them from year to year, and fewer in summer and at the end of the year.
    """
    weights = [_weight(company, number, loaded_at) for number in range(company.weeks)]
    whole, before = sum(weights), sum(weights[:week])
    found = {}
    for slug, share in company.shares.items():
        number = company.awards * share / 100
        first, last = (round(number * part / whole) for part in (before, before + weights[week]))
        found[slug] = range(first, last)
    return found


def roster_of(company: Company, week: int, number: int, moment: datetime) -> str:
    """This function will return the name of the file by which a customer sends the `number`th badges of a week, or ""."""
    turn, is_other_week = divmod(week, WEEKS_BETWEEN_ROSTERS)
    if is_other_week or number != turn % len(company.shares):
        return ""
    return f"{company.customers[turn % len(company.customers)]}-{moment:%Y-%m}.csv"


def draft_for(company: Company, slug: str, place: int) -> AwardDraft:
    """This function will return who gets one badge of a micro-credential; nobody gets one of them twice."""
    offset = sum(ord(letter) for letter in slug) * 37
    number = (offset + place * STRIDE) % company.people
    given = company.given[number % len(company.given)]
    family = company.family[(number * 31 + number // len(company.given)) % len(company.family)]
    language = "es" if number % 9 == 0 else "ar" if number % 41 == 0 else "en"
    return AwardDraft(
        recipient_name=f"{given} {family}",
        recipient_email=f"{_plain(given)}.{_plain(family)}.{number}@people.example",
        language=language,
        idempotency_key=f"demo-company-{slug}-{place}",
    )


def _start_of(company: Company, week: int, loaded_at: datetime) -> datetime:
    return loaded_at - timedelta(weeks=company.weeks - week)


def _weight(company: Company, week: int, loaded_at: datetime) -> float:
    year_long = 1 + week / company.weeks
    return year_long * SEASONS[_start_of(company, week, loaded_at).month - 1]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ı", "i"))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalpha())


def _live(award: Award, version: AchievementVersion, life: Life, until: datetime) -> None:
    """Does what is still to be done of a life: all of it, unless the week was cut short before."""

    def moment(hours: float | None) -> datetime | None:
        at = None if hours is None else award.created_at + timedelta(hours=hours)
        return at if at is not None and at < until else None

    if award.state == AwardState.OFFERED:
        if opened := moment(life.opened):
            note_claim_opened(award=award, now=opened)
        if declined := moment(life.declined):
            award = decline_award(award=award, now=declined)
        if accepted := moment(life.accepted):
            award = accept_award(award=award, show_name=life.shows_name, now=accepted)
            _show(award, life, accepted, until)
    if award.state == AwardState.ACCEPTED and (revoked := moment(life.revoked)):
        revoke_award(award=award, reason=REASON, by=member_with(version, Role.ISSUER), now=revoked)


def _show(award: Award, life: Life, accepted: datetime, until: datetime) -> None:
    for at, channel in _after(accepted, until, life.channels):
        note_share(award=award, channel=channel, visit=Visit("own"), now=at)
    for at, origin in _after(accepted, until, life.views):
        note_view(award=award, visit=Visit(origin), now=at)
    for at, origin in _after(accepted, until, life.verifications):
        note_verification(award=award, origin=origin, now=at)


def _after(start: datetime, until: datetime, things: tuple[str, ...]) -> Iterator[tuple[datetime, Any]]:
    for number, thing in enumerate(things):
        at = start + timedelta(days=1 + number * number * 3)
        if at < until:
            yield at, thing
