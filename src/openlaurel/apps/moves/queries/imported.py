"""Imported badges: for their organisation, for their holders, and for whoever follows an old address."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.moves.models import ImportedAward
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.searching import search_form

CHUNK = 2000


def list_imported(organisation: Profile, words: str = "", platform: str = "") -> QuerySet[ImportedAward]:
    """This function will return the badges that an organisation imported, newest first, without their files."""
    rows = organisation.imported_awards.select_related("definition", "award").defer(
        "original", "definition__image"
    )
    for word in search_form(words).split():
        rows = rows.filter(search_text__contains=word)
    return rows.filter(platform=platform) if platform else rows


def find_imported(imported_id: Any) -> ImportedAward | None:
    """This function will return an imported badge with what its page shows; None when there is none."""
    rows = ImportedAward.objects.select_related("organisation", "definition__achievement", "award")
    return rows.filter(pk=imported_id).first()


def imported_of(award: Award) -> ImportedAward | None:
    """This function will return the imported badge that a badge was signed from, if any."""
    rows = ImportedAward.objects.select_related("definition").defer("original", "definition__image")
    return rows.filter(award=award).first()


def imported_about(account: Account) -> QuerySet[ImportedAward]:
    """This function will return the imported badges of whoever confirmed one of their addresses."""
    rows = ImportedAward.objects.filter(recipient_email__in=confirmed_addresses(account))
    return rows.select_related("organisation", "definition", "award").defer("definition__image")


def imported_url(imported_id: UUID) -> str:
    """This function will return the address of an imported badge's page."""
    return settings.OPENLAUREL_URL + reverse("moves:imported-detail", args=[imported_id])


def moved_addresses(organisation: Profile, prefix: str = "") -> Iterator[tuple[str, str]]:
    """This function will return the old and new address of each imported badge whose old one begins with `prefix`.

    The new one is the badge that was signed here, else the page of the imported one, which leads there later.
    """
    rows = organisation.imported_awards.exclude(source_url="").filter(recipient_erased_at=None)
    if prefix:
        rows = rows.filter(source_url__startswith=prefix)
    found = rows.order_by("source_url", "pk").values_list("source_url", "pk", "award_id")
    for old, imported_id, award_id in found.iterator(CHUNK):
        yield old, award_url(award_id) if award_id else imported_url(imported_id)
