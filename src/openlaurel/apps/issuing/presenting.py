"""What pages say about an award: its state in a word with a colour, and what happened to it in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from openlaurel.apps.events.words import isolated
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import STAGES, Validity, stage_of, validity_of

TONES = {
    "mail_failed": "bad",
    "opened": "brand",
    "accepted": "ok",
    "declined": "warn",
    "revoked": "bad",
    "expired": "warn",
}


@dataclass(frozen=True)
class AwardRow:
    """An award with its state for a list. `is_expired` and `is_suspended` may come on top of any stage."""

    award: Award
    stage: str
    words: str
    tone: str
    is_expired: bool
    is_suspended: bool


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or has not yet. `outcome` is that of the component `check`."""

    outcome: str
    words: str
    at: datetime | None = None
    detail: str = ""


def row_of(award: Award, now: datetime) -> AwardRow:
    """This function will say in a word how far an award got."""
    stage = stage_of(award)
    return AwardRow(
        award=award,
        stage=stage,
        words=str(STAGES[stage]),
        tone=TONES.get(stage, ""),
        is_expired=validity_of(award, now) == Validity.EXPIRED,
        is_suspended=award.suspended_at is not None,
    )


def timeline_of(award: Award) -> Sequence[Moment]:
    """This function will return what happened to an award, from issuing to where it stands."""
    moments = [Moment("pass", _("Issued"), award.created_at, _issuer_words(award)), _mail(award)]
    if award.opened_at is not None:
        detail = (
            _("A mail scanner may have opened the link, too.") if award.state == AwardState.OFFERED else ""
        )
        moments.append(Moment("pass", _("The claim page was opened"), award.opened_at, detail))
    if award.accepted_at is not None:
        moments.append(Moment("pass", _("Accepted"), award.accepted_at))
    if award.declined_at is not None:
        moments.append(Moment("warn", _("Declined"), award.declined_at))
    if award.recipient_erased_at is not None:
        moments.append(Moment("warn", _("The recipient had their data erased"), award.recipient_erased_at))
    elif award.state == AwardState.OFFERED:
        moments.append(Moment("skipped", _("Not accepted yet")))
    for suspension in award.suspensions.select_related("suspended_by", "ended_by"):
        moments.append(Moment("warn", _("Suspended"), suspension.suspended_at, suspension.reason))
        if suspension.ended_at is not None and suspension.end_reason:
            moments.append(Moment("pass", _("Restored"), suspension.ended_at, suspension.end_reason))
    if award.revoked_at is not None:
        moments.append(Moment("fail", _("Revoked"), award.revoked_at, award.revocation_reason))
    return moments


def _mail(award: Award) -> Moment:
    if award.mail_error:
        return Moment("fail", _("The mail could not be sent"), None, award.mail_error)
    if award.mailed_at is not None and award.recipient_erased_at is not None:
        return Moment("pass", _("Mailed"), award.mailed_at)
    if award.mailed_at is not None:
        return Moment(
            "pass", _("Mailed to %(email)s") % {"email": isolated(award.recipient_email)}, award.mailed_at
        )
    if award.notify and award.state == AwardState.OFFERED:
        return Moment("skipped", _("The mail is waiting to be sent"))
    return Moment("skipped", _("No mail was sent"))


def _issuer_words(award: Award) -> str:
    if award.created_by is None:
        return ""
    return _("by %(person)s") % {"person": isolated(award.created_by)}
