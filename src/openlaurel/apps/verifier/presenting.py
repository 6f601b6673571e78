"""What a verified document says about itself, for people: about whom, by whom, what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.queries import type_name
from openlaurel.apps.profiles.queries import language_name
from openlaurel.core.openbadges.legacy import NotAnAssertion, read_moment
from openlaurel.core.verification import Report

LONGEST_TEXT = 2000
LONGEST_JSON = 200_000


@dataclass(frozen=True)
class Said:
    """What the document says. It is only to be believed where the report says verified."""

    name: str
    description: str
    issuer: str
    issuer_id: str
    facts: Sequence[tuple[str, str]]
    skills: Sequence[str]
    raw: str


def said_by(report: Report) -> Said | None:
    """This function will read from the document what people want to know; None when nothing could be read."""
    document = report.credential
    if document is None:
        return None
    if report.check("format").reason == "readable_legacy":
        return _said_by_older(document)
    issuer = document.get("issuer")
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    alignments = achievement.get("alignment")
    return Said(
        name=_text(achievement, "name") or _text(document, "name"),
        description=_text(achievement, "description") or _text(document, "description"),
        issuer=_text(issuer, "name") if isinstance(issuer, dict) else "",
        issuer_id=_text(issuer, "id") if isinstance(issuer, dict) else str(issuer or "")[:LONGEST_TEXT],
        facts=_facts(document, achievement),
        skills=[name for item in _list(alignments)[:30] if (name := _text(item, "targetName"))],
        raw=_raw(document),
    )


def without_evidence(report: Report) -> Report:
    """This function will return the report as it is shown where the holder hides the evidence; its outcome stays."""
    document = {name: value for name, value in (report.credential or {}).items() if name != "evidence"}
    further = tuple(
        replace(line, params=dict.fromkeys(line.params, "…")) if line.check == "evidence" else line
        for line in report.further
    )
    return replace(report, credential=document, further=further)


def _facts(document: Mapping[str, Any], achievement: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts = [
        (_("Issued"), _day(document.get("validFrom") or document.get("issuanceDate"))),
        (_("Valid until"), _day(document.get("validUntil") or document.get("expirationDate"))),
        (_("Type"), type_name(_text(achievement, "achievementType"))),
        (_("Language"), language_name(_text(achievement, "inLanguage"))),
        (_("Address"), _text(document, "id")),
    ]
    return [(label, value) for label, value in facts if value]


def _said_by_older(assertion: Mapping[str, Any]) -> Said:
    """A badge of version 2.0 or older. Its class and issuer are there once they were looked up."""
    badge = _first(assertion.get("badge"))
    issuer = badge.get("issuer")
    facts = [
        (_("Issued"), _older_day(assertion, "issuedOn")),
        (_("Valid until"), _older_day(assertion, "expires")),
        (_("Address"), _text(assertion, "id") or _text(_first(assertion.get("verify")), "url")),
    ]
    return Said(
        name=_text(badge, "name"),
        description=_text(badge, "description"),
        issuer=_text(issuer, "name"),
        issuer_id=_text(issuer, "id") if isinstance(issuer, dict) else str(issuer or "")[:LONGEST_TEXT],
        facts=[(label, value) for label, value in facts if value],
        skills=[name for item in _list(badge.get("alignment"))[:30] if (name := _text(item, "targetName"))],
        raw=_raw(assertion),
    )


def _older_day(assertion: Mapping[str, Any], name: str) -> str:
    try:
        moment = read_moment(assertion, name)
    except NotAnAssertion:
        moment = None
    return date_format(moment, "DATE_FORMAT") if moment else ""


def _day(value: Any) -> str:
    moment: datetime | None
    try:
        moment = parse_datetime(str(value or ""))
    except ValueError:
        moment = None
    return date_format(moment, "DATE_FORMAT") if moment else ""


def _raw(document: Mapping[str, Any]) -> str:
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
    return text if len(text) <= LONGEST_JSON else text[:LONGEST_JSON] + "\n…"


def _text(container: Any, key: str) -> str:
    value = container.get(key) if isinstance(container, dict) else None
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def _first(value: Any) -> dict[str, Any]:
    found = _list(value)
    return found[0] if found and isinstance(found[0], dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
