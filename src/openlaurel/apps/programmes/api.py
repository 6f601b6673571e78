"""Programmes for programs: written, put in order, published, withdrawn, with their picture."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import (
    CHANGE,
    ERRORS,
    ONE,
    IdempotencyHeader,
    LongPageQuery,
    PictureIn,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import InvalidDetails, KeyUsedForAnother, once
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.queries import get_own, own_programmes, programme_url
from openlaurel.apps.programmes.services import (
    Outline,
    ProgrammeError,
    Step,
    change_programme,
    create_programme,
    delete_programme,
    publish_programme,
    remove_cover,
    upload_cover,
    withdraw_programme,
)
from openlaurel.apps.programmes.services.programmes import MOST_STEPS

router = Router(tags=["programmes"], auth=ApiKeyAuth(Scope.PROGRAMMES_MANAGE))


class StepIn(Schema):
    """A micro-credential by its slug. One that is optional isn't needed for the whole."""

    model_config = ConfigDict(extra="forbid")

    achievement: str = Field(max_length=100)
    is_optional: bool = False


class ProgrammeChangeIn(Schema):
    """What shall be different; what isn't sent stays as it is. `steps` are all of them, in their order."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=120)
    language: str = Field("en", max_length=12)
    description: str = Field("", max_length=2000)
    colour: str = Field("", max_length=7, description="Written as #rrggbb; empty for that of your brand.")
    steps: list[StepIn] = Field(default_factory=list, max_length=MOST_STEPS)

    def over(self, outline: Outline) -> Outline:
        """This function will return the outline with what was sent in its place."""
        given: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set - {"steps", "slug"}
        }
        if "colour" in given:
            given["colour"] = given["colour"].lower()
        if "steps" in self.model_fields_set:
            given["steps"] = tuple(Step(step.achievement, step.is_optional) for step in self.steps)
        return replace(outline, **given)


class ProgrammeIn(ProgrammeChangeIn):
    """A new programme. `slug` is the end of its address, for good."""

    slug: str = Field(max_length=100)
    name: str = Field(max_length=120)


class StepOut(StepIn):
    pass


class ProgrammeOut(Schema):
    """A programme. The public sees it at `url` once `published_at` is set; `cover` is the address of its picture."""

    slug: str
    url: str
    name: str
    language: str
    description: str
    colour: str
    steps: list[StepOut] = Field(max_length=MOST_STEPS)
    cover: str
    published_at: AwareDatetime | None
    created_at: AwareDatetime

    @classmethod
    def of(cls, programme: Programme) -> "ProgrammeOut":
        """This function will read a programme with its steps."""
        same = ("slug", "name", "language", "description", "colour", "published_at", "created_at")
        cover = reverse("programmes:programme-cover", args=[programme.slug]) + f"?v={programme.cover_digest}"
        return cls(
            url=programme_url(programme),
            steps=[
                StepOut(achievement=step.achievement.slug, is_optional=step.is_optional)
                for step in programme.steps.all()
            ],
            cover=settings.OPENLAUREL_URL + cover if programme.cover_digest else "",
            **{name: getattr(programme, name) for name in same},
        )


class ProgrammePageOut(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ProgrammeOut]
    count: int
    next: str | None


@router.get("", response={200: ProgrammePageOut, **ERRORS}, summary="List your programmes")
def list_own_programmes(request: HttpRequest, query: Query[LongPageQuery]) -> ProgrammePageOut:
    """Those that are public and those that aren't, the latest first."""
    _actor, organisation = _door(request)
    page, count, following = query.read(own_programmes(organisation))
    return ProgrammePageOut(items=[ProgrammeOut.of(one) for one in page], count=count, next=following)


@router.post("", response={201: ProgrammeOut, 200: ProgrammeOut, **CHANGE}, summary="Make a programme")
def make_programme(
    request: HttpRequest, body: ProgrammeIn, idempotency_key: IdempotencyHeader = None
) -> Status[ProgrammeOut]:
    """The public doesn't see it yet: 201. The same idempotency key with the same body returns the programme that was made
    then: 200; with another body, or once that one is deleted: 409."""
    actor, organisation = _door(request)
    now, start = timezone.now(), Outline("", organisation.language)

    def make() -> UUID:
        made = create_programme(
            organisation=organisation, slug=body.slug, outline=body.over(start), by=actor, now=now
        )
        return made.pk

    made_id, is_new = once(
        organisation=organisation,
        kind="programme",
        key=idempotency_key,
        asked=body.model_dump(mode="json"),
        make=make,
        now=now,
    )
    programme = own_programmes(organisation).filter(pk=made_id).first()
    if programme is None:
        raise KeyUsedForAnother(
            _("The programme of this idempotency key was deleted. Use a new key for another one.")
        )
    return Status(201 if is_new else 200, ProgrammeOut.of(programme))


@router.get("/{slug}", response={200: ProgrammeOut, **ONE}, summary="Read one of your programmes")
def read_programme(request: HttpRequest, slug: str) -> ProgrammeOut:
    """Public or not."""
    return ProgrammeOut.of(_own(_door(request)[1], slug))


@router.patch("/{slug}", response={200: ProgrammeOut, **CHANGE}, summary="Change a programme")
def alter_programme(request: HttpRequest, slug: str, body: ProgrammeChangeIn) -> ProgrammeOut:
    """Texts, colour, and which micro-credentials in which order, at once for everybody where it is public."""
    actor, organisation = _door(request)
    programme = _own(organisation, slug)
    present = Outline(
        name=programme.name,
        language=programme.language,
        description=programme.description,
        colour=programme.colour,
        steps=tuple(Step(step.achievement.slug, step.is_optional) for step in programme.steps.all()),
    )
    change_programme(programme=programme, outline=body.over(present), by=actor, now=timezone.now())
    return ProgrammeOut.of(_own(organisation, slug))


@router.post("/{slug}/publish", response={200: ProgrammeOut, **CHANGE}, summary="Publish a programme")
def show_programme(request: HttpRequest, slug: str) -> ProgrammeOut:
    """It needs a description and one published micro-credential that isn't optional."""
    actor, organisation = _door(request)
    publish_programme(programme=_own(organisation, slug), by=actor, now=timezone.now())
    return ProgrammeOut.of(_own(organisation, slug))


@router.post("/{slug}/withdraw", response={200: ProgrammeOut, **CHANGE}, summary="Withdraw a programme")
def hide_programme(request: HttpRequest, slug: str) -> ProgrammeOut:
    """The public doesn't see it any more; badges stay as they are."""
    actor, organisation = _door(request)
    withdraw_programme(programme=_own(organisation, slug), by=actor, now=timezone.now())
    return ProgrammeOut.of(_own(organisation, slug))


@router.delete("/{slug}", response={204: None, **CHANGE}, summary="Delete a programme")
def erase_programme(request: HttpRequest, slug: str) -> Status[None]:
    """One that is public: 409; withdraw it first."""
    actor, organisation = _door(request)
    delete_programme(programme=_own(organisation, slug), by=actor, now=timezone.now())
    return Status(204, None)


@router.put("/{slug}/cover", response={200: ProgrammeOut, **CHANGE}, summary="Upload a programme's picture")
def put_cover(request: HttpRequest, slug: str, body: PictureIn) -> ProgrammeOut:
    """In place of the one before."""
    actor, organisation = _door(request)
    programme = _own(organisation, slug)
    try:
        upload_cover(programme=programme, data=body.data(), by=actor, now=timezone.now())
    except ProgrammeError as error:
        raise InvalidDetails({"picture": str(error)}) from error
    return ProgrammeOut.of(_own(organisation, slug))


@router.delete("/{slug}/cover", response={204: None, **ONE}, summary="Remove a programme's picture")
def delete_cover(request: HttpRequest, slug: str) -> Status[None]:
    """Without one nothing happens."""
    actor, organisation = _door(request)
    remove_cover(programme=_own(organisation, slug), by=actor, now=timezone.now())
    return Status(204, None)


def _door(request: HttpRequest) -> tuple[Actor, Profile]:
    actor, organisation = program_of(request)
    check_can(actor, "define_achievement", organisation)
    return actor, organisation


def _own(organisation: Profile, slug: str) -> Programme:
    try:
        return get_own(organisation, slug)
    except Programme.DoesNotExist:
        raise Http404 from None
