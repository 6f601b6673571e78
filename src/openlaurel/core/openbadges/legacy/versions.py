"""Badges of older versions, each read by the rules of its own."""

from __future__ import annotations

from typing import Any

from openlaurel.core.openbadges.legacy.errors import NotAnAssertion
from openlaurel.core.openbadges.legacy.model import Assertion
from openlaurel.core.openbadges.legacy.v1 import is_v1, read_v1, read_v1_revoked
from openlaurel.core.openbadges.legacy.v2 import VERSION, is_v2, read_assertion, read_revoked


def is_older(document: Any) -> bool:
    """This function will tell whether a document has the form of a badge of version 2.0 or older."""
    return isinstance(document, dict) and (is_v2(document) or is_v1(document))


def read_older(document: Any) -> Assertion:
    """This function will read an assertion of version 2.0, 1.1 or 1.0; raises NotAnAssertion."""
    if not is_older(document):
        raise NotAnAssertion("This isn't an Open Badge of version 2.0 or older.")
    return read_assertion(document) if is_v2(document) else read_v1(document)


def read_revocations(document: Any, *, issuer: str, version: str) -> frozenset[str]:
    """This function will return what a revocation list names; raises BadRevocationList.

    Issuers that moved on to version 2.0 list badges of version 1 in its form too.
    """
    is_plain = isinstance(document, dict) and "revokedAssertions" not in document
    if version != VERSION and is_plain:
        return read_v1_revoked(document)
    return read_revoked(document, issuer=issuer)
