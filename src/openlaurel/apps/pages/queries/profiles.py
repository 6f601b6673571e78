"""What everybody may see of a person."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page

from openlaurel.apps.catalog.queries import PAGE_SIZE
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.issuing.queries import Validity, awards_of, validity_of
from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.apps.profiles.queries import page_of


@dataclass(frozen=True)
class ShownBadge:
    award: Award
    validity: Validity


@dataclass(frozen=True)
class PersonPage:
    profile: Profile
    badges: Page[ShownBadge]


def person_page(profile: Profile, page: str | None, *, now: datetime) -> PersonPage | None:
    """This function will return a person with a page of the badges that they show under their name; None while there is none."""
    if profile.kind != Kind.PERSON or profile.account is None:
        return None
    shown = awards_of(profile.account).filter(
        account=profile.account, state=AwardState.ACCEPTED, show_name=True, visibility=Visibility.PUBLIC
    )
    badges = page_of(shown, page, PAGE_SIZE, lambda award: ShownBadge(award, validity_of(award, now)))
    return PersonPage(profile, badges) if badges else None
