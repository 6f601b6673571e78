"""Two years of the technology company of the demo world: 20,000 badges, and what became of each.

Who gets what, and what they do, is drawn from a seed of each week, so that a week that was cut short is done again the
same way. Everything happens by the services that everybody uses.
"""

import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.figures.services import (
    collected_counts,
    note_share,
    note_verification,
    note_view,
)
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
from openlaurel.demo.reading import Company

SEED = "twenty thousand badges"
# Odd and no factor of the number of people: each step meets everybody before it meets anybody again.
STRIDE = 2741
WAITS = ((0.34, 1.0), (0.66, 20.0), (0.82, 70.0), (0.93, 160.0), (0.98, 600.0), (1.0, 1500.0))
ORIGINS = ("social",) * 9 + ("direct",) * 6 + ("jobs",) * 4 + ("mail",) * 2 + ("search", "other", "own")
CHANNELS = (
    ("linkedin",) * 10
    + ("post",) * 4
    + ("certificate",) * 4
    + ("mail",) * 3
    + ("picture",) * 2
    + ("document",)
)
REASON = "Issued for a session that the person did not attend."


@dataclass(frozen=True)
class Life:
    """What becomes of one badge. Hours count from issuing, and None means that it doesn't happen."""

    opened: float | None = None
    accepted: float | None = None
    declined: float | None = None
    revoked: float | None = None
    channels: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()


def fill_week(company: Company, week: int, *, loaded_at: datetime) -> None:
    """This function will issue the badges of one week and let them live; done twice it adds nothing to what is there.

    Weeks count from 0, the oldest. What happens to a badge after `loaded_at` doesn't happen.
    """
    chance = random.Random(f"{SEED} {week}")  # noqa: S311 (a story, no secret)
    start = loaded_at - timedelta(weeks=company.weeks - week)
    for number, (slug, places) in enumerate(places_of(company, week).items()):
        version = get_published(slug)
        day = start + timedelta(days=number % 5, hours=number)
        drafts = [_draft(company, slug, place) for place in places]
        lives = [_life(chance, week / company.weeks) for _ in places]
        quietly = chance.random() < 0.06
        outcomes = issue_awards(
            version=version,
            drafts=drafts,
            by=member_with(version, Role.ISSUER),
            now=min(day, loaded_at),
            notify=not quietly,
        )
        awards = [outcome.award for outcome in outcomes if outcome.award is not None]
        for award, life in zip(awards, lives, strict=True):
            _live(award, version, life, loaded_at)


def places_of(company: Company, week: int) -> Mapping[str, range]:
    """This function will return which of all badges of a micro-credential are issued in a week, counted from 0.

    There are more of them from year to year, and fewer in summer and at the end of the year.
    """
    weights = [_weight(company, number) for number in range(company.weeks)]
    whole, before = sum(weights), sum(weights[:week])
    found = {}
    for slug, share in company.shares.items():
        number = company.awards * share / 100
        first, last = (round(number * part / whole) for part in (before, before + weights[week]))
        found[slug] = range(first, last)
    return found


def _weight(company: Company, week: int) -> float:
    year_long = 1 + week / company.weeks
    return year_long * (0.55 if week % 52 in {28, 29, 30, 31, 32, 50, 51} else 1)


def _draft(company: Company, slug: str, place: int) -> AwardDraft:
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


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ı", "i"))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalpha())


def _life(chance: random.Random, progress: float) -> Life:
    """From year to year more people answer, and more of them show what they have."""
    luck, wait = chance.random(), _wait(chance)
    accepts = 0.66 + 0.12 * progress
    if luck > accepts + 0.13:
        return Life()
    if luck > accepts + 0.03:
        return Life(opened=wait)
    if luck > accepts:
        return Life(opened=wait, declined=wait + 0.2)
    shares = chance.random() < 0.35 + 0.2 * progress
    channels = tuple(chance.choice(CHANNELS) for _ in range(chance.choice((1, 1, 1, 2)))) if shares else ()
    views = tuple(chance.choice(ORIGINS) for _ in range(int(chance.expovariate(0.28 if shares else 1.4))))
    checks = tuple(
        chance.choice((*ORIGINS[6:], "program"))
        for _ in range(int(chance.expovariate(1.1))) if shares or chance.random() < 0.2
    )  # fmt: skip
    return Life(
        opened=wait,
        accepted=wait + 0.05,
        revoked=wait + 700 if chance.random() < 0.006 else None,
        channels=channels,
        views=views if views or not checks else ("direct",),
        verifications=checks,
    )


def _wait(chance: random.Random) -> float:
    luck, before = chance.random(), 0.05
    for share, hours in WAITS:
        if luck <= share:
            return before + (hours - before) * chance.random()
        before = hours
    return before


def _live(award: Award, version: AchievementVersion, life: Life, until: datetime) -> None:
    """Does what is still to be done of a life: all of it, unless the week was cut short before."""

    def moment(hours: float | None) -> datetime | None:
        at = None if hours is None else award.created_at + timedelta(hours=hours)
        return at if at is not None and at < until else None

    if award.state != AwardState.OFFERED:
        return
    if opened := moment(life.opened):
        note_claim_opened(award=award, now=opened)
    if declined := moment(life.declined):
        decline_award(award=award, now=declined)
    if accepted := moment(life.accepted):
        with transaction.atomic(), collected_counts():
            _show(award, life, accepted, until)
            # Last in the transaction: what was accepted has been shown, and isn't shown twice.
            accept_award(award=award, show_name=award.pk.int % 3 > 0, now=accepted)
        if revoked := moment(life.revoked):
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
