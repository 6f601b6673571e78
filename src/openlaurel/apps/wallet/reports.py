"""Reports of verifications as they are kept, and as values again.

They are kept as JSON text, since a column of JSON refuses what a badge may well say, such as an escaped NUL.
"""

import orjson

from openlaurel.apps.verifier.sealed import checks_of, lines_of
from openlaurel.core.verification import Check, Report


def text_of(report: Report) -> tuple[str, str]:
    """This function will return the checks of a report and the document as JSON texts."""
    lines = {"checks": lines_of(report.checks), "further": lines_of(report.further)}
    return orjson.dumps(lines).decode(), orjson.dumps(report.credential).decode()


def report_of(text: str, document: str = "null") -> Report:
    """This function will return the report that `text_of` wrote, with its document when that is given."""
    lines = orjson.loads(text)
    return Report(checks_of(lines["checks"]), orjson.loads(document), checks_of(lines["further"]))


def about_the_badge(report: Report) -> Report:
    """This function will return the report without what was found about whom the badge names, unless it matches."""
    if report.check("recipient").outcome == "pass":
        return report
    return report.with_check(Check("recipient", "skipped", "not_compared"))
