"""Inviting holders to a retest changes nothing about their badges: all that happens is the mail."""

from collections.abc import Collection
from uuid import UUID

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import Done
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can


def invite_many(*, organisation: Profile, ids: Collection[UUID], by: Actor) -> Done:
    """This function will say which holders are invited: not those who were never told of the badge, or were erased."""
    check_can(by, "act_in_bulk", organisation)
    awards = list(Award.objects.filter(organisation=organisation, pk__in=ids).order_by("pk"))
    refused = {}
    for award in awards:
        if award.recipient_erased_at is not None:
            refused[award.pk] = "erased"
        elif award.accepted_at is None and award.mailed_at is None:
            refused[award.pk] = "untold"
    return Done(tuple(award for award in awards if award.pk not in refused), refused)
