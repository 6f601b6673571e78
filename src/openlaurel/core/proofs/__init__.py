"""JSON-LD, canonicalization and Data Integrity proofs."""

from openlaurel.core.proofs import jcs, nquads, rdfc
from openlaurel.core.proofs.contexts import (
    CREDENTIALS_V2,
    DATA_INTEGRITY_V2,
    OPEN_BADGES,
    OPEN_BADGES_EXTENSIONS,
    ContextBundle,
)
from openlaurel.core.proofs.data_integrity import (
    MAX_PROOFS,
    Proof,
    add_proof,
    parse_proof,
    parse_proofs,
    sign,
    verify_proof,
)
from openlaurel.core.proofs.errors import (
    BrokenChain,
    HiddenTerm,
    InvalidDocument,
    MalformedProof,
    ProofMismatch,
    ProofsError,
    UndefinedTerm,
    UnfitKey,
    UnknownContext,
    UnportableDocument,
    UnsupportedProof,
    WorkLimit,
)
from openlaurel.core.proofs.shapes import Canonizer

__all__ = [
    "CREDENTIALS_V2",
    "DATA_INTEGRITY_V2",
    "MAX_PROOFS",
    "OPEN_BADGES",
    "OPEN_BADGES_EXTENSIONS",
    "BrokenChain",
    "Canonizer",
    "ContextBundle",
    "HiddenTerm",
    "InvalidDocument",
    "MalformedProof",
    "Proof",
    "ProofMismatch",
    "ProofsError",
    "UndefinedTerm",
    "UnfitKey",
    "UnknownContext",
    "UnportableDocument",
    "UnsupportedProof",
    "WorkLimit",
    "add_proof",
    "jcs",
    "nquads",
    "parse_proof",
    "parse_proofs",
    "rdfc",
    "sign",
    "verify_proof",
]
