"""The life of an award, as one table: from which state an action leads to which."""

from django.utils.translation import gettext as _

from openlaurel.apps.issuing.errors import NotPossibleNow
from openlaurel.apps.issuing.models import AwardState

# Accepting after declining is allowed: who clicked wrongly still has the link. Revoking is for good.
TRANSITIONS: dict[str, dict[AwardState, AwardState]] = {
    "accept": {AwardState.OFFERED: AwardState.ACCEPTED, AwardState.DECLINED: AwardState.ACCEPTED},
    "decline": {AwardState.OFFERED: AwardState.DECLINED},
    "revoke": {
        AwardState.OFFERED: AwardState.REVOKED,
        AwardState.ACCEPTED: AwardState.REVOKED,
        AwardState.DECLINED: AwardState.REVOKED,
    },
}


def next_state(state: str, action: str) -> AwardState:
    """This function will return the state to which `action` leads, or raise NotPossibleNow."""
    after = TRANSITIONS[action].get(AwardState(state))
    if after is not None:
        return after
    if state == AwardState.REVOKED:
        raise NotPossibleNow(_("This badge was revoked, which can't be undone. A new one can be issued."))
    if state == AwardState.ACCEPTED:
        raise NotPossibleNow(_("This badge was accepted already."))
    raise NotPossibleNow(_("This badge was declined already."))


def is_possible(state: str, action: str) -> bool:
    """This function will tell whether `action` leads anywhere from `state`."""
    return AwardState(state) in TRANSITIONS[action]
