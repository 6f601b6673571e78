"""Loading the demo world by the services that administrators, learners and assessors use; there is no other way in.

Each step is a transaction of its own and is left out when it was done before, so a load that was killed goes on where
it stopped.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.assessment.services import ItemDraft, create_quiz, create_task
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.services import (
    Definition,
    SkillClaim,
    allow_suspension,
    define_achievement,
    publish_version,
)
from openlaurel.apps.learning.services import LessonDraft, create_course, publish_course
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import add_member, create_organisation, update_brand, upload_logo
from openlaurel.demo.awards import award_directly
from openlaurel.demo.journeys import make_journey
from openlaurel.demo.offers import offer_code, take_applications
from openlaurel.demo.programmes import dress, load_certificate, load_programme
from openlaurel.demo.reading import (
    AchievementFiles,
    CourseFiles,
    OrganisationFiles,
    Person,
    World,
    read_world,
)
from openlaurel.demo.recalls import recall_badges
from openlaurel.demo.workspace import workspace_steps

PASSWORD = "laurel-demo-2026"  # noqa: S105  (public: everyone in the demo world is invented)
FOUNDED = timedelta(days=1300)

Progress = Callable[[int, int, str], None]


def load_world(*, data: Path, now: datetime, progress: Progress) -> World:
    """This function will fill the installation in folder `data` with the demo world and note that it has one.

    `progress` is called with the steps done, their number and what was done last. Calling it again adds nothing.
    """
    world = read_world()
    total = sum(1 for _ in _steps(world, now))
    for done, (what, step) in enumerate(_steps(world, now), 1):
        step()
        progress(done, total, what)
    (data / "demo.json").write_text(json.dumps({"loaded_at": now.isoformat()}), "utf-8")
    return world


def sign_ins(world: World) -> list[tuple[str, str]]:
    """This function will return who can be tried out: an e-mail address and what the person does; one password for all."""
    people = [
        (person.email, f"{person.role} of {organisation.fields['name']}")
        for organisation in world.organisations
        if organisation.achievements
        for person in organisation.people
        if person.role in {"owner", "assessor"}
    ]
    return [(learner.email, "learner") for learner in world.learners[:3]] + people


def _steps(world: World, now: datetime) -> Iterator[tuple[str, Callable[[], None]]]:
    founded = now - FOUNDED
    for learner in world.learners:
        yield learner.name, lambda p=learner: _account(p, founded)  # type: ignore[misc]
    for files in world.organisations:
        yield files.fields["name"], lambda f=files: _organisation(f, founded)  # type: ignore[misc]
    recalled = {entry["achievement"] for entry in world.recalls}
    for files in world.organisations:
        for achievement in _prerequisites_first(files.achievements):
            yield (
                achievement.fields["name"],
                lambda f=files, a=achievement: _achievement(  # type: ignore[misc]
                    f, a, founded, is_suspendable=a.slug in recalled
                ),
            )
    for files in world.organisations:
        if files.certificate:
            yield "certificate", lambda f=files: load_certificate(f, founded)  # type: ignore[misc]
        for programme in files.programmes:
            yield programme["name"], lambda f=files, p=programme: load_programme(f, p, founded)  # type: ignore[misc]
    yield from _life(world, now)


def _life(world: World, now: datetime) -> Iterator[tuple[str, Callable[[], None]]]:
    """What learners and organisations did, the oldest first, so that the audit trail reads as it happened."""
    awards = [(entry["days_ago"], entry, True) for entry in world.awards]
    journeys = [(entry["started_days_ago"], entry, False) for entry in world.journeys]
    for _, entry, is_award in sorted(awards + journeys, key=lambda item: -item[0]):
        what = f"{entry['learner'].split('@')[0]}: {entry['achievement']}"
        if is_award:
            yield what, lambda e=entry: award_directly(e, now)  # type: ignore[misc]
        else:
            yield what, lambda e=entry: make_journey(e, world.submissions, now)  # type: ignore[misc]
    for entry in world.openings:
        yield entry["achievement"], lambda e=entry: take_applications(e, now)  # type: ignore[misc]
    for entry in world.claim_codes:
        yield entry["note"], lambda e=entry: offer_code(e, now)  # type: ignore[misc]
    yield from workspace_steps(world.workspace, now)
    for entry in world.recalls:
        yield f"recall: {entry['achievement']}", lambda e=entry: recall_badges(e, now)  # type: ignore[misc]


def _prerequisites_first(achievements: tuple[AchievementFiles, ...]) -> list[AchievementFiles]:
    ordered: list[AchievementFiles] = []
    own = {achievement.slug for achievement in achievements}

    def place(achievement: AchievementFiles) -> None:
        for slug in achievement.fields.get("required", ()):
            if slug in own:
                place(next(a for a in achievements if a.slug == slug))
        if achievement not in ordered:
            ordered.append(achievement)

    for achievement in achievements:
        place(achievement)
    return ordered


def _account(person: Person, now: datetime) -> Account:
    found = Account.objects.filter(email=person.email).first()
    return found or create_account(
        email=person.email,
        name=person.name,
        password=PASSWORD,
        language=person.language,
        verified=True,
        now=now,
    )


@transaction.atomic
def _organisation(files: OrganisationFiles, now: datetime) -> None:
    if Profile.objects.filter(handle=files.fields["handle"]).exists():
        return
    accounts = {person: _account(person, now) for person in files.people}
    owner = next(account for person, account in accounts.items() if person.role == "owner")
    organisation = create_organisation(**files.fields, owner=owner, by=INSTALLATION, now=now)
    for person, account in accounts.items():
        if person.role != "owner":
            add_member(
                organisation=organisation, account=account, role=person.role, by=Actor(account=owner), now=now
            )
    if files.brand:
        designer = Actor(account=accounts[next(p for p in files.people if p.role == "designer")])
        logo = files.brand["logo"]
        colours = {name: value for name, value in files.brand.items() if name != "logo"}
        update_brand(organisation=organisation, **colours, by=designer, now=now)
        upload_logo(organisation=organisation, data=logo, by=designer, now=now)


@transaction.atomic
def _achievement(
    files: OrganisationFiles, achievement: AchievementFiles, now: datetime, *, is_suspendable: bool
) -> None:
    if Achievement.objects.filter(slug=achievement.slug).exists():
        return
    organisation = Profile.objects.get(handle=files.fields["handle"])
    designer = Actor(account=Account.objects.get(email=files.email_of("designer")))
    version = define_achievement(
        organisation=organisation,
        slug=achievement.slug,
        definition=_definition(achievement.fields),
        by=designer,
        now=now,
    )
    dress(files, version, designer, now)
    if achievement.course is not None:
        _course(version.achievement, achievement.course, achievement.fields["language"], designer, now)
    publish_version(version=version, by=designer, now=now)
    if is_suspendable:
        allow_suspension(achievement=version.achievement, is_allowed=True, by=designer, now=now)


def _definition(fields: Mapping[str, Any]) -> Definition:
    values = dict(fields)
    for name in ("outcomes", "required", "tags", "result_descriptions"):
        values[name] = tuple(values.get(name, ()))
    values["skills"] = tuple(SkillClaim(**skill) for skill in values.get("skills", ()))
    return Definition(**values)


def _course(
    achievement: Achievement, course: CourseFiles, language: str, designer: Actor, now: datetime
) -> None:
    created = create_course(
        achievement=achievement,
        title=course.title,
        summary=course.summary,
        language=language,
        lessons=[LessonDraft(title=f.title, minutes=f.minutes, body=f.body) for f in course.lessons],
        by=designer,
        now=now,
    )
    quiz = {**course.quiz, "items": [ItemDraft(**item) for item in course.quiz["items"]]}
    create_quiz(achievement=achievement, language=language, position=1, by=designer, now=now, **quiz)
    create_task(achievement=achievement, language=language, position=2, by=designer, now=now, **course.task)
    publish_course(course=created, by=designer, now=now)
