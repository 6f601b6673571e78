"""The loop around core.verification: what it needs is looked up, and it is asked again.

Nothing here knows Django, so that the command verifies foreign badges without an installation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.adapters.installation import is_loopback_host
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.keys import did_web_url
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import (
    BytesNeeded,
    Check,
    DidDocumentWithHistory,
    HostedDocumentNeeded,
    Need,
    Needs,
    Report,
    Resources,
    StatusHistory,
    Unavailable,
    compare_recipient,
    is_older_badge,
    verify,
    verify_legacy,
)

MAX_ROUNDS = 8
# A document of more bytes gets a canonizer of its own, so that what strangers hand in can't fill the memory with shapes.
REMEMBERED_BYTES = 64 * 1024
REMEMBERED_SHAPES = 64

Obtain = Callable[[Need], bytes | DidDocumentWithHistory | StatusHistory | Unavailable]
_local = threading.local()


def run(
    document: bytes | str,
    *,
    obtain: Obtain,
    now: datetime,
    recipient: str = "",
    at: datetime | None = None,
) -> Report:
    """This function will verify `document`, of whatever version, as of `now`, or of `at` before, with what `obtain`
    returns for each need.

    `recipient`, when given, is the name or e-mail address to compare. Never raises for what a document holds.
    """
    report = _note_loopback(_checked(document, obtain, now, at))
    return compare_recipient(report, recipient) if recipient.strip() else report


def _checked(document: bytes | str, obtain: Obtain, now: datetime, at: datetime | None) -> Report:
    resources: dict[str, Any] = {}
    size, is_older = len(document), is_older_badge(document)
    own: list[Canonizer] = []

    def check(known: Resources) -> Report | Needs:
        if is_older:
            return verify_legacy(document, known, now, at=at)
        if size > REMEMBERED_BYTES and not own:
            own.append(Canonizer(load_contexts()))
        return verify(document, known, now, canonizer=own[0] if own else _canonizer(), at=at)

    for _ in range(MAX_ROUNDS):
        outcome = check(resources)
        if isinstance(outcome, Report):
            return outcome
        for need in outcome.needs:
            found = obtain(need)
            size += len(found) if isinstance(found, bytes) else 0
            resources[need.key] = found if isinstance(need, BytesNeeded) else read_found(found, need)
    outcome = check(_NoMore(resources))
    assert not isinstance(outcome, Needs)
    return outcome


def read_found(found: bytes | DidDocumentWithHistory | StatusHistory | Unavailable, need: Need) -> Any:
    """This function will return what was got for `need` as core.verification wants it."""
    if isinstance(found, Unavailable | StatusHistory):
        return found
    if isinstance(found, DidDocumentWithHistory):
        return replace(found, document=read_found(found.document, need))
    if isinstance(need, HostedDocumentNeeded) and found.lstrip().startswith(b"-----BEGIN "):
        return found.decode("utf-8", "replace")  # a key in PEM, as badges of version 1 name it
    try:
        return parse_json(found)
    except CredentialsError as error:
        return Unavailable(f"What is at {need.url[:200]} can't be read. {error}")


class _NoMore(Mapping[str, Any]):
    """The resources that were got, and for everything else the answer that enough was asked."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources

    def __getitem__(self, key: str) -> Any:
        refusal = Unavailable(f"The file names more than {MAX_ROUNDS} places to look things up.")
        return self._resources.get(key, refusal)

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)


def _note_loopback(report: Report) -> Report:
    """A badge whose issuer is at an address that only this machine reaches can't be verified by anybody else."""
    check = report.check("issuer")
    is_older = report.check("format").reason == "readable_legacy"
    if report.credential is None or not (check.outcome == "pass" or check.reason == "issuer_by_http"):
        return report
    issuer = report.credential["badge"]["issuer"] if is_older else report.credential["issuer"]
    address = issuer["id"] if isinstance(issuer, dict) else issuer
    if address.startswith("did:web:"):
        address = did_web_url(address)
    if not is_loopback_host(urlsplit(address).hostname or ""):
        return report
    reason = "hosted_on_this_machine" if is_older else "issuer_on_this_machine"
    return report.with_check(Check("issuer", "warn", reason, check.params))


def _canonizer() -> Canonizer:
    """This thread's canonizer: neither the one of core nor PyLD's caches may be shared between threads."""
    if not hasattr(_local, "canonizer"):
        _local.canonizer = Canonizer(load_contexts(), max_shapes=REMEMBERED_SHAPES)
    found: Canonizer = _local.canonizer
    return found
