"""Evidence and related resources whose digest the badge holds: is what lies there still what the issuer saw?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openlaurel.core.proofs.contexts import EARLIER_TEXTS
from openlaurel.core.verification.digests import BadDigest, Digest, read_multibase, read_sri
from openlaurel.core.verification.report import Check
from openlaurel.core.verification.resources import BytesNeeded, Need, Resources, Unavailable
from openlaurel.core.web_addresses import is_web_address

MAXIMUM_EVIDENCE = 3
MAXIMUM_RELATED = 5


@dataclass(frozen=True)
class _Pinned:
    url: str
    stated: tuple[dict[str, Any], ...]

    def digests(self) -> list[Digest]:
        """All that are stated, since each of them must match (VC Data Model 2.0, 5.3); raises BadDigest."""
        read = {"digestSRI": read_sri, "digestMultibase": read_multibase}
        digests = [read[name](entry[name]) for entry in self.stated for name in read if name in entry]
        if not digests:
            raise BadDigest("It has neither a digestSRI nor a digestMultibase.")
        return digests


def check_evidence(credential: dict[str, Any], resources: Resources) -> tuple[list[Check], list[Need]]:
    """This function will return a line for each piece of evidence whose digest is stated, and what is needed for it.

    The digest stands in the Evidence itself or in the relatedResource that names the same address.
    """
    return _check("evidence", list(_pinned_evidence(credential)), MAXIMUM_EVIDENCE, resources)


def check_related(credential: dict[str, Any], resources: Resources) -> tuple[list[Check], list[Need]]:
    """This function will do the same for every other relatedResource, such as a context (VC Data Model 2.0, 5.3).

    A context of which the issuer saw an earlier text, as it was published at the same address, is told as that.
    """
    return _check("related", list(_pinned_others(credential)), MAXIMUM_RELATED, resources)


def _check(
    name: str, found: list[_Pinned], most: int, resources: Resources
) -> tuple[list[Check], list[Need]]:
    checks: list[Check] = []
    needs: list[Need] = []
    for pinned in found[:most]:
        need = BytesNeeded(pinned.url)
        if not is_web_address(pinned.url):
            fault = "It doesn't lie at a web address."
            checks.append(_line(name, "skipped", "out_of_reach", pinned, fault=fault))
        elif need.key not in resources:
            needs.append(need)
        else:
            checks.append(_compare(name, pinned, resources[need.key]))
    if len(found) > most:
        params = {"count": str(len(found)), "most": str(most)}
        checks.append(Check(name, "skipped", f"{name}_left_out", params))
    return checks, needs


def _pinned_evidence(credential: dict[str, Any]) -> Iterator[_Pinned]:
    related = _related(credential)
    for evidence in _list(credential.get("evidence")):
        if not isinstance(evidence, dict) or not isinstance(evidence.get("id"), str):
            continue
        same = [entry for entry in (evidence, *related) if entry.get("id") == evidence["id"]]
        stated = [entry for entry in same if "digestSRI" in entry or "digestMultibase" in entry]
        if stated:
            yield _Pinned(evidence["id"], tuple(stated[:10]))


def _pinned_others(credential: dict[str, Any]) -> Iterator[_Pinned]:
    evidence = {entry.get("id") for entry in _list(credential.get("evidence")) if isinstance(entry, dict)}
    for entry in _related(credential):
        if isinstance(entry.get("id"), str) and entry["id"] not in evidence:
            yield _Pinned(entry["id"], (entry,))


def _related(credential: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entry in _list(credential.get("relatedResource")) if isinstance(entry, dict)]


def _compare(name: str, pinned: _Pinned, found: Any) -> Check:
    if isinstance(found, Unavailable):
        return _line(name, "skipped", "out_of_reach", pinned, fault=found.reason)
    try:
        digests = pinned.digests()
    except BadDigest as error:
        return _line(name, "warn", "digest_unreadable", pinned, fault=str(error))
    if all(digest.matches(found) for digest in digests):
        return _line(name, "pass", "same", pinned)
    earlier = EARLIER_TEXTS.get(pinned.url, {})
    if name == "related" and all(digest.value.hex() == earlier.get(digest.algorithm) for digest in digests):
        return _line(name, "warn", "earlier", pinned)
    return _line(name, "fail", "differs", pinned)


def _line(name: str, outcome: Any, ending: str, pinned: _Pinned, **params: str) -> Check:
    return Check(name, outcome, f"{name}_{ending}", {"url": pinned.url[:300], **params})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
