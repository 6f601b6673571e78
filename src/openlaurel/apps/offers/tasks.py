"""What offers do when they hear news, and now and then. Each may be called again and then changes nothing."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.offers.models import Redemption, Rule
from openlaurel.apps.offers.services import (
    apply_rule,
    apply_rules,
    forget_unconfirmed,
    issue_approved,
    issue_approved_applications,
    issue_redemption,
)


def issue_one(event: Event) -> None:
    """Issues what was approved, unless whoever approved it has done so by now."""
    redemption = _redemption(event)
    if redemption is not None:
        issue_redemption(redemption=redemption, now=timezone.now())


def follow_rules(event: Event) -> None:
    """Applies the rules of an organisation to whoever passed an assessment of it, or accepted a badge of it."""
    account = _concerned(event)
    if account is None:
        return
    rules = Rule.objects.filter(is_on=True, organisation=event.organisation_id)
    for rule in rules.select_related("organisation", "achievement", "assessment"):
        apply_rule(rule=rule, now=timezone.now(), account=account)


def begin_rule(event: Event) -> None:
    """Issues to those who fulfil a rule that was turned on."""
    rule = Rule.objects.filter(pk=event.subject_id).select_related("organisation", "assessment").first()
    if rule is not None:
        apply_rule(rule=rule, now=timezone.now())


def catch_up(now: datetime) -> None:
    """Applies all rules, for what no news told: a badge that was put into an account, a suspension that ended."""
    apply_rules(now=now)


def _concerned(event: Event) -> Account | None:
    if event.subject_kind == "award":
        award = Award.objects.select_related("account").filter(pk=event.subject_id).first()
        return award.account if award else None
    account_id = event.data.get("account_id")
    return Account.objects.filter(pk=account_id).first() if account_id else None


def issue_left(now: datetime) -> None:
    """The periodic duty behind it."""
    issue_approved(clock=timezone.now)
    issue_approved_applications(clock=timezone.now)


def clear_out(now: datetime) -> None:
    """Forgets addresses that nobody confirmed."""
    forget_unconfirmed(now=now)


def _redemption(event: Event) -> Redemption | None:
    rows = Redemption.objects.select_related(
        "claim_code__organisation", "claim_code__achievement__organisation", "account"
    )
    return rows.filter(pk=event.subject_id).first()
