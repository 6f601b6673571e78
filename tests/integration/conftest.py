"""What the tests with a database share: people, organisations and achievements, made by the services."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.adapters.configured import draw_badge
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import (
    Definition,
    SkillClaim,
    artwork,
    define_achievement,
    publish_version,
)
from openlaurel.apps.events.models import Delivery
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import add_member, create_organisation

DEFINITION = Definition(
    name="Tide tables in practice",
    language="en",
    description="The holder plans a passage from tide tables and checks it against what is seen on the water.",
    outcomes=("Read a tide table", "Plan a passage with a margin"),
    criteria="Pass the quiz with 80% and plan one passage.",
    level="foundation",
    country="PT",
    awarding_body_name="Harbour Institute",
    eqf_level=4,
    workload_hours=12,
    participation="online",
    assessment_type="Quiz and a practical task",
    supervision="none",
    quality_assurance="Reviewed every year by two harbour masters.",
    skills=(SkillClaim(url="https://skills.example/tides", name="Tidal planning", level="foundation"),),
    how_awarded="The institute awards it after the course in Porto.",
)


_drawn = cache(draw_badge)


@pytest.fixture(autouse=True)
def draw_each_badge_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing depends on nothing but the description of the picture, and takes half a second."""
    monkeypatch.setattr(artwork, "draw_badge", _drawn)


def environment_of(data: Path, **settings: str) -> dict[str, str]:
    """What a process of its own needs to work on the data folder `data`, and nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENLAUREL_")}
    kept |= {"OPENLAUREL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings"}
    return kept | settings


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An installation as `openlaurel setup` leaves it, made once for all test processes and copied by each test."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if hasattr(request.config, "workerinput") else folder
    data, done = folder / "installation", folder / "installation.done"
    with (folder / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            command = [sys.executable, "-m", "openlaurel.cli", "setup"]
            subprocess.run(command, env=environment_of(data), check=True, capture_output=True)
            done.touch()
    return data


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """The data folder of an installation of the test's own, set up."""
    return shutil.copytree(template, tmp_path / "data")


@pytest.fixture
def definition() -> Definition:
    """A complete definition; change fields with dataclasses.replace."""
    return DEFINITION


@pytest.fixture
def make_account(db: None, now: datetime) -> Callable[..., Account]:
    """Makes a confirmed account that signs in with the password `sea-shanty-42`."""
    numbers = count(1)

    def make(email: str = "", **details: Any) -> Account:
        address = email or f"person{next(numbers)}@example.org"
        fields: dict[str, Any] = {"password": "sea-shanty-42", "verified": True, "now": now}
        return create_account(email=address, **(fields | details))

    return make


@pytest.fixture
def owner(make_account: Callable[..., Account]) -> Account:
    return make_account("owner@harbour.example", name="Olga Owner")


@pytest.fixture
def make_organisation(db: None, now: datetime) -> Callable[..., Profile]:
    """Makes an issuer, by default without an owner."""

    def make(handle: str, owner: Account | None = None, **details: Any) -> Profile:
        fields: dict[str, Any] = {
            "name": handle.replace("-", " ").title(),
            "is_issuer": True,
            "country": "PT",
        }
        return create_organisation(handle=handle, owner=owner, by=INSTALLATION, now=now, **(fields | details))

    return make


@pytest.fixture
def organisation(make_organisation: Callable[..., Profile], owner: Account) -> Profile:
    """The issuer "Harbour Institute", owned by `owner`."""
    return make_organisation("harbour", owner, name="Harbour Institute")


@pytest.fixture
def make_member(
    make_account: Callable[..., Account], organisation: Profile, now: datetime
) -> Callable[..., Account]:
    """Makes an account with one role in `organisation`, or in another one."""

    def make(role: str, of: Profile | None = None, **details: Any) -> Account:
        account = make_account(**details)
        add_member(organisation=of or organisation, account=account, role=role, by=INSTALLATION, now=now)
        return account

    return make


@pytest.fixture
def make_published(organisation: Profile, now: datetime) -> Callable[..., AchievementVersion]:
    """Makes a published achievement of `organisation`, or of another one; other fields as given."""

    def make(slug: str, of: Profile | None = None, **fields: Any) -> AchievementVersion:
        draft = define_achievement(
            organisation=of or organisation,
            slug=slug,
            definition=replace(DEFINITION, **fields),
            by=INSTALLATION,
            now=now,
        )
        return publish_version(version=draft, by=INSTALLATION, now=now)

    return make


@pytest.fixture
def published(make_published: Callable[..., AchievementVersion]) -> AchievementVersion:
    """The published achievement at /achievements/tide-tables."""
    return make_published("tide-tables")


@pytest.fixture
def signed_in(client: Client) -> Callable[[Account], Client]:
    """Signs `client` in as an account, without the sign-in page."""

    def sign_in(account: Account) -> Client:
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def deliver_events(db: None, now: datetime) -> Callable[[], None]:
    """Delivers all news and what follows from it, as the worker would; an error in a handler fails the test."""

    def deliver() -> None:
        while deliver_due(now=max(now, timezone.now())):
            pass
        # What was queued at `now` leaves then: a mail is given up days later, and today may be years later.
        for clock in (lambda: now, lambda: max(now, timezone.now())):
            while send_due(clock=clock):
                pass
        assert not list(Delivery.objects.exclude(error="").values_list("handler", "error"))

    return deliver
