"""An organisation's brand for programs: its colours, what is worked out from them, and its logo."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, PictureIn
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.queries import colour_of, logo_of
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import (
    BadPicture,
    InvalidDetails,
    check_colours,
    remove_logo,
    update_brand,
    upload_logo,
)
from openlaurel.core.artwork.brand import brand_colours

router = Router(tags=["brand"], auth=ApiKeyAuth(Scope.BRAND_MANAGE))


class ColoursIn(Schema):
    """Any colours: pages use the nearest ones that can be read."""

    model_config = ConfigDict(extra="forbid")

    colour: str = Field(max_length=7, description="Written as #rrggbb.")
    accent: str = Field("", max_length=7, description="A second one, or nothing.")


class ColoursQuery(Schema):
    colour: str = Field("", max_length=7, description="Written as #rrggbb; without it your brand's.")
    accent: str = Field("", max_length=7)


class SchemesOut(Schema):
    """What pages use in the light and in the dark scheme, by name: `brand` for text and links, `brand-solid` and
    `on-brand` for buttons, and so on. Text has 4.5 to 1 on every ground, what is no text but means something 3 to 1
    (WCAG 2.2, 1.4.3 and 1.4.11)."""

    light: dict[str, str]
    dark: dict[str, str]

    @classmethod
    def of(cls, colour: str, accent: str) -> "SchemesOut":
        """This function will work out the schemes of two colours, written as #rrggbb."""
        found = brand_colours(colour, accent)
        return cls(light=found.light.tokens(), dark=found.dark.tokens())


class LogoOut(Schema):
    """`ground` is what the logo has to stand on to be seen; empty where it brings its own."""

    url: str
    width: int
    height: int
    ground: Literal["", "light", "dark"]


class BrandOut(Schema):
    """`hue` is an angle of OKLCH, 0 to 359, with which new badges begin; `page` is the public page."""

    colour: str
    accent: str
    hue: int
    schemes: SchemesOut
    logo: LogoOut | None
    page: str

    @classmethod
    def of(cls, organisation: Profile) -> "BrandOut":
        """This function will read an organisation's brand; where it chose no colour, that of its hue."""
        colour, logo = colour_of(organisation), logo_of(organisation)
        shown = None
        if logo is not None:
            shown = LogoOut(
                url=settings.OPENLAUREL_URL + logo.url,
                width=logo.width,
                height=logo.height,
                ground=logo.ground,  # type: ignore[arg-type]
            )
        return cls(
            colour=colour,
            accent=organisation.accent,
            hue=organisation.hue,
            schemes=SchemesOut.of(colour, organisation.accent),
            logo=shown,
            page=settings.OPENLAUREL_URL + reverse("pages:profile-detail", args=[organisation.handle]),
        )


@router.get("", response={200: BrandOut, **ERRORS}, summary="Read your brand")
def read_brand(request: HttpRequest) -> BrandOut:
    """Colours, what is worked out from them, and the logo."""
    return BrandOut.of(_organisation(request))


@router.put("", response={200: BrandOut, **CHANGE}, summary="Set your colours")
def put_brand(request: HttpRequest, body: ColoursIn) -> BrandOut:
    """All your pages have them from now on."""
    actor, organisation = program_of(request)
    update_brand(
        organisation=organisation, colour=body.colour, accent=body.accent, by=actor, now=timezone.now()
    )
    return BrandOut.of(organisation)


@router.get("/schemes", response={200: SchemesOut, **ERRORS}, summary="See what would come of colours")
def try_colours(request: HttpRequest, query: Query[ColoursQuery]) -> SchemesOut:
    """Nothing is changed. In an address # is written as %23."""
    organisation = _organisation(request)
    colours = check_colours(query.colour or colour_of(organisation), query.accent)
    return SchemesOut.of(colours["colour"], colours["accent"])


@router.put("/logo", response={200: BrandOut, **CHANGE}, summary="Upload your logo")
def put_logo(request: HttpRequest, body: PictureIn) -> BrandOut:
    """In place of the one before."""
    actor, organisation = program_of(request)
    check_can(actor, "edit_brand", organisation)
    try:
        upload_logo(organisation=organisation, data=body.data(), by=actor, now=timezone.now())
    except BadPicture as error:
        raise InvalidDetails({"picture": str(error)}) from error
    return BrandOut.of(organisation)


@router.delete("/logo", response={204: None, **ERRORS}, summary="Remove your logo")
def delete_logo(request: HttpRequest) -> Status[None]:
    """Your pages have none then."""
    actor, organisation = program_of(request)
    remove_logo(organisation=organisation, by=actor, now=timezone.now())
    return Status(204, None)


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "edit_brand", organisation)
    return organisation
