"""How long a badge is valid. That it has expired is computed when somebody asks, never stored."""

import calendar
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.models import Award, AwardState


class Validity(TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUSPENDED = "suspended", _("Suspended")


def validity_of(award: Award, now: datetime) -> Validity:
    """This function will say whether the badge counts at `now`, whatever its holder did with it."""
    if award.state == AwardState.REVOKED:
        return Validity.REVOKED
    if award.suspended_at is not None:
        return Validity.SUSPENDED
    if award.valid_until is not None and award.valid_until <= now:
        return Validity.EXPIRED
    return Validity.VALID


def add_months(moment: datetime, months: int) -> datetime:
    """This function will return the same day `months` later, or the month's last day where there is no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
