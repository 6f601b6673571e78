"""Asking members for a second factor, and asking no longer."""

from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.queries import has_two_factor
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.signon.models import EntryRule, SignOnIdentity


class FactorMissing(Exception):
    """Whoever asks others for a second factor has none; they would lock themselves out."""


class ProviderMissing(Exception):
    """Nobody has signed on by the organisation's provider yet."""


def require_two_factor(
    *, organisation: Profile, start: date | None = None, by: Actor, now: datetime
) -> EntryRule:
    """This function will let members into the workspace only with a second factor, from the day `start` (UTC) or now on.

    Raises FactorMissing when the owner who asks for it has none.
    """
    check_can(by, "manage_sign_on", organisation)
    if by.account is not None and not has_two_factor(by.account):
        raise FactorMissing(
            _("Set up a second factor for yourself first. Otherwise you would lock yourself out.")
        )
    begins = datetime.combine(start, time.min, UTC) if start else now
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=organisation.pk)
        rule, _made = EntryRule.objects.get_or_create(organisation=organisation)
        rule.two_factor_from = max(begins, now)
        rule.save(update_fields=["two_factor_from"])
        _record("organisation.two_factor_required", rule, by, now, since=rule.two_factor_from.date())
    return rule


def require_sign_on(*, organisation: Profile, by: Actor, now: datetime) -> EntryRule:
    """This function will let members in only by the organisation's own sign-on; whoever asks for it stays exempt.

    Raises ProviderMissing unless somebody has signed on by the provider already, so that it is known to work.
    """
    check_can(by, "manage_sign_on", organisation)
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=organisation.pk)
        if not SignOnIdentity.objects.filter(provider__organisation=organisation).exists():
            raise ProviderMissing(
                _("Sign on by the provider once yourself first, so that it is sure to work.")
            )
        rule, _made = EntryRule.objects.get_or_create(organisation=organisation)
        rule.sign_on_from, rule.exempt = now, by.account
        rule.save(update_fields=["sign_on_from", "exempt"])
        _record("organisation.sign_on_required", rule, by, now)
    return rule


def end_sign_on(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will let members in by any sign-in again."""
    check_can(by, "manage_sign_on", organisation)
    with transaction.atomic():
        rule = EntryRule.objects.select_for_update().filter(organisation=organisation).first()
        if rule is None or rule.sign_on_from is None:
            return
        rule.sign_on_from, rule.exempt = None, None
        rule.save(update_fields=["sign_on_from", "exempt"])
        _record("organisation.sign_on_ended", rule, by, now)


def end_two_factor(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will let members in without a second factor again."""
    check_can(by, "manage_sign_on", organisation)
    with transaction.atomic():
        rule = EntryRule.objects.select_for_update().filter(organisation=organisation).first()
        if rule is None or rule.two_factor_from is None:
            return
        rule.two_factor_from = None
        rule.save(update_fields=["two_factor_from"])
        _record("organisation.two_factor_ended", rule, by, now)


def _record(kind: str, rule: EntryRule, by: Actor, now: datetime, **data: object) -> None:
    record_event(
        kind=kind,
        subject=("profile", rule.organisation_id),
        now=now,
        actor_id=by.id,
        organisation_id=rule.organisation_id,
        data={name: str(value) for name, value in data.items()},
    )
