"""What became of one badge of many, and what of a dossier wasn't looked at, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.verifier.faults import say
from openlaurel.apps.verifier.queries import Row
from openlaurel.apps.verifier.sealed import Result, report_of
from openlaurel.apps.verifier.verdicts import VERDICTS, Verdict
from openlaurel.apps.verifier.words import FAULTS, CheckInWords, in_words
from openlaurel.core.dossiers import Exhibit, Part, Place, Remark

_IN_A_CV = frozenset({Part.PAGE, Part.TEXT, Part.LINK, Part.ATTACHMENT, Part.PICTURE})

REMARK_WORDS: dict[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "unknown": gettext_lazy(
        "This is of a kind that isn't read. Give CVs as PDF or DOCX, applicants as CSV or XLSX, badges as PNG, SVG, JSON or "
        "JWT, or a ZIP of these."
    ),
    "old_office": gettext_lazy(
        "This is of an older or another office program. Save it as PDF, DOCX or XLSX."
    ),
    "photo": gettext_lazy(
        "A JPEG, GIF or WebP picture can't carry a badge. Give the PNG or SVG file as it was downloaded."
    ),
    "page": gettext_lazy("This is a saved web page. Give its address instead."),
    "too_large": gettext_lazy("It has %(found)s bytes; at most %(most)s are read."),
    "locked": gettext_lazy("It is protected by a password. Save it without one."),
    "damaged": gettext_lazy("It is damaged and can't be read. Save it again."),
    "too_much_work": gettext_lazy(
        "It is built so that reading it takes too much time or memory; what was read up to there counts. Print it to a new "
        "PDF."
    ),
    "pages_cut": gettext_lazy("It has %(found)s pages; only the first %(most)s were read."),
    "pages_unread": gettext_lazy(
        "Pages whose text can't be read: %(count)s, such as page %(page)s; their links were read."
    ),
    "text_cut": gettext_lazy(
        "It has more text than is read; what comes after the first %(most)s characters wasn't looked at."
    ),
    "exhibits_cut": gettext_lazy(
        "It names %(found)s badges; only the first %(most)s are verified. Split it into several."
    ),
    "table": gettext_lazy("The table can't be read: %(fault)s"),
    "no_link_column": gettext_lazy(
        "No column holds links to badges. Its columns are: %(found)s. Call one of them “Badge link”."
    ),
    "rows_without_link": gettext_lazy("Rows without a link to a badge: %(count)s, such as row %(row)s."),
    "nothing_in_it": gettext_lazy("No badge and no link to one was found in it."),
    "links_left": gettext_lazy(
        "Links that don't look like those of badges and weren't opened: %(count)s, such as %(example)s."
    ),
    "words_left": gettext_lazy(
        "Words that aren't web addresses and were left out: %(count)s, such as “%(example)s”."
    ),
    "nested": gettext_lazy(
        "This is an archive inside an archive, which isn't opened. Unpack it and give it by itself."
    ),
    "archive_too_large": gettext_lazy(
        "Unpacked, the archive has %(found)s %(unit)s; at most %(most)s are read. Split it into several."
    ),
    "unsafe_path": gettext_lazy(
        "The archive holds a file that points out of it: %(file)s. Nothing of it was read."
    ),
    "twice": gettext_lazy("The archive holds two files of the name %(file)s. Nothing of it was read."),
    "archive_damaged": gettext_lazy("The archive is damaged, or protected by a password, at %(file)s."),
}
PLACE_WORDS: dict[Part, Promise] = {
    Part.PAGE: gettext_lazy("page %(number)s"),
    Part.ROW: gettext_lazy("row %(number)s"),
    Part.LINE: gettext_lazy("line %(number)s"),
    Part.TEXT: gettext_lazy("in the text"),
    Part.LINK: gettext_lazy("a link"),
    Part.ATTACHMENT: gettext_lazy("attached: %(name)s"),
    Part.PICTURE: gettext_lazy("picture %(name)s"),
}


@dataclass(frozen=True)
class FindingInWords:
    """One badge as the page shows it. `holder` and `problem` are HTML."""

    number: int
    claim: str
    verdict: Verdict | None
    title: str
    issuer: str
    said: str
    holder: SafeString
    place: str
    address: str
    page: str
    issued: str
    ends: str
    checked_at: datetime | None
    problem: SafeString
    checks: list[CheckInWords]


def finding_in_words(row: Row, at: datetime | None) -> FindingInWords:
    """This function will say one badge of an inquiry in the reader's language."""
    result = row.result or Result("")
    report = report_of(result, at)
    applicant = row.exhibit.applicant
    fault = FAULTS.in_words(result.error) if result.error else conditional_escape("")
    return FindingInWords(
        number=row.number,
        claim=row.claim,
        verdict=VERDICTS.get(result.verdict),
        title=result.badge_name or row.exhibit.address or row.exhibit.place.file,
        issuer=result.issuer_name or result.issuer_id,
        said=", ".join((*applicant.names[:1], *applicant.emails[:1])),
        holder=holder_in_words(row.exhibit, result) if report is not None else conditional_escape(""),
        place=place_in_words(row.exhibit.place),
        address=row.exhibit.address,
        page=result.badge_id if result.badge_id.startswith(("https://", "http://")) else "",
        issued=_day(result.issued),
        ends=_day(result.ends),
        checked_at=row.checked_at,
        problem=fault,
        checks=[line for line in in_words(report) if line.check != "recipient"] if report is not None else [],
    )


def holder_in_words(exhibit: Exhibit, result: Result) -> SafeString:
    """This function will say whose a badge is, beside what the dossier says. None of it is called a fraud."""
    applicant = exhibit.applicant
    said = ", ".join((*applicant.names[:1], *applicant.emails[:1]))
    values = {"matched": result.matched, "named": result.named, "said": said}
    if result.holder == "email":
        return say(_("It was issued to %(matched)s, which is the address given."), values)
    if result.holder == "name":
        return say(
            _(
                "It was issued to somebody called %(matched)s. Two people can have one name, and its address wasn't compared or is another one."
            ),
            values,
        )
    if result.holder == "other" and result.named:
        return say(_other_named(exhibit), values)
    if result.holder == "other":
        return say(_other(exhibit), values)
    if result.holder == "untold":
        return say(_("It doesn't say in a readable way whom it was issued to."), values)
    if result.named:
        return say(_("The badge is held by %(named)s. Nobody was named to compare with."), values)
    return say(_("Whose it is wasn't compared, since nobody was named."), values)


def remark_in_words(remark: Remark) -> SafeString:
    """This function will say what of a dossier wasn't looked at."""
    return say(REMARK_WORDS[remark.code], remark.params)


def place_in_words(place: Place) -> str:
    """This function will say where in what was handed over a badge was found."""
    words = PLACE_WORDS.get(place.part)
    if words is None:
        return place.file
    part = words % {"number": place.number, "name": place.name}
    return f"{place.file}, {part}" if place.file else str(part)


def _other_named(exhibit: Exhibit) -> str:
    if exhibit.place.part in _IN_A_CV:
        return _("The badge is held by %(named)s; the CV says %(said)s.")
    if exhibit.place.part is Part.ROW:
        return _("The badge is held by %(named)s; the table says %(said)s.")
    return _("The badge is held by %(named)s; you entered %(said)s.")


def _other(exhibit: Exhibit) -> str:
    if exhibit.place.part in _IN_A_CV:
        return _(
            "It was issued to somebody whose name and address don't stand in the CV, which says %(said)s. It can be another address of the same person: ask them."
        )
    return _(
        "It was issued to another name or address than %(said)s. It can be another address of the same person: ask them."
    )


def _day(text: str) -> str:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    return date_format(moment, "DATE_FORMAT") if moment else ""
