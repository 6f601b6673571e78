"""What other sites want to know of an award: LinkedIn's form, link previews, search engines."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from openlaurel.apps.catalog.queries import achievement_url
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url

LINKEDIN = "https://www.linkedin.com/profile/add"
LINKEDIN_POST = "https://www.linkedin.com/sharing/share-offsite/"


def share_url(award: Award, channel: str) -> str:
    """This function will return where a channel takes a badge: LinkedIn, or a mail; "" for one that leads nowhere.

    A badge that was revoked goes into no profile.
    """
    if channel == "mail":
        return f"mailto:?subject={quote(award.version.name)}&body={quote(award_url(award.id), safe='')}"
    if channel == "post":
        return f"{LINKEDIN_POST}?{urlencode({'url': award_url(award.id)})}"
    return linkedin_url(award) if channel == "linkedin" and award.revoked_at is None else ""


def linkedin_url(award: Award) -> str:
    """This function will return the link that fills in LinkedIn's form for a certification.

    A badge without an end leaves the end out: LinkedIn then shows that it doesn't expire.
    """
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.version.name,
        "organizationName": award.organisation.name,
        **_month("issue", award.valid_from),
        **_month("expiration", award.valid_until),
        "certUrl": award_url(award.id),
        "certId": code_of(award.id),
    }
    return f"{LINKEDIN}?{urlencode(fields)}"


def structured_data(award: Award) -> dict[str, Any]:
    """This function will return the award as schema.org's EducationalOccupationalCredential, for search engines."""
    version, organisation = award.version, award.organisation
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": award_url(award.id),
        "url": award_url(award.id),
        "name": version.name,
        "description": version.description,
        "credentialCategory": version.achievement_type,
        "inLanguage": version.language,
        "dateCreated": award.valid_from.date().isoformat(),
        "about": achievement_url(version),
        "image": f"{award_url(award.id)}.png",
        "recognizedBy": {
            "@type": "Organization",
            "name": organisation.name,
            "url": f"{settings.OPENLAUREL_URL}/profiles/{organisation.handle}",
        },
        "competencyRequired": [alignment.skill.name for alignment in version.alignments.all()],
    }
    if award.valid_until is not None:
        data["expires"] = award.valid_until.date().isoformat()
    return data


def _month(prefix: str, moment: datetime | None) -> dict[str, int]:
    if moment is None:
        return {}
    return {f"{prefix}Year": moment.year, f"{prefix}Month": moment.month}
