"""What moments decide: when a key counted, and when what it signed was made.

A proof says itself when it was made, so that whoever has a key can write any moment. What bounds that is what the
issuer says of the key from outside (`revoked`, `expires`; Controlled Identifiers 1.0, 2.2), and what an installation
that keeps the key's history adds: since when it signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openlaurel.core.keys import DidDocument, VerificationMethod, parse_did_document
from openlaurel.core.verification.report import Check
from openlaurel.core.verification.steps import CLOCK_SKEW, Failed, day


@dataclass(frozen=True)
class DidDocumentWithHistory:
    """A resource: a DID document as it is published, and by key id since when each key signs, for who keeps that."""

    document: Any
    since: Mapping[str, datetime]


def read_did_document(found: Any, did: str) -> DidDocument:
    """This function will read the resource of `did`, with its history where there is one; raises BadDid."""
    if not isinstance(found, DidDocumentWithHistory):
        return parse_did_document(found, expected=did)
    published = parse_did_document(found.document, expected=did)
    methods = {
        name: replace(method, since=found.since.get(name)) for name, method in published.methods.items()
    }
    return replace(published, methods=methods)


def check_made(made_at: datetime | None, now: datetime) -> None:
    """This function will raise Failed for a signature from the future, which an honest signer can't have made."""
    if made_at is not None and made_at > now + CLOCK_SKEW:
        raise Failed("proof", "signed_in_future", date=day(made_at))


def check_key(method: VerificationMethod, made_at: datetime | None, now: datetime) -> Check | None:
    """This function will return when the key counted as it signed, else raise Failed.

    It returns a warning where the key was withdrawn later: that the signature is older is only its own word for it.
    A signature without a moment counts as made now, since it may have been.
    """
    moment = made_at or now
    for ended, reason in ((method.revoked, "key_revoked"), (method.expires, "key_expired")):
        if ended is not None and moment >= ended:
            if made_at is None:
                raise Failed("issuer", "key_ended_undated", date=day(ended))
            raise Failed("issuer", reason, date=day(ended), made=day(made_at))
    if method.since is not None and moment < method.since - CLOCK_SKEW:
        raise Failed("issuer", "key_not_yet", date=day(method.since), made=day(moment))
    if method.revoked is not None:
        params = {"date": day(method.revoked), "made": day(moment)}
        return Check("issuer", "warn", "key_revoked_later", params)
    return None
