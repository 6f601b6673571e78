"""Whether people may apply for a badge, and what they are asked for."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.models import Opening
from openlaurel.apps.profiles.policies import Actor, check_can

LONGEST_INSTRUCTIONS = 5000


def set_opening(
    *,
    achievement: Achievement,
    instructions: str,
    is_open: bool,
    by: Actor,
    now: datetime,
    closes_at: datetime | None = None,
) -> Opening:
    """This function will say whether people may apply for the achievement's badge, and what to hand in.

    What was handed in stays, whatever is said. Raises InvalidOffer.
    """
    organisation = achievement.organisation
    check_can(by, "issue_award", organisation)
    instructions, problems = instructions.strip(), {}
    if not 1 <= len(instructions) <= LONGEST_INSTRUCTIONS:
        problems["instructions"] = _("Say in 1 to 5,000 characters what to hand in.")
    if not issuable_versions(organisation).filter(achievement=achievement).exists():
        problems["achievement"] = _("Choose a micro-credential that is published and not archived.")
    if problems:
        raise InvalidOffer(problems)
    with transaction.atomic():
        opening, _is_new = Opening.objects.update_or_create(
            achievement=achievement,
            defaults={"instructions": instructions, "is_open": is_open, "closes_at": closes_at},
            create_defaults={
                "organisation": organisation,
                "instructions": instructions,
                "is_open": is_open,
                "closes_at": closes_at,
                "created_at": now,
            },
        )
        record_event(
            kind="opening.opened" if is_open else "opening.closed",
            subject=("achievement", achievement.id),
            now=now,
            actor_id=by.id,
            organisation_id=organisation.id,
        )
    return opening
