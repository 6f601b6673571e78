"""A pytest plugin: what the core answers while its own tests run, one case a line of the file that OPENLAUREL_RECORD
names, so that the verifier in the browser can be asked the same.

What only a server can be asked is left out: a past day, the history of its own keys, documents with contexts of their own.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openlaurel.core.credentials
import openlaurel.core.openbadges
import openlaurel.core.proofs
import openlaurel.core.proofs.data_integrity
import openlaurel.core.proofs.rdfc
import openlaurel.core.verification
from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.credentials import CredentialsError
from openlaurel.core.openbadges import BakingError
from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.errors import InvalidDocument, ProofsError, WorkLimit
from openlaurel.core.verification import DidDocumentWithHistory, Needs, Report, StatusHistory, Unavailable

LONGEST = 2 * 1024 * 1024
_bundled = load_bundle()
_record = Path(os.environ["OPENLAUREL_RECORD"]).open("a", buffering=1 << 20)  # noqa: SIM115 (until the process ends)
_seen: set[str] = set()


def note(kind: str, given: Any, outcome: Any) -> None:
    try:
        case = json.dumps({"kind": kind, "given": given, "outcome": outcome})
    except (TypeError, ValueError):
        return
    if len(case) <= LONGEST and case not in _seen:
        _seen.add(case)
        _record.write(case + "\n")


class Asked(Mapping[str, Any]):
    """Resources that remember for what they were asked."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources
        self.given: dict[str, Any] = {}

    def __contains__(self, key: object) -> bool:
        if key in self._resources:
            self.given[str(key)] = self._resources[str(key)]
            return True
        return False

    def __getitem__(self, key: str) -> Any:
        return self._resources[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)


def verify(original: Callable[..., Any], document: Any, resources: Any, now: datetime, **options: Any) -> Any:
    asked = Asked(resources)
    outcome = original(document, asked, now, **options)
    canonizer = options["canonizer"]
    is_of_server = any(isinstance(r, DidDocumentWithHistory | StatusHistory) for r in asked.given.values())
    if options.get("at") is None and not canonizer.unsafe_own_contexts and not is_of_server:
        given = {"document": written(document), "now": now.timestamp() * 1000, **added(canonizer)}
        found = {key: written(value) for key, value in asked.given.items()}
        note("verify", {**given, "resources": found}, answer_of(outcome))
    return outcome


def compare_recipient(original: Callable[..., Report], report: Report, value: str) -> Report:
    outcome = original(report, value)
    if report.credential is not None and report.check("format").reason != "readable_legacy":
        check = outcome.check("recipient")
        given = {"credential": written(report.credential), "value": value}
        note("recipient", given, [check.outcome, check.reason, dict(check.params)])
    return outcome


def verify_proof(original: Callable[..., None], document: Any, proof: Any, **options: Any) -> None:
    canonizer = options["canonizer"]
    entries = document["proof"] if isinstance(document.get("proof"), list) else [document.get("proof")]
    places = [
        i for i, e in enumerate(entries) if e and {**e, "proofValue": 0} == {**proof.options, "proofValue": 0}
    ]
    given = {"document": written(document), "key": options["key"].multibase, **added(canonizer)}
    told = functools.partial(note, "proof", {**given, "place": places[0] if places else None})
    try:
        original(document, proof, **options)
    except ProofsError as error:
        if places and not canonizer.unsafe_own_contexts:
            told(type(error).__name__)
        raise
    if places and not canonizer.unsafe_own_contexts:
        told("holds")


def canonicalize(original: Callable[..., Any], quads: Any, **options: Any) -> Any:
    listed = list(quads)
    told = functools.partial(
        note, "quads", {"quads": listed, "algorithm": options.get("algorithm", "sha256")}
    )
    try:
        canonical = original(listed, **options)
    except WorkLimit:
        told("WorkLimit")
        raise
    told(canonical.nquads)
    return canonical


def unbake(original: Callable[[bytes], str], image: bytes) -> str:
    try:
        text = original(image)
    except BakingError as error:
        note("unbake", written(image), {"fault": str(error)})
        raise
    note("unbake", written(image), {"text": text})
    return text


def parse_json(original: Callable[..., Any], data: bytes | str, **limits: Any) -> Any:
    try:
        value = original(data, **limits)
    except CredentialsError as error:
        if not limits:
            note("json", written(data), {"fault": str(error)})
        raise
    try:
        if not limits:
            note("json", written(data), {"canonical": jcs.canonicalize(value).decode()})
    except InvalidDocument as error:
        note("json", written(data), {"not_canonical": str(error)})
    return value


def added(canonizer: Any) -> dict[str, Any]:
    """The contexts beside the bundled ones."""
    return {"contexts": {url: canonizer.bundle[url] for url in canonizer.bundle if url not in _bundled}}


def answer_of(outcome: Report | Needs) -> dict[str, Any]:
    if isinstance(outcome, Needs):
        return {"needs": sorted({need.key for need in outcome.needs})}
    lines = (*outcome.checks, *outcome.further)
    checks = [[line.check, line.outcome, line.reason, dict(line.params)] for line in lines]
    return {"verified": outcome.verified, "checks": checks}


def written(value: Any) -> dict[str, str]:
    if isinstance(value, Unavailable):
        return {"unavailable": value.reason}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, str):
        return {"text": value}
    return {"json": json.dumps(value)}


def watch(recorder: Callable[..., Any], original: Callable[..., Any]) -> None:
    """Puts the recorder in the place of `original`, under whichever name the tests import it from."""
    recording = functools.wraps(original)(functools.partial(recorder, original))
    for name, module in list(sys.modules.items()):
        if name.startswith("openlaurel.core") and getattr(module, original.__name__, None) is original:
            is_for_tests = name.count(".") <= 2 or name in _WHERE_TESTS_LOOK
            if is_for_tests:
                setattr(module, original.__name__, recording)


_WHERE_TESTS_LOOK = {"openlaurel.core.proofs.data_integrity", "openlaurel.core.proofs.rdfc"}
watch(verify, openlaurel.core.verification.verify)
watch(compare_recipient, openlaurel.core.verification.compare_recipient)
watch(verify_proof, openlaurel.core.proofs.data_integrity.verify_proof)
watch(canonicalize, openlaurel.core.proofs.rdfc.canonicalize)
watch(unbake, openlaurel.core.openbadges.unbake)
watch(parse_json, openlaurel.core.credentials.parse_json)
