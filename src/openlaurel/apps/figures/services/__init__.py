"""Counting what becomes of badges, and telling those who asked for it."""

from openlaurel.apps.figures.services.counting import (
    Countable,
    collect_counts,
    collected_counts,
    countable,
    note_share,
    note_verification,
    note_view,
)
from openlaurel.apps.figures.services.public_counts import refresh_public_counts
from openlaurel.apps.figures.services.recounting import mark_all, mark_days, recount_marked
from openlaurel.apps.figures.services.reports import (
    ReportDraft,
    plan_report,
    remove_report,
    resume_report,
    send_due_reports,
    stop_report,
)
from openlaurel.apps.figures.services.sequels import refresh_sequels

__all__ = [
    "Countable",
    "ReportDraft",
    "collect_counts",
    "collected_counts",
    "countable",
    "mark_all",
    "mark_days",
    "note_share",
    "note_verification",
    "note_view",
    "plan_report",
    "recount_marked",
    "refresh_public_counts",
    "refresh_sequels",
    "remove_report",
    "resume_report",
    "send_due_reports",
    "stop_report",
]
