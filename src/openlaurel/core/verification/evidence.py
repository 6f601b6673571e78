"""Evidence whose digest the badge holds: is what lies at its address still what the issuer saw?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openlaurel.core.verification.digests import BadDigest, Digest, read_multibase, read_sri
from openlaurel.core.verification.report import Check
from openlaurel.core.verification.resources import EvidenceNeeded, Need, Resources, Unavailable
from openlaurel.core.web_addresses import is_web_address

MAXIMUM_EVIDENCE = 3


@dataclass(frozen=True)
class _Pinned:
    url: str
    stated: tuple[dict[str, Any], ...]

    def digests(self) -> list[Digest]:
        """All that are stated, since each of them must match (VC Data Model 2.0, 5.3); raises BadDigest."""
        read = {"digestSRI": read_sri, "digestMultibase": read_multibase}
        return [read[name](entry[name]) for entry in self.stated for name in read if name in entry]


def check_evidence(credential: dict[str, Any], resources: Resources) -> tuple[list[Check], list[Need]]:
    """This function will return a line for each piece of evidence whose digest is stated, and what is needed for it.

    The digest stands in the Evidence itself or in the relatedResource that names the same address.
    """
    found = list(_pinned(credential))
    checks: list[Check] = []
    needs: list[Need] = []
    for pinned in found[:MAXIMUM_EVIDENCE]:
        need = EvidenceNeeded(pinned.url)
        if not is_web_address(pinned.url):
            fault = "It doesn't lie at a web address."
            checks.append(_line("skipped", "evidence_out_of_reach", pinned, fault=fault))
        elif need.key not in resources:
            needs.append(need)
        else:
            checks.append(_compare(pinned, resources[need.key]))
    if len(found) > MAXIMUM_EVIDENCE:
        params = {"count": str(len(found)), "most": str(MAXIMUM_EVIDENCE)}
        checks.append(Check("evidence", "skipped", "evidence_left_out", params))
    return checks, needs


def _pinned(credential: dict[str, Any]) -> Iterator[_Pinned]:
    related = [entry for entry in _list(credential.get("relatedResource")) if isinstance(entry, dict)]
    for evidence in _list(credential.get("evidence")):
        if not isinstance(evidence, dict) or not isinstance(evidence.get("id"), str):
            continue
        same = [entry for entry in (evidence, *related) if entry.get("id") == evidence["id"]]
        stated = [entry for entry in same if "digestSRI" in entry or "digestMultibase" in entry]
        if stated:
            yield _Pinned(evidence["id"], tuple(stated[:10]))


def _compare(pinned: _Pinned, found: Any) -> Check:
    if isinstance(found, Unavailable):
        return _line("skipped", "evidence_out_of_reach", pinned, fault=found.reason)
    try:
        digests = pinned.digests()
    except BadDigest as error:
        return _line("warn", "evidence_digest_unreadable", pinned, fault=str(error))
    if all(digest.matches(found) for digest in digests):
        return _line("pass", "evidence_same", pinned)
    return _line("fail", "evidence_differs", pinned)


def _line(outcome: Any, reason: str, pinned: _Pinned, **params: str) -> Check:
    return Check("evidence", outcome, reason, {"url": pinned.url[:300], **params})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
