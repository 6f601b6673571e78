"""What profiles settle when two accounts become one: roles, and the page of the person."""

from datetime import datetime

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Kind, Membership, Profile

OF = ("profiles.Membership", "profiles.Profile")


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will say which roles move, and which of two profile pages closes."""
    rows = Membership.objects.filter(account=source).select_related("organisation")
    moves = [
        _("The role %(role)s at %(organisation)s")
        % {"role": row.get_role_display(), "organisation": row.organisation.name}
        for row in rows.order_by("organisation__name", "role")
    ]
    stays = []
    profile = Profile.objects.filter(account=source).first()
    if profile is not None and Profile.objects.filter(account=target).exists():
        stays.append(
            _("The page /profiles/%(handle)s closes; the account that stays has one.")
            % {"handle": profile.handle}
        )
    return Foreseen(moves, stays)


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will keep each role once, tell each organisation's audit trail, and close a second page."""
    organisations = set(Membership.objects.filter(account=source).values_list("organisation", flat=True))
    for row in Membership.objects.filter(account=source):
        if Membership.objects.filter(
            account=target, organisation=row.organisation_id, role=row.role
        ).exists():
            row.delete()
    for organisation_id in sorted(organisations):
        record_event(
            kind="member.merged",
            subject=("account", target.pk),
            now=now,
            actor_id=target.pk,
            organisation_id=organisation_id,
        )
    if Profile.objects.filter(account=target).exists():
        Profile.objects.filter(account=source, kind=Kind.PERSON).delete()
