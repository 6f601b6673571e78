"""What a wallet shows to its holder and to others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.issuing.queries import awards_of, validity_of
from openlaurel.apps.profiles.queries import page_of
from openlaurel.apps.verifier.verdicts import Verdict, verdict_of
from openlaurel.apps.wallet.held import HeldBadge, HeldState
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.next_steps import NextStep, next_steps
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


@dataclass(frozen=True)
class EarnedLine:
    """A badge that was issued here in a list, with what its holder can do next about it."""

    badge: HeldBadge
    step: NextStep | None


def list_earned(account: Account, number: str | None, *, now: datetime) -> Page[EarnedLine]:
    """This function will return a page of the badges issued here that `account` accepted, newest first."""
    awards = awards_of(account).filter(account=account, accepted_at__isnull=False, recipient_erased_at=None)
    page = page_of(
        awards.select_related("renewed_by"),
        number,
        PAGE_SIZE,
        lambda award: HeldBadge(award, None, HeldState(validity_of(award, now))),
    )
    badges = list(page)
    steps = next_steps(badges, account, now=now)
    return Page(
        [EarnedLine(badge, steps.get(badge.ref)) for badge in badges], page.number, cast(Any, page.paginator)
    )


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
