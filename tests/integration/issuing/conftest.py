"""Awards and their verification, for the tests of issuing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.conf import settings

from openlaurel.adapters.contexts import load_bundle
from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.services.listings import relist_all
from openlaurel.apps.issuing.forms import MOST_LISTED
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import resource_of
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Report, verify


class OwnStore(Mapping[str, Any]):
    """The resources that this installation answers by itself; nothing else exists."""

    def __getitem__(self, url: str) -> Any:
        found = resource_of(url)
        if found is None:
            raise KeyError(url)
        return orjson.loads(found)

    def __contains__(self, url: object) -> bool:
        return isinstance(url, str) and resource_of(url) is not None

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.fixture
def many(published: AchievementVersion, make_published: Callable[..., AchievementVersion]) -> list[str]:
    """The names of all that the organisation can issue: "Knots that hold", and one more than a list offers."""
    knots = make_published("knots", name="Knots that hold")
    names = [f"Tides {number:02}" for number in range(MOST_LISTED - 1)]
    columns = ("language", "workload_hours", "created_at", "published_at", "state", "number", "artwork_svg")
    fields = {column: getattr(published, column) for column in columns}
    for name in names:
        achievement = Achievement.objects.create(
            organisation=published.achievement.organisation,
            slug=name.lower().replace(" ", "-"),
            created_at=published.created_at,
        )
        AchievementVersion.objects.create(
            achievement=achievement, name=name, search_text=name.lower(), **fields
        )
    relist_all()
    return [published.name, knots.name, *names]


@pytest.fixture
def make_award(published: AchievementVersion, now: datetime) -> Callable[..., Award]:
    """Issues the badge "Tide tables in practice" to Ana Sousa, or as the fields say."""

    def make(**fields: Any) -> Award:
        given: dict[str, Any] = {
            "version": published,
            "recipient_name": "Ana Sousa",
            "recipient_email": "ana@learners.example",
            "by": INSTALLATION,
            "now": now,
        }
        return issue_award(**(given | fields))

    return make


@pytest.fixture
def award(make_award: Callable[..., Award]) -> Award:
    return make_award()


@pytest.fixture
def verified(now: datetime) -> Callable[..., Report]:
    """Verifies a document with what this installation itself answers."""
    canonizer = Canonizer(load_bundle())

    def check(document: bytes, at: datetime = now) -> Report:
        report = verify(document, OwnStore(), at, canonizer=canonizer)
        assert isinstance(report, Report), f"needs {report}"
        return report

    return check


@pytest.fixture
def move_address(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Gives the installation a new address; the present one becomes a former one."""

    def move(url: str) -> None:
        from dataclasses import replace

        present = settings.INSTALLATION
        moved = replace(present, url=url, former_urls=(present.url, *present.former_urls))
        monkeypatch.setattr(settings, "INSTALLATION", moved)
        monkeypatch.setattr(settings, "OPENLAUREL_URL", url)

    return move
