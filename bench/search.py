"""Claim: a search over 100,000 micro-credentials answers in under 50 ms at the median on SQLite.

In one run the same questions, each with its first page and its count: by the catalogue's search on SQLite
(`sqlite_ms`), by it on PostgreSQL with --postgresql (`postgresql_ms`), and by LIKE over the whole text of each
definition, which finds no slip and no synonym (`like_ms`). Each is the median; `…_slow_ms` is the slowest twentieth, and
`by_kind` the medians of single words, several words, beginnings, words with a slip, common words, and filters.
`listed_per_s` is how many listings are made anew a second.

    .venv/bin/python bench/search.py [--json] [--achievements 100000] [--questions 200]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/search.py --postgresql
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from setting import make_achievement, postgresql, use

ORGANISATIONS, AT_ONCE, PAGE = 200, 2000, 24
ALPHABET = [
    "ka",
    "se",
    "ti",
    "mo",
    "lu",
    "ra",
    "ne",
    "vi",
    "do",
    "pe",
    "sha",
    "kri",
    "ton",
    "mar",
    "len",
    "gos",
    "fir",
    "bra",
    "nul",
    "qua",
]
TOPICS = [
    "data",
    "analysis",
    "risk",
    "project",
    "safety",
    "network",
    "security",
    "cloud",
    "design",
    "research",
    "care",
    "health",
    "energy",
    "finance",
    "audit",
    "writing",
    "language",
    "teaching",
    "leadership",
    "negotiation",
    "logistics",
    "quality",
    "software",
    "testing",
    "statistics",
    "marketing",
    "law",
    "ethics",
    "climate",
    "water",
    "food",
    "building",
    "electric",
    "machine",
    "learning",
    "python",
    "java",
    "spreadsheet",
    "database",
    "customer",
    "service",
    "culture",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--achievements", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true", help="ask PostgreSQL too")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as name:
        folder = Path(name)
        figures |= in_a_process(options, folder / "sqlite", "")
        with postgresql() if options.postgresql else nullcontext("") as database:
            if database:
                figures |= in_a_process(options, folder / "postgresql", database)
    if options.json:
        print(json.dumps(figures))
        return
    for label, value in figures.items():
        print(f"{label:>22}  {value}")


def in_a_process(options: argparse.Namespace, folder: Path, database: str) -> dict[str, Any]:
    """One process knows one database."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, options, folder, database).result()


def measured(options: argparse.Namespace, folder: Path, database: str) -> dict[str, Any]:
    use(folder, database)
    make_achievement()
    prefix = "postgresql" if database else "sqlite"
    words = vocabulary()
    listed = fill(options.achievements, words)
    questions = list(islice(questions_of(words), options.questions))
    figures = timed(questions, ask)
    found = {f"{prefix}_{name}": value for name, value in figures.items()}
    found[f"{prefix}_listed_per_s"] = listed
    if prefix == "sqlite":
        like = timed(questions, ask_like)
        found |= {"like_ms": like["ms"], "like_slow_ms": like["slow_ms"]}
    return found


def vocabulary() -> list[str]:
    """20,000 words, the topics first: the more seldom the later."""
    dice = random.Random(7)
    made: dict[str, None] = dict.fromkeys(TOPICS)
    while len(made) < 20_000:
        made["".join(dice.choice(ALPHABET) for _ in range(dice.randint(2, 4)))] = None
    return list(made)


def texts(words: list[str], dice: random.Random) -> Callable[[int], str]:
    weights = [1 / (rank + 5) for rank in range(len(words))]
    drawn = dice.choices(words, weights, k=400_000)

    def text(count: int) -> str:
        start = dice.randrange(len(drawn) - count)
        return " ".join(drawn[start : start + count])

    return text


def fill(count: int, words: list[str]) -> float:
    """Definitions with name, description, outcomes and skills, published; returns the listings made a second."""
    from django.utils import timezone

    from openlaurel.apps.catalog.models import Achievement, AchievementVersion, Alignment, Skill
    from openlaurel.apps.catalog.services.listings import relist_all
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import create_organisation
    from openlaurel.core.searching import search_form

    dice, now = random.Random(11), timezone.now()
    text = texts(words, dice)
    organisations = [
        create_organisation(
            handle=f"bench-{n}", name=f"{text(2).title()} College", country="IE", is_issuer=True, owner=None,
            by=INSTALLATION, now=now,
        )
        for n in range(ORGANISATIONS)
    ]  # fmt: skip
    skills = Skill.objects.bulk_create(
        Skill(url=f"https://bench-skills.example/{n}", name=text(2).capitalize()) for n in range(2000)
    )
    for start in range(0, count, AT_ONCE):
        several = range(start, min(start + AT_ONCE, count))
        achievements = Achievement.objects.bulk_create(
            Achievement(organisation=dice.choice(organisations), slug=f"bench-{n}", created_at=now)
            for n in several
        )
        versions = AchievementVersion.objects.bulk_create(
            AchievementVersion(
                achievement=achievement, number=1, created_at=now, published_at=now, language=dice.choice(["en", "es", "ar"]),
                name=(name := text(dice.randint(2, 6)).capitalize())[:120], description=(about := text(45)),
                outcomes=(outcomes := [text(9) for _ in range(4)]), level=dice.choice(["foundation", "advanced", "expert"]),
                workload_hours=dice.randint(2, 200), participation=dice.choice(["online", "onsite", "blended"]),
                search_text=search_form(" ".join([name, about, *outcomes])),
            )
            for achievement in achievements
        )  # fmt: skip
        Alignment.objects.bulk_create(
            Alignment(version=version, skill=skill, level="expert", position=position)
            for version in versions
            for position, skill in enumerate(dice.sample(skills, 3))
        )
        AchievementVersion.objects.filter(pk__in=[version.pk for version in versions]).update(
            state="published"
        )
    began = time.perf_counter()
    relist_all()
    return round(count / (time.perf_counter() - began), 1)


def questions_of(words: list[str]) -> Any:
    """What people type, by kind, in turn."""
    dice = random.Random(13)

    def slip(word: str) -> str:
        at = dice.randrange(1, len(word) - 1)
        return dice.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + "x" + word[at:],
            ]
        )

    long = [word for word in words if len(word) >= 6]
    while True:
        some = dice.sample(words[:3000], 2)
        yield "one word", some[0], {}
        yield "two words", " ".join([dice.choice(words[:300]), dice.choice(words[:300])]), {}
        yield "a beginning", dice.choice(long)[:4], {}
        yield "with a slip", slip(dice.choice(long[:2000])), {}
        yield "a common word", dice.choice(TOPICS[:20]), {}
        yield "with filters", dice.choice(words[:300]), {"level": "expert", "language": "en", "hours": "40"}
        yield "filters alone", "", {"level": "advanced", "delivery": "onsite"}


def timed(questions: list[Any], ask: Callable[[str, dict[str, str]], int]) -> dict[str, Any]:
    kinds: dict[str, list[float]] = {}
    ask(*questions[0][1:])
    for kind, words, filters in questions:
        start = time.perf_counter()
        ask(words, filters)
        kinds.setdefault(kind, []).append((time.perf_counter() - start) * 1000)
    took = sorted(value for several in kinds.values() for value in several)
    return {
        "ms": round(statistics.median(took), 1),
        "slow_ms": round(took[int(len(took) * 0.95)], 1),
        "by_kind": {kind: round(statistics.median(several), 1) for kind, several in kinds.items()},
    }


def ask(words: str, filters: dict[str, str]) -> int:
    from openlaurel.apps.catalog.queries import Filters, found_versions

    found = found_versions(Filters(words=words, **filters))  # type: ignore[arg-type]
    return len(found[:PAGE]) + found.count()


def ask_like(words: str, filters: dict[str, str]) -> int:
    from django.db.models import Q

    from openlaurel.apps.catalog.queries import published_versions
    from openlaurel.core.searching import search_form

    versions = published_versions()
    for word in search_form(words).split():
        versions = versions.filter(
            Q(search_text__contains=word) | Q(achievement__organisation__search_name__contains=word)
        )
    columns = {"delivery": "participation"}
    exact = {columns.get(name, name): value for name, value in filters.items() if name != "hours"}
    versions = versions.filter(**exact)
    if filters.get("hours"):
        versions = versions.filter(workload_hours__range=(11, 40))
    return len(versions.order_by("search_text", "id")[:PAGE]) + versions.count()


if __name__ == "__main__":
    main()
