"""Who may do a bulk action: who may act in bulk, and may do the same to one badge. Asked again for each set."""

from datetime import datetime

from django.utils.translation import gettext as _

from openlaurel.apps.desk.models import ActionKind, BulkAction
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, check_can
from openlaurel.apps.profiles.services import is_accepted

PERMISSIONS = {
    ActionKind.REVOKE: "revoke_award",
    ActionKind.SUSPEND: "suspend_award",
    ActionKind.RESTORE: "suspend_award",
    ActionKind.EXTEND: "correct_award",
    ActionKind.RESEND: "issue_award",
}


def check_can_do(by: Actor, kind: str, organisation: Profile) -> None:
    """This function will return when `by` may do a bulk action of this kind, else raise NotAMember or NotAllowed.

    An invitation changes no badge, so that it asks for no more than acting in bulk.
    """
    check_can(by, "act_in_bulk", organisation)
    if kind in PERMISSIONS:
        check_can(by, PERMISSIONS[ActionKind(kind)], organisation)


def actor_of(action: BulkAction, now: datetime) -> Actor:
    """This function will return who had an action done, or raise NotAllowed where they are no more.

    An account that was deleted, or a key that was revoked or has expired, does nothing any more.
    """
    if action.confirmed_by is not None:
        return Actor(account=action.confirmed_by)
    if action.confirmed_with is not None and is_accepted(action.confirmed_with, now):
        return Actor(api_key=action.confirmed_with)
    if action.is_confirmed_by_command:
        return INSTALLATION
    raise NotAllowed(_("Who had this done may do it no longer. Go on with it yourself."))
