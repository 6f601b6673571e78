"""DIDs of a person: proved by signing a challenge, as wallets do (DIDAuth), and removed again.

A presentation without credentials is asked for, as JSON with a Data Integrity proof or as a VP-JWT (VC-JOSE-COSE, 3.1.2):
made to authenticate, by a key of the DID, with the challenge and the domain that were given.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, MutableMapping
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.verifier.services import obtain_did_document
from openlaurel.apps.verifier.words import FAULTS
from openlaurel.apps.wallet.errors import DidNotProved
from openlaurel.apps.wallet.models import HolderDid, KeptBadge
from openlaurel.core.keys import KeysError, did_web_url, resolve_did_jwk, resolve_did_key
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import (
    Check,
    DidDocumentNeeded,
    Needs,
    PresentationReport,
    verify_presentation,
)

MOST_DIDS, LONGEST_DID = 10, 300
MOST_BYTES = 64 * 1024
ASKED_FOR = timedelta(minutes=30)
SESSION = "wallet.did"
_OTHER_QUESTION = frozenset({"challenge_differs", "domain_differs", "audience_unknown"})


def ask_for_proof(
    *, account: Account, did: str, session: MutableMapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """This function will ask this session to prove a DID; returns `did`, `challenge` and `domain`. Raises DidNotProved.

    One question a session: an earlier one counts no more.
    """
    did = did.strip()
    _check_did(did)
    if HolderDid.objects.filter(account=account).count() >= MOST_DIDS:
        raise DidNotProved(
            _("An account has at most %(count)s DIDs. Remove one first.") % {"count": MOST_DIDS}
        )
    if HolderDid.objects.filter(account=account, did=did).exists():
        raise DidNotProved(_("This DID is among yours already."))
    session[SESSION] = {
        "account": str(account.pk),
        "did": did,
        "challenge": secrets.token_urlsafe(24),
        "until": (now + ASKED_FOR).timestamp(),
    }
    return asked_of(account, session, now) or {}


def asked_of(account: Account, session: MutableMapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """This function will return what this session was asked to prove, while it counts; else None.

    `presentation` is what is to be signed, `claims` the same for a JWT.
    """
    asked = session.get(SESSION)
    if not asked or asked["account"] != str(account.pk) or asked["until"] <= now.timestamp():
        return None
    presentation = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": asked["did"]}
    return {
        "did": asked["did"],
        "challenge": asked["challenge"],
        "domain": settings.OPENLAUREL_URL,
        "presentation": presentation,
        "claims": presentation
        | {"iss": asked["did"], "aud": settings.OPENLAUREL_URL, "nonce": asked["challenge"]},
    }


def prove_did(
    *, account: Account, answer: str, session: MutableMapping[str, Any], now: datetime
) -> HolderDid:
    """This function will check the signed answer and add the DID to the account; raises DidNotProved.

    The question is used up by a right answer. Badges from elsewhere are compared with the DID soon.
    """
    asked = asked_of(account, session, now)
    if asked is None:
        raise DidNotProved(_("The question counts no more. Enter the DID again."))
    data = answer.strip().encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        raise DidNotProved(_("That is too long to be a signed answer."))
    _check_proof(data, asked, now)
    del session[SESSION]
    try:
        with transaction.atomic():
            proved = HolderDid.objects.create(account=account, did=asked["did"], proved_at=now)
            record_event(
                kind="holder_did.added", subject=("holder_did", proved.pk), now=now, actor_id=account.pk
            )
            KeptBadge.objects.filter(account=account).update(due_at=now)
    except IntegrityError as error:
        raise DidNotProved(
            _("This DID is in another account. Remove it there, or merge the two accounts.")
        ) from error
    return proved


def remove_did(*, proved: HolderDid, now: datetime) -> None:
    """This function will take a DID out of an account; badges that name nothing else of it are private again soon."""
    with transaction.atomic():
        record_event(
            kind="holder_did.removed",
            subject=("holder_did", proved.pk),
            now=now,
            actor_id=proved.account_id,
        )
        KeptBadge.objects.filter(account=proved.account).update(due_at=now)
        proved.delete()


def _check_did(did: str) -> None:
    try:
        if len(did) > LONGEST_DID or "#" in did or not did.isprintable() or " " in did:
            raise KeysError
        if did.startswith("did:key:"):
            resolve_did_key(did)
        elif did.startswith("did:jwk:"):
            resolve_did_jwk(did)
        elif did.startswith("did:web:"):
            did_web_url(did)
        else:
            raise DidNotProved(_("Enter a DID that begins with did:key:, did:jwk: or did:web:."))
    except KeysError as error:
        raise DidNotProved(
            _("This isn't a DID that can be read here: %(fault)s") % {"fault": error}
        ) from error


def _check_proof(data: bytes, asked: Mapping[str, Any], now: datetime) -> None:
    report = _verified(data, asked, now)
    failed = next((check for check in report.checks if check.outcome not in {"pass", "warn"}), None)
    if failed is not None:
        raise DidNotProved(_in_words(failed, asked["did"]))
    if report.checks[-1].params.get("holder") != asked["did"]:
        raise DidNotProved(_signed_by_another(asked["did"]))


def _verified(data: bytes, asked: Mapping[str, Any], now: datetime) -> PresentationReport:
    """Only the document of the DID itself is looked up, once: an answer that wants anything else isn't one."""
    resources: dict[str, Any] = {}
    canonizer = Canonizer(load_contexts())
    for _round in range(2):
        found = verify_presentation(
            data, resources, now, canonizer=canonizer, challenge=asked["challenge"], domain=asked["domain"]
        )
        if isinstance(found, PresentationReport):
            if found.credentials:
                raise DidNotProved(
                    _("Send a presentation without credentials: only the signature is asked for.")
                )
            return found
        [need] = found.needs[:1]
        if not isinstance(need, DidDocumentNeeded) or need.key != asked["did"]:
            raise DidNotProved(_signed_by_another(asked["did"]))
        resources[need.key] = obtain_did_document(need)
    assert isinstance(found, Needs)
    raise DidNotProved(_("Send a presentation without credentials: only the signature is asked for."))


def _in_words(failed: Check, did: str) -> str:
    if failed.reason in _OTHER_QUESTION:
        return _("It was signed for another question. Sign the challenge and domain that are shown here.")
    if failed.reason == "holder_mismatch":
        return _signed_by_another(did)
    fault = unescape(strip_tags(FAULTS.in_words(failed.detail)))
    if failed.check == "format":
        return _("This isn't a signed presentation that can be read: %(fault)s") % {"fault": fault}
    return _("The answer doesn't hold: %(fault)s") % {"fault": fault}


def _signed_by_another(did: str) -> str:
    return _("It wasn't signed by a key of %(did)s.") % {"did": did}
