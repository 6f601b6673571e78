"""Is it true? Ordered checks over a badge, without I/O."""

from openlaurel.core.verification.reasons import REASONS
from openlaurel.core.verification.report import CHECKS, Check, Report
from openlaurel.core.verification.resources import (
    DidDocumentNeeded,
    Need,
    Needs,
    Resources,
    StatusListNeeded,
    Unavailable,
)
from openlaurel.core.verification.verifier import compare_recipient, verify

__all__ = [
    "CHECKS",
    "REASONS",
    "Check",
    "DidDocumentNeeded",
    "Need",
    "Needs",
    "Report",
    "Resources",
    "StatusListNeeded",
    "Unavailable",
    "compare_recipient",
    "verify",
]
