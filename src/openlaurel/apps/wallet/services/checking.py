"""Verifying kept badges again: when their holder asks, and from time to time."""

import logging
from datetime import datetime, timedelta

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.verifier.services import VerifierError, verify_upload
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.reports import about_the_badge, text_of
from openlaurel.apps.wallet.services.holders import MATCHES, compared
from openlaurel.core.verification import Report

logger = logging.getLogger(__name__)
OFTEN, SELDOM = timedelta(days=1), timedelta(days=7)
# Verdicts that may be others tomorrow; what is revoked or expired is asked for less often.
UNSETTLED = frozenset({"unknown", "suspended", "not_yet"})
# What a worker checks in one go, and how long a badge stays its own meanwhile.
AT_ONCE, LEASE = 20, timedelta(minutes=15)


def check_again(*, badge: KeptBadge, now: datetime) -> KeptBadge:
    """This function will verify a kept badge as of `now` and keep the new report. Which badge it is never changes.

    One that names no confirmed address of its holder any more is shown to nobody else from then on.
    """
    report = compared(verify_upload(bytes(badge.content), now=now), badge.account)
    names_holder = report.check("recipient").reason == MATCHES
    lines, document = text_of(report)
    KeptBadge.objects.filter(pk=badge.pk, checked_at__lte=now).update(
        verdict=verdict_kind(report),
        names_holder=names_holder,
        visibility=badge.visibility if names_holder else Visibility.PRIVATE,
        report=lines,
        document=badge.document if report.credential is None else document,
        checked_at=now,
        due_at=next_check(report, now),
    )
    badge.refresh_from_db()
    return badge


def check_due(now: datetime) -> int:
    """This function will verify again the kept badges whose turn it is, some at a time; returns how many it took.

    Each is taken by moving its next turn on, so that several workers don't take the same one, and one that is killed
    leaves it for a later turn.
    """
    done = 0
    for badge in KeptBadge.objects.filter(due_at__lte=now).order_by("due_at")[:AT_ONCE]:
        taken = KeptBadge.objects.filter(pk=badge.pk, due_at=badge.due_at).update(due_at=now + LEASE)
        if not taken:
            continue
        done += 1
        try:
            check_again(badge=badge, now=now)
        except VerifierError:
            logger.warning("The kept badge %s can't be read any more.", badge.pk)
            KeptBadge.objects.filter(pk=badge.pk).update(due_at=now + SELDOM)
    return done


def next_check(report: Report, now: datetime) -> datetime:
    """This function will return when a badge with this report is verified next."""
    kind = verdict_kind(report)
    often = kind == "verified" or kind in UNSETTLED
    return now + (OFTEN if often else SELDOM)


def verdict_kind(report: Report) -> str:
    """This function will say how the verification ended, leaving aside whom the badge names."""
    return verdict_of(about_the_badge(report)).kind
