"""Proofs that held before: a status list comes again, as it is, with each badge that it is about.

Whether a proof covers a document depends on nothing but the document, the proof, the key and the contexts, which are
the Canonizer's. What depends on the day or on who is trusted (whose the key is, whether it counted, how long the list
is valid) is never kept: each verification asks that anew.
"""

from __future__ import annotations

import hashlib
from typing import Any

from openlaurel.core.keys import PublicKey
from openlaurel.core.proofs.data_integrity import Proof, verify_proof
from openlaurel.core.proofs.shapes import Canonizer

MAX_HELD = 256


def verify_proof_again(
    document: dict[str, Any], proof: Proof, *, key: PublicKey, canonizer: Canonizer
) -> None:
    """This function will do the same as `verify_proof`, and at once where this very proof held before.

    The last 256 are kept, each by 32 bytes whatever the size of its document; what failed isn't.
    """
    name = _name(document, proof, key)
    held = canonizer.held
    if name in held:
        held.move_to_end(name)
        return
    verify_proof(document, proof, key=key, canonizer=canonizer)
    if len(held) >= MAX_HELD:
        held.popitem(last=False)
    held[name] = None


def _name(document: dict[str, Any], proof: Proof, key: PublicKey) -> bytes:
    """What tells one question from another: `repr` is another text for each value that JSON has."""
    asked = repr((document, proof, key.kind, key.raw))
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).digest()
