"""Is it true? Ordered checks over a badge, without I/O."""

from openlaurel.core.verification.history import DidDocumentWithHistory
from openlaurel.core.verification.legacy import compare_legacy_recipient, verify_legacy
from openlaurel.core.verification.legacy_reasons import LEGACY_REASONS
from openlaurel.core.verification.reasons import REASONS
from openlaurel.core.verification.report import CHECKS, Check, Report
from openlaurel.core.verification.resources import (
    DidDocumentNeeded,
    HostedDocumentNeeded,
    Need,
    Needs,
    Resources,
    StatusListNeeded,
    Unavailable,
)
from openlaurel.core.verification.verifier import compare_recipient, verify

__all__ = [
    "CHECKS",
    "LEGACY_REASONS",
    "REASONS",
    "Check",
    "DidDocumentNeeded",
    "DidDocumentWithHistory",
    "HostedDocumentNeeded",
    "Need",
    "Needs",
    "Report",
    "Resources",
    "StatusListNeeded",
    "Unavailable",
    "compare_legacy_recipient",
    "compare_recipient",
    "verify",
    "verify_legacy",
]
