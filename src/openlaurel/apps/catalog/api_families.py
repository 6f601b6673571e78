"""Badge families for programs: one look for several badges, and the drafts that have it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily, Level
from openlaurel.apps.catalog.queries.families import drafts_of, drawn_level, families_of
from openlaurel.apps.catalog.services import (
    Look,
    change_family,
    create_family,
    delete_family,
    put_in_family,
)
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, IdempotencyHeader, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import KeyUsedForAnother, once

router = Router(tags=["families"], auth=ApiKeyAuth(Scope.PROGRAMMES_MANAGE))


class LookIn(Schema):
    """One look. `hue` is an angle, 0 to 359, which turns by `hue_step` degrees, -60 to 60, with each level."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=120)
    shape: str = Field(max_length=12, description="One of the gallery, such as hexagon or gem.")
    hue: int
    hue_step: int = 0
    pattern: str = Field("1", max_length=40, description="1 to 12.")

    def look(self) -> Look:
        """This function will return what is asked for."""
        return Look(self.name, self.shape, self.hue, self.hue_step, self.pattern)


class FamilyOut(Schema):
    """A family; `drafts` and `published` are the slugs of the micro-credentials whose badges are of it."""

    id: UUID
    name: str
    shape: str
    hue: int
    hue_step: int
    pattern: str
    drafts: list[str]
    published: list[str]
    created_at: AwareDatetime

    @classmethod
    def of(cls, family: BadgeFamily) -> "FamilyOut":
        """This function will read a family with its badges."""
        same = ("id", "name", "shape", "hue", "hue_step", "pattern", "created_at")
        slugs: dict[str, set[str]] = {"draft": set(), "published": set()}
        for state, slug in family.versions.values_list("state", "achievement__slug"):
            slugs.get(state, set()).add(slug)
        values: dict[str, Any] = {name: getattr(family, name) for name in same}
        return cls(drafts=sorted(slugs["draft"]), published=sorted(slugs["published"]), **values)


class FamilyPage(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[FamilyOut]
    count: int
    next: str | None


@router.get("", response={200: FamilyPage, **ERRORS}, summary="List your badge families")
def list_own_families(request: HttpRequest, query: Query[LongPageQuery]) -> FamilyPage:
    """The families of the key's organisation, the latest first."""
    page, count, following = query.read(families_of(_door(request)[1]))
    return FamilyPage(items=[FamilyOut.of(one) for one in page], count=count, next=following)


@router.post("", response={201: FamilyOut, 200: FamilyOut, **CHANGE}, summary="Make a badge family")
def make_family(
    request: HttpRequest, body: LookIn, idempotency_key: IdempotencyHeader = None
) -> Status[FamilyOut]:
    """Without badges: 201. The same idempotency key with the same body returns the family that was made then: 200; with
    another body, or once that one is deleted: 409."""
    actor, organisation = _door(request)
    now = timezone.now()
    made_id, is_new = once(
        organisation=organisation,
        kind="badge_family",
        key=idempotency_key,
        asked=body.model_dump(mode="json"),
        make=lambda: create_family(organisation=organisation, look=body.look(), by=actor, now=now).pk,
        now=now,
    )
    family = families_of(organisation).filter(pk=made_id).first()
    if family is None:
        raise KeyUsedForAnother(
            _("The family of this idempotency key was deleted. Use a new key for another one.")
        )
    return Status(201 if is_new else 200, FamilyOut.of(family))


@router.get("/{uuid:family_id}", response={200: FamilyOut, **ONE}, summary="Read one badge family")
def read_family(request: HttpRequest, family_id: UUID) -> FamilyOut:
    """Its look, and whose badges have it."""
    return FamilyOut.of(_family(_door(request)[1], family_id))


@router.put("/{uuid:family_id}", response={200: FamilyOut, **CHANGE}, summary="Change a badge family")
def put_family(request: HttpRequest, family_id: UUID, body: LookIn) -> FamilyOut:
    """All its drafts change at once; published versions never do."""
    actor, organisation = _door(request)
    family = _family(organisation, family_id)
    return FamilyOut.of(change_family(family=family, look=body.look(), by=actor, now=timezone.now()))


@router.delete("/{uuid:family_id}", response={204: None, **CHANGE}, summary="Delete a badge family")
def erase_family(request: HttpRequest, family_id: UUID) -> Status[None]:
    """Drafts keep the look that they had. One with published badges: 409."""
    actor, organisation = _door(request)
    delete_family(family=_family(organisation, family_id), by=actor, now=timezone.now())
    return Status(204, None)


@router.get(
    "/{uuid:family_id}/levels/{level}",
    response={200: bytes, **ONE},
    summary="See a level of a badge family",
)
def draw_family_level(request: HttpRequest, family_id: UUID, level: Level) -> HttpResponse:
    """An SVG of the look at this level."""
    organisation = _door(request)[1]
    drawn = drawn_level(_family(organisation, family_id), level, organisation)
    return HttpResponse(drawn, content_type="image/svg+xml")


@router.put(
    "/{uuid:family_id}/drafts/{slug}",
    response={200: FamilyOut, **CHANGE},
    summary="Give a draft the look of a family",
)
def join_family(request: HttpRequest, family_id: UUID, slug: str) -> FamilyOut:
    """By the slug of its micro-credential; one without a draft: 404."""
    actor, organisation = _door(request)
    family = _family(organisation, family_id)
    put_in_family(version=_draft(organisation, slug), family=family, by=actor, now=timezone.now())
    return FamilyOut.of(family)


@router.delete(
    "/{uuid:family_id}/drafts/{slug}", response={204: None, **CHANGE}, summary="Take a draft out of a family"
)
def leave_family(request: HttpRequest, family_id: UUID, slug: str) -> Status[None]:
    """It keeps its look, which can then be changed by itself. One that isn't of this family: 404."""
    actor, organisation = _door(request)
    draft = _draft(organisation, slug)
    if draft.family_id != _family(organisation, family_id).pk:
        raise Http404
    put_in_family(version=draft, family=None, by=actor, now=timezone.now())
    return Status(204, None)


def _door(request: HttpRequest) -> tuple[Actor, Profile]:
    actor, organisation = program_of(request)
    check_can(actor, "define_achievement", organisation)
    return actor, organisation


def _family(organisation: Profile, family_id: UUID) -> BadgeFamily:
    found = families_of(organisation).filter(pk=family_id).first()
    if found is None:
        raise Http404
    return found


def _draft(organisation: Profile, slug: str) -> AchievementVersion:
    found = drafts_of(organisation).filter(achievement__slug=slug).first()
    if found is None:
        raise Http404
    return found
