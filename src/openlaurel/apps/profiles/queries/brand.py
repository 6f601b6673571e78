"""How an organisation looks, for every page that is about it."""

from dataclasses import dataclass

from django.urls import reverse

from openlaurel.apps.profiles.models import Logo, Profile
from openlaurel.core.artwork.colour import oklch


@dataclass(frozen=True)
class LogoView:
    """Where a logo is and how large it is shown; `ground` is what it has to stand on, light, dark or its own."""

    url: str
    small_url: str
    width: int
    height: int
    ground: str


def colour_of(organisation: Profile) -> str:
    """This function will return an organisation's colour as #rrggbb: its own, or that of its hue."""
    return organisation.colour or oklch(0.46, 0.21, organisation.hue)


def sheet_url(organisation: Profile) -> str:
    """This function will return the address of the style sheet with an organisation's colours."""
    return colours_url(colour_of(organisation), organisation.accent)


def colours_url(colour: str, accent: str = "", name: str = "brand-style") -> str:
    """This function will return the address of the style sheet of these colours, or of its sample."""
    return reverse(f"profiles:{name}", args=["-".join(c.removeprefix("#") for c in (colour, accent) if c)])


def logo_of(organisation: Profile) -> LogoView | None:
    """This function will return an organisation's logo without its bytes; None when it has none."""
    logo = Logo.objects.filter(organisation=organisation).only("digest", "width", "height", "ground").first()
    if logo is None:
        return None
    png, small = (
        reverse(f"profiles:{name}", args=[organisation.handle]) + f"?v={logo.digest}"
        for name in ("logo-png", "logo-small")
    )
    return LogoView(png, small, logo.width, logo.height, logo.ground)


def logo_bytes(handle: str, kind: str) -> bytes:
    """This function will return a logo as "svg", "png" or "small_png"; empty when there is none of that kind."""
    row = Logo.objects.filter(organisation__handle=handle).values_list(kind, flat=True).first()
    return bytes(row or b"")
