"""Handing out the audit trail is itself an entry of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from openlaurel.apps.events.models import Event
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.queries.trail import all_events


@transaction.atomic
def export_audit_trail(
    *, organisation: Profile, by: Actor, now: datetime, group: str = "", actor_id: str = ""
) -> QuerySet[Event]:
    """This function will return what the trail holds, of one group or one actor only, the oldest first; raises NotAllowed.

    Every event is in it, also those that the page shows as parts of one line; the last is this export.
    """
    check_can(by, "view_audit_trail", organisation)
    export = record_event(
        kind="organisation.audit_exported",
        subject=("profile", organisation.id),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.id,
    )
    events = all_events(organisation, group, actor_id).filter(id__lte=export.id)
    return events.order_by("occurred_at", "id")
