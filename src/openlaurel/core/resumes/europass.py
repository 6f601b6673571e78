"""The European Learning Model, version 3, as JSON-LD: a person and what they achieved.

What Europass seals is an EuropeanDigitalCredential, sealed by who awarded it. This is the person's own account in the same
terms, without a seal: each claim leads to the page that proves it.
"""

from __future__ import annotations

from typing import Any

from openlaurel.core.frameworks.elm import CONTEXT
from openlaurel.core.frameworks.export import Export, Loss, LossKind, compact
from openlaurel.core.resumes.model import Resume, ResumeBadge

_NOT_HELD = {
    "work": "The model describes learning, not work: jobs are left out.",
    "projects": "The model has no place for projects that nobody assessed: they are left out.",
    "degrees": "A degree is a claim of who awarded it, and these are the person's own words: they are left out.",
    "summary": "A Person of the model has no place for a statement.",
}


def to_europass(resume: Resume) -> Export:
    """This function will return the Person with a LearningAchievement for each badge, and what found no place there."""
    document = {"@context": CONTEXT} | compact(
        {
            "id": resume.url or "urn:epass:person:1",
            "type": "Person",
            "fullName": {resume.language: resume.name},
            "contactPoint": _contact(resume),
            "hasClaim": [_achievement(badge, resume.language) for badge in resume.badges],
        }
    )
    losses = [
        Loss(field, LossKind.NOT_HELD, sentence)
        for field, sentence in _NOT_HELD.items()
        if getattr(resume, field)
    ]
    return Export(document, tuple(losses))


def _contact(resume: Resume) -> dict[str, Any]:
    mailbox = {"id": f"mailto:{resume.email}", "type": "Mailbox"} if resume.email else {}
    phone = {"type": "Phone", "phoneNumber": resume.phone} if resume.phone else {}
    found = {"type": "ContactPoint", "emailAddress": mailbox, "phone": phone}
    return compact(found) if mailbox or phone else {}


def _achievement(badge: ResumeBadge, language: str) -> dict[str, Any]:
    spoken = badge.language or language
    body = {
        "type": "Organisation",
        "legalName": {spoken: badge.issuer},
        "homepage": {"type": "WebResource", "contentURL": badge.issuer_url} if badge.issuer_url else {},
    }
    awarded = badge.issued.isoformat() + "T00:00:00Z" if badge.issued else ""
    process = {"type": "AwardingProcess", "awardingBody": compact(body), "awardingDate": awarded}
    return compact(
        {
            "id": badge.url,
            "type": "LearningAchievement",
            "title": {spoken: badge.name},
            "awardedBy": compact(process),
            "specifiedBy": dict(badge.specification or {}),
            "supplementaryDocument": {"type": "WebResource", "contentURL": badge.url},
        }
    )
