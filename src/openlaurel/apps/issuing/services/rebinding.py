"""A holder binds a badge to another address of theirs: the same award and page, signed anew."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, Correction
from openlaurel.apps.issuing.services.corrections import sign_anew, wanted_of
from openlaurel.apps.profiles.policies import Actor

# Each signs anew and takes a place in a status list, which somebody else pays for.
MOST, WITHIN = 5, timedelta(days=30)


def rebind_award(*, award: Award, email: str, account: Account, now: datetime) -> Correction:
    """This function will bind a badge to another confirmed address of the account that holds it, at once.

    The issuer needn't decide: whoever has proved both addresses is one person, and nothing else of the badge changes.
    Raises InvalidAward for an address that isn't confirmed there, and NotPossibleNow.
    """
    email = email.strip().lower()
    if award.account_id != account.pk:
        raise NotPossibleNow(_("This badge isn't in your account."))
    if email not in confirmed_addresses(account):
        raise InvalidAward({"email": _("Choose one of your confirmed addresses.")})
    moved = Correction.objects.filter(award=award, corrected_by=account, corrected_at__gt=now - WITHIN)
    if moved.count() >= MOST:
        raise NotPossibleNow(_("This badge was moved often lately. Try again in some weeks."))
    with override(award.organisation.language or None):
        reason = _("Its holder moved it to another e-mail address of theirs.")
    return sign_anew(
        award=award,
        wanted=replace(wanted_of(award), recipient_email=email),
        reason=reason,
        by=Actor(account=account),
        now=now,
        kind="award.rebound",
    )
