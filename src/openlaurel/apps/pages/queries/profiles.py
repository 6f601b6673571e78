"""What everybody may see of an organisation or a person."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import PAGE_SIZE, published_versions
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import Validity, awards_of, issuer_did, validity_of
from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.apps.profiles.queries import page_of


@dataclass(frozen=True)
class ShownBadge:
    award: Award
    validity: Validity


@dataclass(frozen=True)
class OrganisationPage:
    profile: Profile
    did: str
    versions: Page[AchievementVersion]


@dataclass(frozen=True)
class PersonPage:
    profile: Profile
    badges: Page[ShownBadge]


def organisation_page(profile: Profile, page: str | None) -> OrganisationPage:
    """This function will return an organisation with a page of what it offers, by name."""
    versions = published_versions().filter(achievement__organisation=profile).order_by("search_text", "id")
    did = issuer_did(profile.handle) if profile.is_issuer else ""
    return OrganisationPage(profile, did, Paginator(versions, PAGE_SIZE).get_page(page))


def person_page(profile: Profile, page: str | None, *, now: datetime) -> PersonPage | None:
    """This function will return a person with a page of the badges that they show under their name; None while there is none."""
    if profile.kind != Kind.PERSON or profile.account is None:
        return None
    shown = awards_of(profile.account).filter(
        account=profile.account, state=AwardState.ACCEPTED, show_name=True
    )
    badges = page_of(shown, page, PAGE_SIZE, lambda award: ShownBadge(award, validity_of(award, now)))
    return PersonPage(profile, badges) if badges else None
