"""A verification in plain words: what each check found, and what to do when one fails."""

import re
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.verifier.errors import NotObtained, TooLarge, VerifierError
from openlaurel.apps.verifier.fault_forms import FAULT_FORMS
from openlaurel.apps.verifier.fault_forms_of_older import OLDER_FAULT_FORMS
from openlaurel.apps.verifier.faults import Faults, say
from openlaurel.apps.verifier.words_of_older import OLDER_ADVICE, OLDER_DETAILS, OLDER_TITLES_BY_REASON
from openlaurel.core.verification import LEGACY_REASONS, REASONS, Check, Report

TITLES: dict[tuple[str, str], Promise] = {
    ("format", "pass"): gettext_lazy("It is a complete badge"),
    ("format", "warn"): gettext_lazy("It is a credential, but not a badge"),
    ("format", "fail"): gettext_lazy("It can't be read as a badge"),
    ("proof", "pass"): gettext_lazy("The file is unchanged"),
    ("proof", "fail"): gettext_lazy("The signature doesn't hold"),
    ("issuer", "pass"): gettext_lazy("The issuer is who it says"),
    ("issuer", "warn"): gettext_lazy("The issuer is known on this machine only"),
    ("issuer", "fail"): gettext_lazy("The issuer can't be confirmed"),
    ("status", "pass"): gettext_lazy("It is not revoked"),
    ("status", "warn"): gettext_lazy("It can't be revoked"),
    ("validity", "pass"): gettext_lazy("It is in force today"),
    ("recipient", "pass"): gettext_lazy("It belongs to this person"),
    ("recipient", "fail"): gettext_lazy("It belongs to somebody else"),
    ("recipient", "skipped"): gettext_lazy("Whom it belongs to was not compared"),
}
# Where the reason says more than the check and its outcome.
TITLES_BY_REASON: dict[str, Promise] = {
    "partly_understood": gettext_lazy("The file is unchanged, but one signature is unknown"),
    "no_proof": gettext_lazy("It is not signed"),
    "key_unavailable": gettext_lazy("Whether the file is unchanged couldn't be checked"),
    "revoked": gettext_lazy("It is revoked"),
    "superseded": gettext_lazy("It was replaced by a corrected one"),
    "superseded_because": gettext_lazy("It was replaced by a corrected one"),
    "renewed": gettext_lazy("It was renewed by a newer one"),
    "renewed_unseen": gettext_lazy("It was renewed by a newer one"),
    "suspended": gettext_lazy("It is suspended"),
    "suspended_since": gettext_lazy("It is suspended"),
    "suspended_from": gettext_lazy("It was suspended"),
    "suspended_between": gettext_lazy("It was suspended"),
    "refreshed": gettext_lazy("There is a newer version of it"),
    "status_message": gettext_lazy("Its issuer adds something"),
    "status_unavailable": gettext_lazy("Whether it is revoked couldn't be checked"),
    "not_yet": gettext_lazy("It is not in force yet"),
    "expired": gettext_lazy("It has expired"),
    "recipient_unknown": gettext_lazy("Whom it belongs to can't be told"),
    "signed_in_future": gettext_lazy("The signature's date is still to come"),
    "key_revoked_later": gettext_lazy("The issuer is who it says, but has withdrawn the key"),
    "revoked_later": gettext_lazy("It was not revoked then"),
    "suspended_later": gettext_lazy("It was not suspended then"),
    "revoked_since_when": gettext_lazy("Whether it was revoked then can't be told"),
    "suspended_then": gettext_lazy("Whether it was suspended then can't be told"),
    "list_of_today": gettext_lazy("Whether it was revoked then can't be told"),
    "older_then": gettext_lazy("Whether it was revoked then can't be told"),
    "signed_later": gettext_lazy("It was in force then, its issuer said later"),
}
# Of a past day, where the title of today would say another thing.
TITLES_THEN: dict[tuple[str, str], Promise] = {
    ("status", "pass"): gettext_lazy("It was not revoked then"),
    ("validity", "pass"): gettext_lazy("It was in force on that day"),
    ("validity", "not_yet"): gettext_lazy("It was not in force yet"),
    ("validity", "expired"): gettext_lazy("It had expired"),
    ("status", "revoked"): gettext_lazy("It was revoked"),
    ("status", "suspended"): gettext_lazy("It was suspended"),
}
NOT_RUN: dict[str, Promise] = {
    "format": gettext_lazy("Whether it is a badge was not checked"),
    "proof": gettext_lazy("Whether the file is unchanged was not checked"),
    "issuer": gettext_lazy("Who issued it was not checked"),
    "status": gettext_lazy("Whether it is revoked was not checked"),
    "validity": gettext_lazy("Whether it is in force was not checked"),
}
DETAILS: dict[str, Promise] = {
    "readable": gettext_lazy("It holds all that Open Badges 3.0 asks for."),
    "readable_record": gettext_lazy("It is a record of several badges; each is told below."),
    "other_credential": gettext_lazy("It is signed in the same way, but says nothing about an achievement."),
    "unreadable": gettext_lazy("What was given isn't a badge in a form that is known here."),
    "incomplete": gettext_lazy("This part is missing: %(missing)s."),
    "unchanged": gettext_lazy("It is letter for letter what was signed (%(cryptosuite)s)."),
    "partly_understood": gettext_lazy(
        "It is letter for letter what was signed (%(cryptosuite)s). It carries another signature of a kind that isn't "
        "known here."
    ),
    "no_proof": gettext_lazy("The file carries no signature, so anyone could have written it."),
    "proof_malformed": gettext_lazy("The file carries a signature, but it is damaged."),
    "proof_unsupported": gettext_lazy("The file is signed in a way that isn't known here."),
    "chain_broken": gettext_lazy(
        "The file carries several signatures, and they don't follow on each other as they say."
    ),
    "changed": gettext_lazy(
        "The file was changed after it was signed, or another's signature was put under it."
    ),
    "context_unknown": gettext_lazy("The file refers to a vocabulary that isn't known here: %(url)s."),
    "undefined_term": gettext_lazy("The file says something that the signature doesn't cover: %(term)s."),
    "hidden_term": gettext_lazy(
        "The file says something in a way by which a reader could overlook it: %(term)s."
    ),
    "too_much_work": gettext_lazy("The file is tangled in a way that would take too long to check."),
    "key_not_found": gettext_lazy("The issuer's published keys don't include the one that signed."),
    "key_unusable": gettext_lazy("The issuer published the key that signed in a form that can't be used."),
    "key_unfit": gettext_lazy("The key that signed is of another kind than the signature says."),
    "key_unavailable": gettext_lazy("The key that signed couldn't be looked up."),
    "proof_expired": gettext_lazy("The signature was made to count only until %(date)s."),
    "issuer_confirmed": gettext_lazy("The key that signed belongs to %(issuer)s."),
    "issuer_on_this_machine": gettext_lazy(
        "The key that signed belongs to %(issuer)s, at an address that only this machine reaches."
    ),
    "issuer_mismatch": gettext_lazy("The file names %(issuer)s, but %(controller)s signed it."),
    "issuer_not_a_did": gettext_lazy("The file names its issuer in a way that leads to no key: %(issuer)s."),
    "key_not_for_credentials": gettext_lazy("The issuer doesn't use the key that signed for badges."),
    "signed_in_future": gettext_lazy("The file says that it was signed on %(date)s, which is still to come."),
    "key_revoked": gettext_lazy("The issuer withdrew the key from %(date)s on; this was signed on %(made)s."),
    "key_revoked_later": gettext_lazy(
        "The issuer withdrew the key from %(date)s on. The file says that it was signed before, on %(made)s, but whoever "
        "has the key could have written an earlier date."
    ),
    "key_expired": gettext_lazy("The key expired on %(date)s; this was signed on %(made)s."),
    "key_ended_undated": gettext_lazy(
        "The key doesn't count from %(date)s on, and the file doesn't say when it was signed."
    ),
    "key_not_yet": gettext_lazy(
        "The file says that it was signed on %(made)s, but its key wasn't in use before %(date)s."
    ),
    "not_revoked": gettext_lazy("The issuer's list of revoked badges doesn't include it."),
    "no_status": gettext_lazy("It names no list of revoked badges, so the issuer has no way to revoke it."),
    "refreshed": gettext_lazy("The issuer has made a newer version of it."),
    "status_message": gettext_lazy("The issuer says of its state: %(message)s."),
    "revoked": gettext_lazy("The issuer has revoked it."),
    "superseded": gettext_lazy("Its issuer replaced it on %(date)s. What counts is at %(url)s."),
    "superseded_because": gettext_lazy(
        "Its issuer replaced it on %(date)s. What counts is at %(url)s. The reason it gave: %(why)s"
    ),
    "renewed": gettext_lazy("It was renewed on %(date)s: a newer badge took its place, at %(url)s."),
    "renewed_unseen": gettext_lazy(
        "It was renewed on %(date)s: a newer badge took its place, which its holder shows to nobody."
    ),
    "suspended": gettext_lazy("The issuer has suspended it for now."),
    "suspended_since": gettext_lazy(
        "%(issuer)s suspended it on %(date)s for now. The reason it gave: %(why)s"
    ),
    "suspended_from": gettext_lazy("Its issuer suspended it on %(start)s, and hasn't restored it since."),
    "suspended_between": gettext_lazy("Its issuer suspended it on %(start)s and restored it on %(end)s."),
    "status_unavailable": gettext_lazy("The issuer's list of revoked badges couldn't be checked."),
    "revoked_later": gettext_lazy("Its issuer revoked it afterwards, on %(date)s."),
    "suspended_later": gettext_lazy("Its issuer suspended it afterwards, on %(date)s."),
    "revoked_since_when": gettext_lazy("It is revoked today, and the issuer's list doesn't say since when."),
    "suspended_then": gettext_lazy(
        "The issuer's list says only of today whether it is suspended, and a suspension can be lifted."
    ),
    "list_of_today": gettext_lazy("The issuer's list says only of today whether it is revoked."),
    "older_then": gettext_lazy("A badge of an older version says only of today whether it is revoked."),
    "signed_later": gettext_lazy(
        "It counts from %(start)s on, but was signed only on %(made)s: on that day this file didn't exist yet."
    ),
    "in_force": gettext_lazy("It is valid from %(start)s to %(end)s."),
    "in_force_for_good": gettext_lazy("It is valid from %(start)s and doesn't expire."),
    "not_yet": gettext_lazy("It isn't valid before %(start)s."),
    "expired": gettext_lazy("It expired on %(end)s."),
    "not_compared": gettext_lazy(
        "Enter a name or an e-mail address to compare with the one it was issued to."
    ),
    "recipient_matches": gettext_lazy("It was issued to whom you entered."),
    "recipient_differs": gettext_lazy("It wasn't issued to whom you entered."),
    "recipient_unknown": gettext_lazy("It doesn't say in a form known here whom it was issued to."),
    "not_run": gettext_lazy("An earlier check failed."),
}
ASK_HOLDER = gettext_lazy(
    "Ask its holder for the badge's address or the original file; a copy may be damaged."
)
ASK_ISSUER = gettext_lazy(
    "Ask the issuer, by an address that you know from elsewhere, whether it issued this."
)
TRY_AGAIN = gettext_lazy("Try again in a while; the other site may be out of reach for the moment.")
LOOK_THERE = gettext_lazy(
    "Don't rely on this file. Open that address for the badge that counts, or ask its holder."
)
DONT_RELY = gettext_lazy("Don't rely on it. Ask its holder for a badge that is in force.")
ADVICE: dict[str, Promise] = {
    "other_credential": gettext_lazy("If you expected a badge, ask its holder for it."),
    "unreadable": gettext_lazy(
        "Give the badge's address, or a PNG, SVG, JSON or JWT file as it was downloaded."
    ),
    "incomplete": ASK_HOLDER,
    "partly_understood": gettext_lazy(
        "Where that signature matters, use the verifier that its issuer names."
    ),
    "no_proof": gettext_lazy("Don't rely on it. Ask its holder for the signed badge."),
    "proof_malformed": ASK_HOLDER,
    "proof_unsupported": gettext_lazy("Use the verifier that its issuer names."),
    "chain_broken": ASK_HOLDER,
    "changed": gettext_lazy("Don't rely on it. Ask its holder for the badge's address and verify that."),
    "context_unknown": gettext_lazy("Use the verifier that its issuer names."),
    "undefined_term": gettext_lazy("Don't rely on that part. Ask the issuer to issue it anew."),
    "hidden_term": gettext_lazy("Don't rely on it. Ask its holder for the badge's address and verify that."),
    "too_much_work": ASK_ISSUER,
    "key_not_found": ASK_ISSUER,
    "key_unusable": ASK_ISSUER,
    "key_unfit": ASK_ISSUER,
    "key_unavailable": TRY_AGAIN,
    "proof_expired": DONT_RELY,
    "issuer_on_this_machine": gettext_lazy(
        "Others can't verify it. Ask the issuer for a badge that leads to a public address."
    ),
    "issuer_mismatch": gettext_lazy("Don't rely on it. Somebody else signed in the issuer's name."),
    "issuer_not_a_did": ASK_ISSUER,
    "key_not_for_credentials": ASK_ISSUER,
    "key_revoked": gettext_lazy("Don't rely on it. Ask the issuer to issue it anew."),
    "signed_in_future": ASK_HOLDER,
    "key_revoked_later": gettext_lazy(
        "Where it matters, ask the issuer, by an address that you know from elsewhere, whether it issued this before that "
        "day."
    ),
    "key_expired": gettext_lazy("Ask the issuer to issue it anew."),
    "key_ended_undated": gettext_lazy("Don't rely on it. Ask the issuer to issue it anew."),
    "key_not_yet": gettext_lazy("Don't rely on it. Ask the issuer whether it issued this."),
    "no_status": gettext_lazy("Where it matters, ask the issuer whether it still counts."),
    "refreshed": gettext_lazy("Ask its holder for the newer version."),
    "status_message": gettext_lazy("Where it matters, ask the issuer what that means for you."),
    "superseded": LOOK_THERE,
    "superseded_because": LOOK_THERE,
    "renewed": LOOK_THERE,
    "renewed_unseen": DONT_RELY,
    "revoked": gettext_lazy("Don't rely on it. The issuer can say why it was revoked."),
    "suspended": gettext_lazy("Don't rely on it for now. The issuer can say when it counts again."),
    "suspended_since": gettext_lazy(
        "Don't rely on it for now, and check it again later: a suspension can be lifted. The issuer can say when."
    ),
    "suspended_from": gettext_lazy("The issuer can say why it was suspended, and when it counts again."),
    "suspended_between": gettext_lazy("The issuer can say why it was suspended on that day."),
    "status_unavailable": TRY_AGAIN,
    "revoked_later": gettext_lazy("For today, don't rely on it. The issuer can say why it was revoked."),
    "suspended_later": gettext_lazy("For today, ask the issuer whether it counts again."),
    "revoked_since_when": gettext_lazy(
        "Ask the issuer on which day it revoked it, or who has a signed copy of its list from then."
    ),
    "suspended_then": gettext_lazy("Ask the issuer whether it was suspended on that day."),
    "list_of_today": gettext_lazy("Ask the issuer whether it was revoked on that day."),
    "older_then": gettext_lazy("Ask the issuer whether it was revoked on that day."),
    "signed_later": gettext_lazy("Where it matters, ask its holder for an earlier file."),
    "not_yet": gettext_lazy("Come back on that day."),
    "expired": gettext_lazy("Ask its holder whether it was renewed; a renewed badge has another end."),
    "recipient_differs": gettext_lazy("Check the spelling, or try the e-mail address instead of the name."),
    "recipient_unknown": gettext_lazy("Ask its holder to show you the badge's page while signed in."),
}
# How the sentences of REASONS are said where one stands inside another.
_OF_REASONS: dict[str, str | Promise] = {
    re.sub(r"{(\w+)}", r"%(\1)s", sentence): (DETAILS | OLDER_DETAILS)[reason]
    for reason, sentence in (REASONS | LEGACY_REASONS).items()
    if reason != "unreadable"
}
FAULTS = Faults(_OF_REASONS | {form: gettext_lazy(form) for form in (*FAULT_FORMS, *OLDER_FAULT_FORMS)})


@dataclass(frozen=True)
class ProblemInWords:
    """Why nothing was verified. `fault` is HTML: what a program found, where there is more to say."""

    sentence: str
    fault: str = ""


@dataclass(frozen=True)
class CheckInWords:
    """One line for people. `detail` and `fault` are HTML; `fault` is what a program found, where there is more to say."""

    check: str
    outcome: str
    title: str
    detail: str
    advice: str = ""
    fault: str = ""


def error_in_words(error: VerifierError) -> ProblemInWords:
    """This function will say in the reader's language why nothing was verified."""
    fault = FAULTS.in_words(str(error))
    if FAULTS.knows(str(error)):
        return ProblemInWords(fault)
    if isinstance(error, NotObtained):
        return ProblemInWords(
            _("No badge could be got from this address. Check it, or give the file."), fault
        )
    if isinstance(error, TooLarge):
        return ProblemInWords(_("This is larger than a badge can be. Choose the badge's own file."), fault)
    return ProblemInWords(_("This can't be read as a badge. Choose the file as it was downloaded."), fault)


def in_words(report: Report) -> list[CheckInWords]:
    """This function will say each check of `report` in the reader's language, in order."""
    return [_of_then(check) if report.at else check_in_words(check) for check in report.checks]


def _of_then(check: Check) -> CheckInWords:
    said = check_in_words(check)
    title = TITLES_THEN.get((check.check, check.outcome)) or TITLES_THEN.get((check.check, check.reason))
    return replace(said, title=str(title)) if title else said


def check_in_words(check: Check) -> CheckInWords:
    """This function will say one check in the reader's language."""
    if check.reason == "not_run":
        title = NOT_RUN[check.check]
    else:
        reasons = TITLES_BY_REASON | OLDER_TITLES_BY_REASON
        title = reasons.get(check.reason) or TITLES[check.check, check.outcome]
    fault = check.params.get("fault", "")
    return CheckInWords(
        check=check.check,
        outcome=check.outcome,
        title=str(title),
        detail=say((DETAILS | OLDER_DETAILS)[check.reason], check.params),
        advice=str((ADVICE | OLDER_ADVICE).get(check.reason, "")) if check.outcome != "pass" else "",
        fault=FAULTS.in_words(fault) if fault else "",
    )
