"""What everybody may see of an organisation: what it offers, who holds it and agreed to be named, and why to trust it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import PAGE_SIZE, achievement_url, published_versions
from openlaurel.apps.figures.queries import public_count_of
from openlaurel.apps.issuing.models import Award, Visibility
from openlaurel.apps.issuing.queries import awards_in_force, issuer_did, list_signing_keys
from openlaurel.apps.issuing.queries.signing_keys import KeyState
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import confirmed_domains, logo_of
from openlaurel.apps.profiles.queries.long_pages import BoundedPaginator
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.queries import programme_url, public_programmes

LEAST_GROUP = 5  # fewer people than this could be told apart, so no number of them is shown
FEW = 12
MOST_STATEMENTS = 5


@dataclass(frozen=True)
class Figure:
    """A number for the public; `number` is None while the group is smaller than LEAST_GROUP."""

    label: Promise
    number: int | None
    icon: str


@dataclass(frozen=True)
class Trust:
    """Why to believe what an organisation signs. `signs_since` is None while it has no key."""

    did: str
    signs_since: datetime | None
    keys: int
    key_is_revoked: bool
    can_suspend: bool
    quality: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """`people` are badges in force whose holders chose to be named."""

    profile: Profile
    versions: Page[AchievementVersion]
    programmes: Page[Programme]
    people: Page[Award]
    figures: tuple[Figure, ...]
    trust: Trust


def organisation_page(
    profile: Profile, page: str | None, programmes: str | None, people: str | None, *, now: datetime
) -> OrganisationPage:
    """This function will return an organisation with a page of each of its lists: what it offers, programmes, people."""
    versions = published_versions().filter(achievement__organisation=profile).order_by("search_text", "id")
    return OrganisationPage(
        profile,
        Paginator(versions, PAGE_SIZE).get_page(page),
        Paginator(public_programmes(profile), FEW).get_page(programmes),
        BoundedPaginator(_named(profile, now), PAGE_SIZE).get_page(people),
        _figures(profile, now),
        _trust(profile, versions, now),
    )


def structured_data(page: OrganisationPage) -> dict[str, Any]:
    """This function will return an organisation as schema.org's Organization, with what is on this page of its offer."""
    profile = page.profile
    address = f"{settings.OPENLAUREL_URL}/profiles/{profile.handle}"
    offers = [*(_credential(version) for version in page.versions), *map(_programme, page.programmes)]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOrganization" if profile.is_issuer else "Organization",
        "@id": address,
        "url": profile.url or address,
        "name": profile.name,
        "description": profile.description,
        "identifier": page.trust.did,
        "email": profile.email,
        "address": {"@type": "PostalAddress", "addressCountry": profile.country} if profile.country else "",
        "makesOffer": [{"@type": "Offer", "itemOffered": item} for item in offers],
    }
    if logo := logo_of(profile):
        data["logo"] = settings.OPENLAUREL_URL + logo.url
    return {key: value for key, value in data.items() if value}


def _credential(version: AchievementVersion) -> dict[str, Any]:
    return {
        "@type": "EducationalOccupationalCredential",
        "name": version.name,
        "url": achievement_url(version),
        "credentialCategory": version.achievement_type,
        "inLanguage": version.language,
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "@type": "EducationalOccupationalProgram",
        "name": programme.name,
        "url": programme_url(programme),
        "inLanguage": programme.language,
    }


def _named(profile: Profile, now: datetime) -> QuerySet[Award]:
    return (
        awards_in_force(profile, now)
        .filter(show_name=True, visibility=Visibility.PUBLIC)
        .select_related("version__achievement")
        .only(
            "recipient_name",
            "accepted_at",
            "version__name",
            "version__language",
            "version__achievement__slug",
        )
        .order_by("-accepted_at", "id")
    )


def _figures(profile: Profile, now: datetime) -> tuple[Figure, ...]:
    told = public_count_of(profile, now)
    is_told = told.holders >= LEAST_GROUP
    return (
        Figure(_("Badges in force"), told.badges if is_told else None, "badge-check"),
        Figure(_("People who hold one"), told.holders if is_told else None, "users"),
    )


def _trust(profile: Profile, versions: QuerySet[AchievementVersion], now: datetime) -> Trust:
    keys = list_signing_keys(profile, now) if profile.is_issuer else []
    stated = versions.exclude(quality_assurance="").order_by().values_list("quality_assurance", flat=True)
    return Trust(
        did=issuer_did(profile.handle) if profile.is_issuer else "",
        signs_since=min((row.key.signs_from for row in keys), default=None),
        keys=len(keys),
        key_is_revoked=any(row.state == KeyState.REVOKED for row in keys),
        can_suspend=versions.filter(achievement__suspendable=True).exists(),
        domains=tuple(confirmed_domains(profile).values_list("name", flat=True)),
        quality=tuple(stated.distinct()[:MOST_STATEMENTS]),
    )
