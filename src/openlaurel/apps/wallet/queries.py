"""What a wallet shows to its holder and to others."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import AwardState, Visibility
from openlaurel.apps.issuing.queries import awards_of
from openlaurel.apps.profiles.queries import page_of
from openlaurel.apps.verifier.verdicts import Verdict, verdict_of
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.reports import about_the_badge, report_of

PAGE_SIZE = 24
MEDIA_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/ld+json",
    "jwt": "application/jwt",
}


@dataclass(frozen=True)
class KeptLine:
    """A kept badge in a list, with how its latest verification ended."""

    badge: KeptBadge
    verdict: Verdict


def list_kept(account: Account, number: str | None) -> Page[KeptLine]:
    """This function will return a page of the badges that `account` brought in, newest first."""
    return page_of(_lines(account), number, PAGE_SIZE, _line)


def count_earned(account: Account) -> int:
    """This function will count the badges issued here that `account` accepted."""
    return awards_of(account).filter(state=AwardState.ACCEPTED).count()


def kept_badge_of(account: Account, badge_id: UUID) -> KeptBadge:
    """This function will return a badge of one's own wallet, or raise KeptBadge.DoesNotExist."""
    return KeptBadge.objects.get(account=account, pk=badge_id)


def shown_badge(badge_id: UUID) -> KeptBadge:
    """This function will return a badge that its holder shows to whoever has the link, or raise KeptBadge.DoesNotExist."""
    return KeptBadge.objects.exclude(visibility=Visibility.PRIVATE).get(pk=badge_id)


def file_name(badge: KeptBadge) -> str:
    """This function will return the name under which a kept badge is downloaded."""
    return f"{badge.pk}.{badge.kind}"


def _lines(account: Account) -> QuerySet[KeptBadge]:
    return KeptBadge.objects.filter(account=account).defer("content", "picture", "document")


def _line(badge: KeptBadge) -> KeptLine:
    return KeptLine(badge, verdict_of(about_the_badge(report_of(badge.report))))
