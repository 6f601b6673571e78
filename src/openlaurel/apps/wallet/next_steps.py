"""What the holder of a badge can do next about it: renew it, ask its issuer, or go on to what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.words import isolated
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.issuing.queries import Validity, awards_of, validity_of
from openlaurel.apps.wallet.held import HeldBadge, HeldState
from openlaurel.apps.wallet.leads import Lead, leads_of

SOON = timedelta(days=60)


@dataclass(frozen=True)
class NextStep:
    """`text` says what is the matter; `button` and `url` do something about it, where there is something to be done.

    `is_urgent` is true where the badge counts no longer, or soon won't.
    """

    text: str
    button: str = ""
    url: str = ""
    is_urgent: bool = False


def next_steps(badges: Sequence[HeldBadge], account: Account, *, now: datetime) -> dict[str, NextStep]:
    """This function will return the next step of each badge that has one, by its `ref`."""
    awards = [badge.award for badge in badges if badge.award]
    of = {award.version.achievement_id for award in awards}
    offered = {version.achievement_id: version for version in published_versions().filter(achievement__in=of)}
    leads = leads_of(of, held=held_by(account, now), now=now)
    found: dict[str, NextStep] = {}
    for badge in badges:
        step = _of_kept(badge) if badge.award is None else _of_award(badge.award, offered, leads, now)
        if step is not None:
            found[badge.ref] = step
    return found


def next_step_of(award: Award, account: Account, leads: Sequence[Lead], *, now: datetime) -> NextStep | None:
    """This function will return the next step of one award of `account`, whose `leads` are known; None without one."""
    versions = published_versions().filter(achievement=award.version.achievement_id)
    offered = {version.achievement_id: version for version in versions}
    return _of_award(award, offered, {award.version.achievement_id: list(leads)}, now)


def held_by(account: Account, now: datetime) -> set[UUID]:
    """This function will return the achievements of which an account holds a badge that counts, or is offered one."""
    awards = awards_of(account).exclude(state=AwardState.DECLINED)
    return {award.version.achievement_id for award in awards if validity_of(award, now) == Validity.VALID}


def _of_award(
    award: Award, offered: dict[UUID, AchievementVersion], leads: dict[UUID, list[Lead]], now: datetime
) -> NextStep | None:
    issuer = isolated(award.organisation.name)
    if award.state == AwardState.REVOKED:
        return _of_revoked(award)
    if award.suspended_at is not None:
        text = _("It doesn't count for now. Ask %(issuer)s what is missing.") % {"issuer": issuer}
        return NextStep(text, *_to_issuer(award), is_urgent=True)
    until, version = award.valid_until, offered.get(award.version.achievement_id)
    if until is not None and until <= now + SOON:
        day = date_format(until, "DATE_FORMAT")
        said = _("It ended on %(day)s.") if until <= now else _("It ends on %(day)s.")
        if version is None:
            ask = _("It isn't offered any more: ask %(issuer)s what takes its place.") % {"issuer": issuer}
            return NextStep(f"{said % {'day': day}} {ask}", *_to_issuer(award), is_urgent=True)
        url = reverse("catalog:achievement-detail", args=[version.achievement.slug])
        return NextStep(said % {"day": day}, _("See how to renew it"), url, is_urgent=True)
    best = next(iter(leads.get(award.version.achievement_id, [])), None)
    if best is None:
        return None
    url = reverse("catalog:achievement-detail", args=[best.version.achievement.slug])
    text = _("Next: %(name)s. %(reason)s")
    return NextStep(
        text % {"name": isolated(best.version.name), "reason": best.reasons[0]}, _("See what it takes"), url
    )


def _of_revoked(award: Award) -> NextStep | None:
    if award.renewed_by_id is None or award.renewed_by is None:
        return None
    newer = award.renewed_by
    if newer.visibility == Visibility.PRIVATE and newer.account_id != award.account_id:
        return None
    url = reverse("pages:award-detail", args=[newer.pk])
    return NextStep(_("A newer badge took its place."), _("See the newer badge"), url)


def _of_kept(badge: HeldBadge) -> NextStep | None:
    if badge.state not in {HeldState.EXPIRED, HeldState.SUSPENDED}:
        return None
    text = _(
        "Its issuer, %(issuer)s, can say how it counts again. Bring in the newer badge when you have it."
    )
    return NextStep(
        text % {"issuer": isolated(badge.issuer)}, _("Bring in a badge"), reverse("wallet:badge-add"), True
    )


def _to_issuer(award: Award) -> tuple[str, str]:
    return _("See the issuer"), reverse("pages:profile-detail", args=[award.organisation.handle])
