"""Is it true? Ordered checks over a badge, without I/O."""

from openlaurel.core.verification.as_of import (
    AsOfError,
    DayToCome,
    NotADay,
    StatusChange,
    StatusHistory,
    read_at,
)
from openlaurel.core.verification.further_reasons import FURTHER_REASONS
from openlaurel.core.verification.history import DidDocumentWithHistory
from openlaurel.core.verification.legacy import compare_legacy_recipient, is_older_badge, verify_legacy
from openlaurel.core.verification.legacy_reasons import LEGACY_REASONS
from openlaurel.core.verification.presentations import (
    PRESENTATION_CHECKS,
    PresentationReport,
    verify_presentation,
)
from openlaurel.core.verification.reasons import REASONS
from openlaurel.core.verification.report import CHECKS, Check, Report
from openlaurel.core.verification.resources import (
    BytesNeeded,
    DidDocumentNeeded,
    HostedDocumentNeeded,
    Need,
    Needs,
    Resources,
    SchemaNeeded,
    StatusHistoryNeeded,
    StatusListNeeded,
    Unavailable,
)
from openlaurel.core.verification.verifier import compare_recipient
from openlaurel.core.verification.whole import verify

__all__ = [
    "CHECKS",
    "FURTHER_REASONS",
    "LEGACY_REASONS",
    "PRESENTATION_CHECKS",
    "REASONS",
    "AsOfError",
    "BytesNeeded",
    "Check",
    "DayToCome",
    "DidDocumentNeeded",
    "DidDocumentWithHistory",
    "HostedDocumentNeeded",
    "Need",
    "Needs",
    "NotADay",
    "PresentationReport",
    "Report",
    "Resources",
    "SchemaNeeded",
    "StatusChange",
    "StatusHistory",
    "StatusHistoryNeeded",
    "StatusListNeeded",
    "Unavailable",
    "compare_legacy_recipient",
    "compare_recipient",
    "is_older_badge",
    "read_at",
    "verify",
    "verify_legacy",
    "verify_presentation",
]
