"""Who issues, creates and endorses, and what they say of each other (Open Badges 3.0.3, B.1.16 Profile, B.1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from openlaurel.core.openbadges.credential_terms import (
    CONTEXTS,
    CredentialSchema,
    CredentialStatus,
    RefreshService,
    TermsOfUse,
    credential_terms,
)
from openlaurel.core.openbadges.errors import UnknownWord
from openlaurel.core.openbadges.terms import (
    DAY,
    JWTS,
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
from openlaurel.core.openbadges.vocabularies import IDENTIFIER_TYPES

IDENTIFIER_TYPE = one_of(IDENTIFIER_TYPES, extensible=True)


@dataclass(frozen=True)
class Image(Part):
    """A picture by its address; the caption says what it shows."""

    TYPE = "Image"
    TYPE_IS_LIST = False
    CLOSED = True
    TERMS: ClassVar = {"url": Term("id", URI, required=True), "caption": Term("caption", TEXT)}

    url: str
    caption: str = ""


@dataclass(frozen=True)
class GeoCoordinates(Part):
    """A place in degrees (WGS 84)."""

    TYPE = "GeoCoordinates"
    TYPE_IS_LIST = False
    TERMS: ClassVar = {
        "latitude": Term("latitude", NUMBER, required=True),
        "longitude": Term("longitude", NUMBER, required=True),
    }

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Address(Part):
    """Where somebody is; `country_code` is ISO 3166-1 alpha-2."""

    TYPE = "Address"
    TERMS: ClassVar = {
        "country": Term("addressCountry", TEXT),
        "country_code": Term("addressCountryCode", TEXT),
        "region": Term("addressRegion", TEXT),
        "locality": Term("addressLocality", TEXT),
        "street": Term("streetAddress", TEXT),
        "post_office_box": Term("postOfficeBoxNumber", TEXT),
        "postal_code": Term("postalCode", TEXT),
        "geo": Term("geo", One(lambda: GeoCoordinates)),
    }

    country: str = ""
    country_code: str = ""
    region: str = ""
    locality: str = ""
    street: str = ""
    post_office_box: str = ""
    postal_code: str = ""
    geo: GeoCoordinates | None = None


@dataclass(frozen=True)
class IdentifierEntry(Part):
    """By what else somebody or something is known."""

    TYPE = "IdentifierEntry"
    TYPE_IS_LIST = False
    CLOSED = True
    TERMS: ClassVar = {
        "identifier": Term("identifier", TEXT, required=True),
        "identifier_type": Term("identifierType", IDENTIFIER_TYPE, required=True),
    }

    identifier: str
    identifier_type: str


@dataclass(frozen=True)
class Profile(Part):
    """Who issues, creates or endorses (B.1.16); `date_of_birth` is written as 2001-12-31."""

    TYPE = "Profile"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "name": Term("name", TEXT),
        "url": Term("url", URI),
        "email": Term("email", TEXT),
        "description": Term("description", TEXT),
        "image": Term("image", One(lambda: Image)),
        "phone": Term("phone", TEXT),
        "address": Term("address", One(lambda: Address)),
        "other_identifiers": Term("otherIdentifier", Many(One(lambda: IdentifierEntry))),
        "official": Term("official", TEXT),
        "parent_org": Term("parentOrg", One(lambda: Profile)),
        "family_name": Term("familyName", TEXT),
        "given_name": Term("givenName", TEXT),
        "additional_name": Term("additionalName", TEXT),
        "patronymic_name": Term("patronymicName", TEXT),
        "honorific_prefix": Term("honorificPrefix", TEXT),
        "honorific_suffix": Term("honorificSuffix", TEXT),
        "family_name_prefix": Term("familyNamePrefix", TEXT),
        "date_of_birth": Term("dateOfBirth", DAY),
        "endorsements": Term("endorsement", Many(One(lambda: EndorsementCredential))),
        "endorsement_jwts": Term("endorsementJwt", JWTS),
    }

    id: str
    name: str = ""
    url: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None
    phone: str = ""
    address: Address | None = None
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    official: str = ""
    parent_org: Profile | None = None
    family_name: str = ""
    given_name: str = ""
    additional_name: str = ""
    patronymic_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    family_name_prefix: str = ""
    date_of_birth: str = ""
    endorsements: tuple[EndorsementCredential, ...] = ()
    endorsement_jwts: tuple[str, ...] = ()


@dataclass(frozen=True)
class EndorsementSubject(Part):
    """What is endorsed, by its id, and the endorser's words (Markdown)."""

    TYPE = "EndorsementSubject"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "comment": Term("endorsementComment", TEXT),
    }

    id: str
    comment: str = ""


@dataclass(frozen=True)
class EndorsementCredential(Part):
    """What somebody says in favour of a badge, an achievement or a profile (B.1.7); dates are text as they stood.

    `proofs` are kept as they stood: core.proofs reads and verifies them.
    """

    TYPE = "EndorsementCredential"
    TERMS: ClassVar = credential_terms(
        issuer=Reference(lambda: Profile),
        subject=One(lambda: EndorsementSubject),
        name_is_required=True,
    )

    id: str
    name: str
    issuer: Profile | str
    subject: EndorsementSubject
    valid_from: str
    valid_until: str = ""
    awarded_date: str = ""
    description: str = ""
    status: CredentialStatus | None = None
    schemas: tuple[CredentialSchema, ...] = ()
    refresh_service: RefreshService | None = None
    terms_of_use: tuple[TermsOfUse, ...] = ()
    proofs: tuple[Mapping[str, Any], ...] = ()
    contexts: tuple[Any, ...] = CONTEXTS
    types: tuple[str, ...] = field(default=("VerifiableCredential", "EndorsementCredential"), kw_only=True)

    def check(self, path: str) -> None:
        if "VerifiableCredential" not in self.types:
            raise UnknownWord(f"{path}.type".lstrip("."), "must name VerifiableCredential")
