"""An awarded achievement (Open Badges 3.0.3, B.1.2 AchievementCredential), and whom and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from openlaurel.core.openbadges.achievements import Achievement, Alignment
from openlaurel.core.openbadges.credential_terms import (
    CONTEXTS,
    CredentialSchema,
    CredentialStatus,
    RefreshService,
    TermsOfUse,
    credential_terms,
)
from openlaurel.core.openbadges.errors import MissingTerm, UnknownWord
from openlaurel.core.openbadges.identity import IdentityObject
from openlaurel.core.openbadges.profiles import EndorsementCredential, Image, Profile
from openlaurel.core.openbadges.terms import (
    JWTS,
    MOMENT,
    NUMBER,
    TEXT,
    URI,
    Many,
    One,
    Part,
    Reference,
    Term,
    one_of,
)
from openlaurel.core.openbadges.vocabularies import RESULT_STATUSES


@dataclass(frozen=True)
class Result(Part):
    """One result that was reached (B.1.20). `achieved_level` is the id of a RubricCriterionLevel."""

    TYPE = "Result"
    TERMS: ClassVar = {
        "achieved_level": Term("achievedLevel", URI),
        "description_id": Term("resultDescription", URI),
        "status": Term("status", one_of(RESULT_STATUSES)),
        "value": Term("value", TEXT),
        "alignments": Term("alignment", Many(One(lambda: Alignment))),
    }

    description_id: str = ""
    value: str = ""
    achieved_level: str = ""
    status: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True)
class Evidence(Part):
    """What shows that it was earned (B.1.11); `narrative` is Markdown."""

    TYPE = "Evidence"
    TERMS: ClassVar = {
        "id": Term("id", URI),
        "name": Term("name", TEXT),
        "narrative": Term("narrative", TEXT),
        "description": Term("description", TEXT),
        "genre": Term("genre", TEXT),
        "audience": Term("audience", TEXT),
    }

    name: str = ""
    id: str = ""
    narrative: str = ""
    description: str = ""
    genre: str = ""
    audience: str = ""


@dataclass(frozen=True)
class AchievementSubject(Part):
    """Whom a badge is about, by id or identifiers, and what was achieved (B.1.3)."""

    TYPE = "AchievementSubject"
    TERMS: ClassVar = {
        "id": Term("id", URI),
        "identifiers": Term("identifier", Many(One(lambda: IdentityObject))),
        "narrative": Term("narrative", TEXT),
        "achievement": Term("achievement", One(lambda: Achievement), required=True),
        "results": Term("result", Many(One(lambda: Result))),
        "activity_start": Term("activityStartDate", MOMENT),
        "activity_end": Term("activityEndDate", MOMENT),
        "credits": Term("creditsEarned", NUMBER),
        "image": Term("image", One(lambda: Image)),
        "license_number": Term("licenseNumber", TEXT),
        "role": Term("role", TEXT),
        "source": Term("source", One(lambda: Profile)),
        "term": Term("term", TEXT),
    }

    achievement: Achievement
    id: str = ""
    identifiers: tuple[IdentityObject, ...] = ()
    narrative: str = ""
    results: tuple[Result, ...] = ()
    activity_start: str = ""
    activity_end: str = ""
    credits: float | int | None = None
    image: Image | None = None
    license_number: str = ""
    role: str = ""
    source: Profile | None = None
    term: str = ""

    def check(self, path: str) -> None:
        if not self.id and not self.identifiers:
            raise MissingTerm(
                path, "A badge says whom it is about: an identity or an id is needed, and neither is there"
            )


@dataclass(frozen=True)
class AchievementCredential(Part):
    """A badge, signed or not (B.1.2), also under its other name of OpenBadgeCredential; dates are text as they stood.

    `proofs` are kept as they stood: core.proofs reads and verifies them.
    """

    TYPE = "VerifiableCredential"
    TERMS: ClassVar = credential_terms(
        issuer=Reference(lambda: Profile), subject=One(lambda: AchievementSubject), name_is_required=False
    ) | {
        "image": Term("image", One(lambda: Image)),
        "evidence": Term("evidence", Many(One(lambda: Evidence))),
        "endorsements": Term("endorsement", Many(One(lambda: EndorsementCredential))),
        "endorsement_jwts": Term("endorsementJwt", JWTS),
    }

    id: str
    issuer: Profile | str
    subject: AchievementSubject
    valid_from: str
    valid_until: str = ""
    awarded_date: str = ""
    name: str = ""
    description: str = ""
    image: Image | None = None
    evidence: tuple[Evidence, ...] = ()
    endorsements: tuple[EndorsementCredential, ...] = ()
    endorsement_jwts: tuple[str, ...] = ()
    status: CredentialStatus | None = None
    schemas: tuple[CredentialSchema, ...] = ()
    refresh_service: RefreshService | None = None
    terms_of_use: tuple[TermsOfUse, ...] = ()
    proofs: tuple[Mapping[str, Any], ...] = ()
    contexts: tuple[Any, ...] = CONTEXTS
    types: tuple[str, ...] = field(default=("VerifiableCredential", "OpenBadgeCredential"), kw_only=True)

    def check(self, path: str) -> None:
        if not {"OpenBadgeCredential", "AchievementCredential"} & set(self.types):
            raise UnknownWord(
                f"{path}.type".lstrip("."), "must name OpenBadgeCredential or AchievementCredential"
            )
