"""When reminders leave."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.letters.models import ReminderPlan
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can

MOST_REMINDERS = 3
MOST_DAYS = 365


class InvalidPlan(Exception):
    """`problems` maps fields to what is wrong with them."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def plan_reminders(
    *,
    organisation: Profile,
    days_after: Sequence[int],
    days_before_end: int | None,
    time_zone: str,
    quiet_from: time,
    quiet_until: time,
    by: Actor,
    now: datetime,
) -> ReminderPlan:
    """This function will have reminders sent so many days after a notice and before a badge ends; none for no days.

    Raises InvalidPlan. What waits already keeps its time, and isn't sent once it is no longer needed.
    """
    check_can(by, "manage_mail", organisation)
    days = sorted(set(days_after))
    problems = {}
    if len(days) > MOST_REMINDERS or any(not 1 <= day <= MOST_DAYS for day in days):
        problems["days_after"] = _(
            "Give at most %(most)s numbers of days from 1 to %(days)s, such as 7, 21."
        ) % {
            "most": MOST_REMINDERS,
            "days": MOST_DAYS,
        }
    if days_before_end is not None and not 1 <= days_before_end <= MOST_DAYS:
        problems["days_before_end"] = _("Give a number of days from 1 to %(days)s.") % {"days": MOST_DAYS}
    if time_zone not in available_timezones():
        problems["time_zone"] = _("This time zone isn't known. Choose one such as Europe/Lisbon.")
    if problems:
        raise InvalidPlan(problems)
    with transaction.atomic():
        plan, _made = ReminderPlan.objects.update_or_create(
            organisation=organisation,
            defaults={
                "days_after": days,
                "days_before_end": days_before_end,
                "time_zone": time_zone,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
            },
        )
        record_event(
            kind="mail.reminders_planned",
            subject=("profile", organisation.pk),
            now=now,
            actor_id=by.id,
            organisation_id=organisation.pk,
            data={"after": ", ".join(map(str, days)), "before_end": days_before_end or 0},
        )
    return plan
