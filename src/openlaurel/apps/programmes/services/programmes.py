"""A programme's life: written, published, withdrawn, deleted."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.catalog.models import Achievement, VersionState
from openlaurel.apps.catalog.queries.custom_fields import fields_beside
from openlaurel.apps.catalog.services import InvalidDefinition
from openlaurel.apps.catalog.services.custom_fields import check_fields
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.programmes.models import Programme, ProgrammeStep
from openlaurel.apps.programmes.services.errors import InvalidProgramme, ProgrammeError
from openlaurel.core.artwork import BadSpec
from openlaurel.core.artwork.brand import check_colour
from openlaurel.core.fields import read_fields
from openlaurel.core.searching import search_form

MOST_STEPS = 40
RESERVED_SLUGS = frozenset({"new"})
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?").fullmatch
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*").fullmatch
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]").search


@dataclass(frozen=True)
class Step:
    """One micro-credential of a programme by the slug of its address."""

    achievement: str
    is_optional: bool = False


@dataclass(frozen=True)
class Outline:
    """All that is said about a programme; `steps` in their order. Without `colour` it has its organisation's."""

    name: str
    language: str
    description: str = ""
    colour: str = ""
    steps: tuple[Step, ...] = ()


def create_programme(
    *, organisation: Profile, slug: str, outline: Outline, by: Actor, now: datetime
) -> Programme:
    """This function will make a programme that the public doesn't see yet; `slug` is its address and never changes.

    Raises InvalidProgramme.
    """
    check_can(by, "define_achievement", organisation)
    problems = _problems(outline)
    if not _SLUG(slug) or slug in RESERVED_SLUGS:
        problems["slug"] = _("Use small letters a to z, digits and hyphens, such as data-analyst.")
    if problems:
        raise InvalidProgramme(problems)
    try:
        with transaction.atomic():
            programme = _write(Programme(organisation=organisation, slug=slug, created_at=now), outline)
            record("programme.created", programme, by, now)
    except IntegrityError as error:
        raise InvalidProgramme(
            {"slug": _("The address %(slug)s is taken. Choose another one.") % {"slug": slug}}
        ) from error
    return programme


def change_programme(*, programme: Programme, outline: Outline, by: Actor, now: datetime) -> Programme:
    """This function will replace all that a programme says, published or not. Raises InvalidProgramme."""
    check_can(by, "define_achievement", programme.organisation)
    if problems := _problems(outline):
        raise InvalidProgramme(problems)
    with transaction.atomic():
        programme = locked(programme)
        _write(programme, outline)
        _check_fields(programme)
        if programme.published_at is not None:
            _check_publishable(programme)
        record("programme.changed", programme, by, now)
    return programme


def publish_programme(*, programme: Programme, by: Actor, now: datetime) -> Programme:
    """This function will show a programme to the public. Raises ProgrammeError while something of it is missing."""
    check_can(by, "publish_achievement", programme.organisation)
    with transaction.atomic():
        programme = locked(programme)
        _check_publishable(programme)
        if programme.published_at is None:
            programme.published_at = now
            programme.save(update_fields=["published_at"])
            record("programme.published", programme, by, now)
    return programme


def withdraw_programme(*, programme: Programme, by: Actor, now: datetime) -> Programme:
    """This function will hide a programme from the public; the badges of its steps aren't touched."""
    check_can(by, "publish_achievement", programme.organisation)
    with transaction.atomic():
        programme = locked(programme)
        if programme.published_at is not None:
            programme.published_at = None
            programme.save(update_fields=["published_at"])
            record("programme.withdrawn", programme, by, now)
    return programme


def delete_programme(*, programme: Programme, by: Actor, now: datetime) -> None:
    """This function will delete a programme that isn't public. Raises ProgrammeError for one that is."""
    check_can(by, "define_achievement", programme.organisation)
    with transaction.atomic():
        programme = locked(programme)
        if programme.published_at is not None:
            raise ProgrammeError(_("A published programme can't be deleted. Withdraw it first."))
        record("programme.deleted", programme, by, now)
        programme.delete()


def locked(programme: Programme) -> Programme:
    """This function will read a programme again for changing."""
    return (
        Programme.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=programme.pk)
    )


def record(kind: str, programme: Programme, by: Actor, now: datetime) -> None:
    """This function will write an event about a programme."""
    record_event(
        kind=kind,
        subject=("programme", programme.id),
        now=now,
        actor_id=by.id,
        organisation_id=programme.organisation_id,
        data={"name": programme.name},
    )


def _write(programme: Programme, outline: Outline) -> Programme:
    programme.name, programme.description = " ".join(outline.name.split()), outline.description.strip()
    programme.search_name = search_form(programme.name)[:120]
    programme.language, programme.colour = outline.language, outline.colour
    slugs = [step.achievement for step in outline.steps]
    own = {a.slug: a for a in Achievement.objects.filter(organisation=programme.organisation, slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in own]:
        raise InvalidProgramme(
            {
                "steps": _("This organisation has no micro-credential at %(slugs)s. Choose from the list.")
                % {"slugs": ", ".join(missing)}
            }
        )
    programme.save()
    programme.steps.all().delete()
    ProgrammeStep.objects.bulk_create(
        ProgrammeStep(
            programme=programme,
            achievement=own[step.achievement],
            position=position,
            is_optional=step.is_optional,
        )
        for position, step in enumerate(outline.steps)
    )
    return programme


def _check_fields(programme: Programme) -> None:
    """A step that asks for the same as the programme can't come in: a badge says it once."""
    steps = list(programme.steps.values_list("achievement", flat=True))
    try:
        check_fields(read_fields(programme.custom_fields), fields_beside(steps, but_programme=programme.pk))
    except InvalidDefinition as error:
        words = _(
            "A micro-credential here asks for the same as the programme, in its custom fields: %(fault)s"
        )
        raise InvalidProgramme({"steps": words % {"fault": error}}) from error


def _problems(outline: Outline) -> dict[str, str]:
    problems = {}
    name = " ".join(outline.name.split())
    if not name or len(name) > 120:
        problems["name"] = _("Enter a name of at most 120 characters.")
    elif _CONTROL(name):
        problems["name"] = _("Remove the invisible control characters, then save again.")
    if len(outline.description) > 2000:
        problems["description"] = _("Shorten the description to at most 2,000 characters.")
    if not _LANGUAGE(outline.language) or len(outline.language) > 12:
        problems["language"] = _("Choose a language from the list.")
    if outline.colour:
        try:
            check_colour(outline.colour)
        except BadSpec:
            problems["colour"] = _("Write a colour as # and six digits, such as #0a5f38.")
    slugs = [step.achievement for step in outline.steps]
    if len(slugs) > MOST_STEPS:
        problems["steps"] = ngettext(
            "A programme has at most %(most)s step.", "A programme has at most %(most)s steps.", MOST_STEPS
        ) % {"most": MOST_STEPS}
    elif len(set(slugs)) < len(slugs):
        problems["steps"] = _("Each micro-credential may be in a programme once. Remove what is there twice.")
    return problems


def _check_publishable(programme: Programme) -> None:
    problems = {}
    if not programme.description:
        problems["description"] = _("Describe the programme: for whom it is, and where it leads.")
    steps = programme.steps.filter(
        achievement__versions__state=VersionState.PUBLISHED, achievement__archived_at=None
    )
    if not steps.filter(is_optional=False).exists():
        problems["steps"] = _("Add at least one published micro-credential that isn't optional.")
    if problems:
        raise InvalidProgramme(problems)
