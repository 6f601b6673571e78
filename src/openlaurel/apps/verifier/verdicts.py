"""One answer from all checks: does it hold, and if not, in which way."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.core.verification import Report

_UNAVAILABLE = frozenset(
    {"key_unavailable", "status_unavailable", "hosted_unavailable", "issuer_unavailable"}
)

_UNTOLD = frozenset({"recipient_unknown", "recipient_weak"})


@dataclass(frozen=True)
class Verdict:
    """`tone` is ok, warn or bad; `icon` a name in the sprite."""

    kind: str
    tone: str
    icon: str
    headline: Promise
    sentence: Promise


VERIFIED = Verdict(
    "verified",
    "ok",
    "shield-check",
    _("Verified"),
    _("It is genuine, unchanged, and in force."),
)
VALID_THEN = Verdict(
    "valid_then",
    "ok",
    "shield-check",
    _("It was valid on that day"),
    _("It is genuine and unchanged, and it was in force then."),
)
UNKNOWN_THEN = Verdict(
    "unknown_then",
    "warn",
    "shield-alert",
    _("Whether it was valid then can't be told"),
    _(
        "It is genuine, but what would be needed to tell isn't known here. This says nothing against the badge."
    ),
)
REVOKED = Verdict(
    "revoked", "bad", "shield-x", _("Revoked"), _("It is genuine, but its issuer has revoked it.")
)
SUPERSEDED = Verdict(
    "superseded",
    "warn",
    "shield-alert",
    _("Replaced by a corrected version"),
    _(
        "It was genuine, but its issuer has replaced it. What counts is the corrected badge at the same address."
    ),
)
RENEWED = Verdict(
    "renewed",
    "warn",
    "shield-alert",
    _("Renewed by a newer badge"),
    _("It was genuine; its holder has a newer one, which counts instead."),
)
WITHDRAWN = Verdict(
    "withdrawn",
    "bad",
    "shield-x",
    _("Revoked"),
    _("Its issuer has taken it back and keeps no copy of it that this one could be compared with."),
)
SUSPENDED = Verdict(
    "suspended", "warn", "shield-alert", _("Suspended"), _("It is genuine, but its issuer has suspended it.")
)
SUSPENDED_THEN = Verdict(
    "suspended_then",
    "warn",
    "shield-alert",
    _("Suspended on that day"),
    _("It is genuine, but its issuer had suspended it then."),
)
EXPIRED = Verdict("expired", "warn", "hourglass", _("Expired"), _("It is genuine, but its time is over."))
NOT_YET = Verdict(
    "not_yet", "warn", "hourglass", _("Not valid yet"), _("It is genuine, but its time is still to come.")
)
UNKNOWN = Verdict(
    "unknown",
    "warn",
    "shield-alert",
    _("It couldn't be checked"),
    _("What is needed for a check was out of reach. This says nothing against the badge."),
)
UNREADABLE = Verdict(
    "unreadable", "bad", "shield-x", _("This is no badge that can be read here"), _("Nothing was checked.")
)
OTHER_PERSON = Verdict(
    "other_person",
    "bad",
    "shield-x",
    _("Genuine, but it isn't this person's"),
    _("The badge holds; it was issued to somebody else than the one you entered."),
)
NOBODY_KNOWN = Verdict(
    "nobody_known",
    "warn",
    "shield-alert",
    _("Genuine, but whom it belongs to can't be told"),
    _("The badge holds; it names its holder in a way that can't be compared here."),
)
EVIDENCE_CHANGED = Verdict(
    "evidence_changed",
    "warn",
    "shield-alert",
    _("Genuine, but its evidence was changed"),
    _("The badge holds; what lies at the address of its evidence isn't what its issuer saw."),
)
RELATED_CHANGED = Verdict(
    "related_changed",
    "warn",
    "shield-alert",
    _("Genuine, but what it refers to was changed"),
    _("The badge holds; what lies at an address that it refers to isn't what its issuer saw."),
)
MALFORMED = Verdict(
    "malformed",
    "warn",
    "shield-alert",
    _("Genuine, but not in the form that it names"),
    _("The signature holds; the badge doesn't follow the schema that it says it follows."),
)
PARTLY = Verdict(
    "partly",
    "warn",
    "shield-alert",
    _("A genuine record, but not all in it holds"),
    _("Who put it together signed it unchanged. Below is told which of its badges hold and which don't."),
)
FAILED = Verdict("failed", "bad", "shield-x", _("Not verified"), _("Don't rely on it: a check failed."))
# Of one of many: beside those, what wasn't verified at all.
NO_BADGE = Verdict(
    "no_badge", "warn", "shield-alert", _("No badge there"), _("Nothing was found that could be verified.")
)
NOT_RUN = Verdict(
    "not_run",
    "warn",
    "shield-alert",
    _("Not looked at"),
    _("There was no time left for it. Give it by itself."),
)
VERDICTS = {
    each.kind: each
    for each in (
        VERIFIED, VALID_THEN, UNKNOWN_THEN, REVOKED, SUPERSEDED, WITHDRAWN, SUSPENDED, SUSPENDED_THEN, EXPIRED, NOT_YET,
        UNKNOWN, UNREADABLE, OTHER_PERSON, NOBODY_KNOWN, EVIDENCE_CHANGED, RELATED_CHANGED, MALFORMED, FAILED, NO_BADGE,
        NOT_RUN,
    )
}  # fmt: skip


def verdict_of(report: Report) -> Verdict:
    """This function will say in one word how a verification ended. Only when every check held it is VERIFIED or,
    of a past day, VALID_THEN."""
    if report.verified:
        return VERIFIED if report.at is None else VALID_THEN
    failed = next((check for check in report.deciding if check.outcome == "fail"), None)
    if failed is None:
        return UNKNOWN if report.at is None else UNKNOWN_THEN
    if failed.check == "format":
        return UNREADABLE
    if failed.check == "recipient":
        return NOBODY_KNOWN if failed.reason in _UNTOLD else OTHER_PERSON
    if failed.check == "credential":
        return PARTLY
    if failed.check == "schema":
        return MALFORMED
    if failed.check == "evidence":
        return EVIDENCE_CHANGED
    if failed.check == "related":
        return RELATED_CHANGED
    if failed.reason in _UNAVAILABLE:
        return UNKNOWN
    kinds = {
        "hosted_withdrawn": WITHDRAWN,
        "revoked": REVOKED,
        "superseded": SUPERSEDED,
        "superseded_because": SUPERSEDED,
        "renewed": RENEWED,
        "renewed_unseen": RENEWED,
        "suspended": SUSPENDED,
        "suspended_since": SUSPENDED,
        "suspended_from": SUSPENDED_THEN,
        "suspended_between": SUSPENDED_THEN,
        "expired": EXPIRED,
        "not_yet": NOT_YET,
    }
    return kinds.get(failed.reason, FAILED)
