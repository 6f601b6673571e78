"""A Comprehensive Learner Record (CLR 2.0): credentials of one person, and how what they achieved hangs together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from openlaurel.core.openbadges.achievements import Achievement
from openlaurel.core.openbadges.credential_terms import (
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
    FLAG,
    JWTS,
    OBJECT,
    URI,
    Many,
    One,
    Part,
    Reference,
    Term,
    one_of,
)
from openlaurel.core.openbadges.vocabularies import ASSOCIATION_TYPES
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_IS_CLR = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.[0-9]\.[0-9])*\.json").fullmatch


@dataclass(frozen=True)
class Association(Part):
    """How the achievement `source` relates to `target`, each by its id."""

    TYPE = "Association"
    TYPE_IS_LIST = False
    TERMS: ClassVar = {
        "association_type": Term("associationType", one_of(ASSOCIATION_TYPES), required=True),
        "source": Term("sourceId", URI, required=True),
        "target": Term("targetId", URI, required=True),
    }

    association_type: str
    source: str
    target: str


@dataclass(frozen=True)
class ClrSubject(Part):
    """Whom a record is about; `credentials` are whole and signed, and kept as they stood."""

    TYPE = "ClrSubject"
    TERMS: ClassVar = {
        "id": Term("id", URI),
        "identifiers": Term("identifier", Many(One(lambda: IdentityObject))),
        "credentials": Term("verifiableCredential", Many(OBJECT), required=True),
        "achievements": Term("achievement", Many(One(lambda: Achievement))),
        "associations": Term("association", Many(One(lambda: Association))),
    }

    credentials: tuple[Mapping[str, Any], ...]
    id: str = ""
    identifiers: tuple[IdentityObject, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    associations: tuple[Association, ...] = ()

    def check(self, path: str) -> None:
        if not self.id and not self.identifiers:
            raise MissingTerm(path, "says of nobody what was achieved: an identity or an id is needed")


@dataclass(frozen=True)
class ClrCredential(Part):
    """A record, signed or not; `partial` tells that its issuer left out credentials. Dates are text as they stood.

    `proofs` are kept as they stood: core.proofs reads and verifies them.
    """

    TYPE = "ClrCredential"
    TERMS: ClassVar = credential_terms(
        issuer=Reference(lambda: Profile),
        subject=One(lambda: ClrSubject),
        name_is_required=True,
        second_context=_IS_CLR,
    ) | {
        "image": Term("image", One(lambda: Image)),
        "partial": Term("partial", FLAG),
        "endorsements": Term("endorsement", Many(One(lambda: EndorsementCredential))),
        "endorsement_jwts": Term("endorsementJwt", JWTS),
    }

    id: str
    name: str
    issuer: Profile | str
    subject: ClrSubject
    valid_from: str
    valid_until: str = ""
    awarded_date: str = ""
    description: str = ""
    image: Image | None = None
    partial: bool | None = None
    endorsements: tuple[EndorsementCredential, ...] = ()
    endorsement_jwts: tuple[str, ...] = ()
    status: CredentialStatus | None = None
    schemas: tuple[CredentialSchema, ...] = ()
    refresh_service: RefreshService | None = None
    terms_of_use: tuple[TermsOfUse, ...] = ()
    proofs: tuple[Mapping[str, Any], ...] = ()
    contexts: tuple[Any, ...] = (CREDENTIALS_V2, CLR, OPEN_BADGES)
    types: tuple[str, ...] = field(default=("VerifiableCredential", "ClrCredential"), kw_only=True)

    def check(self, path: str) -> None:
        if "VerifiableCredential" not in self.types:
            raise UnknownWord(f"{path}.type".lstrip("."), "must name VerifiableCredential")
