"""Calls for applications, for programs: opened, changed, closed."""

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.issuing.api_values import own_version
from openlaurel.apps.offers.models import Opening
from openlaurel.apps.offers.queries import list_openings
from openlaurel.apps.offers.services import set_opening
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope

router = Router(tags=["offers"], auth=ApiKeyAuth(Scope.OFFERS_MANAGE))


class OpeningIn(Schema):
    """What people shall hand in, and until when."""

    model_config = ConfigDict(extra="forbid")

    instructions: str = Field(max_length=5000, description="In the language of the micro-credential.")
    closes_at: AwareDatetime | None = Field(None, description="Without it there is no end.")
    is_open: bool = True


class OpeningOut(Schema):
    """A call for applications. `url` is where people apply; `takes_applications` says whether they can at the moment."""

    achievement: str
    url: str
    instructions: str
    is_open: bool
    closes_at: AwareDatetime | None
    takes_applications: bool
    waiting: int
    created_at: AwareDatetime

    @classmethod
    def of(cls, opening: Any) -> "OpeningOut":
        """This function will read a call with how many wait."""
        slug = opening.achievement.slug
        same = ("instructions", "is_open", "closes_at", "waiting", "created_at")
        return cls(
            achievement=slug,
            url=f"{settings.OPENLAUREL_URL}{reverse('offers:apply', args=[slug])}",
            takes_applications=opening.takes(timezone.now()),
            **{name: getattr(opening, name) for name in same},
        )


class OpeningPage(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[OpeningOut]
    count: int
    next: str | None


@router.get("", response={200: OpeningPage, **ERRORS}, summary="List your calls for applications")
def list_own_openings(request: HttpRequest, query: Query[LongPageQuery]) -> OpeningPage:
    """What people may or could apply for, the latest first."""
    page, count, following = query.read(list_openings(_organisation(request)))
    return OpeningPage(items=[OpeningOut.of(one) for one in page], count=count, next=following)


@router.get("/{slug}", response={200: OpeningOut, **ONE}, summary="Read one call for applications")
def read_opening(request: HttpRequest, slug: str) -> OpeningOut:
    """By the slug of its micro-credential."""
    return OpeningOut.of(_opening(_organisation(request), slug))


@router.put("/{slug}", response={200: OpeningOut, **CHANGE}, summary="Open or change a call for applications")
def put_opening(request: HttpRequest, slug: str, body: OpeningIn) -> OpeningOut:
    """All of it, in place of what there was for this micro-credential. What was handed in stays."""
    actor, organisation = program_of(request)
    version = own_version(_organisation(request), slug, "slug")
    set_opening(
        achievement=version.achievement,
        instructions=body.instructions,
        closes_at=body.closes_at,
        is_open=body.is_open,
        by=actor,
        now=timezone.now(),
    )
    return OpeningOut.of(_opening(organisation, slug))


@router.post("/{slug}/close", response={200: OpeningOut, **CHANGE}, summary="Close a call for applications")
def close_opening(request: HttpRequest, slug: str) -> OpeningOut:
    """Nobody can apply from now on; what was handed in is still decided."""
    actor, organisation = program_of(request)
    opening = _opening(_organisation(request), slug)
    set_opening(
        achievement=opening.achievement,
        instructions=opening.instructions,
        closes_at=opening.closes_at,
        is_open=False,
        by=actor,
        now=timezone.now(),
    )
    return OpeningOut.of(_opening(organisation, slug))


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    return organisation


def _opening(organisation: Profile, slug: str) -> Opening:
    found = list_openings(organisation).filter(achievement__slug=slug).first()
    if found is None:
        raise Http404
    return cast(Opening, found)
