"""Which column holds what: the exports of the large platforms, and plain names in several languages."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column can hold."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    ISSUED_ON = "issued_on"
    EXPIRES_ON = "expires_on"
    NARRATIVE = "narrative"
    EVIDENCE_NAME = "evidence_name"
    EVIDENCE_URL = "evidence_url"
    EVIDENCE_TEXT = "evidence_text"
    RECIPIENT_ID = "recipient_id"
    LANGUAGE = "language"


# Column names as they are compared: small letters and digits, everything else a single space.
_NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.EMAIL: (
        "recipient email",
        "email",
        "e mail",
        "mail",
        "email address",
        "e mail address",
        "recipient mailadres",
        "mailadres",
        "recipient email address",
        "learner email",
        "student email",
        "identifier",
        "correo electrónico",
        "correo",
        "e mail adresse",
        "adresse e mail",
        "البريد الإلكتروني",
        "البريد",
    ),
    Field.NAME: (
        "recipient name",
        "name",
        "full name",
        "fullname",
        "learner name",
        "student name",
        "display name",
        "nombre completo",
        "nombre y apellidos",
        "vollständiger name",
        "nom complet",
        "volledige naam",
        "الاسم الكامل",
        "الاسم",
    ),
    Field.FIRST_NAME: (
        "first name",
        "firstname",
        "given name",
        "forename",
        "recipient first name",
        "issued to first name",
        "nombre",
        "vorname",
        "prénom",
        "voornaam",
        "الاسم الأول",
    ),
    Field.MIDDLE_NAME: ("middle name", "middlename", "middle", "issued to middle name", "tussenvoegsel"),
    Field.LAST_NAME: (
        "last name",
        "lastname",
        "surname",
        "family name",
        "recipient last name",
        "issued to last name",
        "apellidos",
        "apellido",
        "nachname",
        "familienname",
        "nom de famille",
        "achternaam",
        "اسم العائلة",
    ),
    Field.ISSUED_ON: (
        "issued at",
        "issued on",
        "issue date",
        "issued",
        "date issued",
        "awarded on",
        "award date",
        "completion date",
        "fecha de emisión",
        "ausgestellt am",
        "تاريخ الإصدار",
    ),
    Field.EXPIRES_ON: (
        "expiration date",
        "expires at",
        "expires",
        "expires on",
        "expired on",
        "expiry date",
        "expiry",
        "valid until",
        "fecha de caducidad",
        "gültig bis",
        "تاريخ الانتهاء",
    ),
    Field.NARRATIVE: ("narrative",),
    Field.EVIDENCE_NAME: ("evidence name", "evidence title"),
    Field.EVIDENCE_URL: ("evidence url", "evidence link", "evidence"),
    Field.EVIDENCE_TEXT: ("evidence narrative", "evidence description", "text evidence"),
    Field.RECIPIENT_ID: (
        "issuer earner id",
        "recipient id",
        "earner id",
        "learner id",
        "student id",
        "employee id",
        "student number",
        "recipient eppn",
        "matriculation number",
    ),
    Field.LANGUAGE: ("locale", "language", "idioma", "sprache", "taal", "اللغة"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}

# A file is a platform's when it has all of its own columns: more telling ones first.
_DIALECTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("credly", frozenset({"badge template id", "recipient email"})),
    ("credly", frozenset({"recipient email", "first name", "last name", "issued at"})),
    ("credly", frozenset({"recipient email", "issued to first name"})),
    ("canvas", frozenset({"badge class id", "identifier"})),
    ("canvas", frozenset({"identifier", "first name", "last name"})),
    ("edubadges", frozenset({"recipient mailadres"})),
    ("edubadges", frozenset({"recipient eppn"})),
    ("accredible", frozenset({"recipient name", "recipient email"})),
)


@dataclass(frozen=True)
class Recognition:
    """Whose columns these are ("credly", "canvas", "accredible", "edubadges", "plain") and which holds what."""

    dialect: str
    mapping: Mapping[Field, str]


def recognise(headers: Sequence[str]) -> Recognition:
    """This function will find out which header holds which field; headers that it doesn't know are left out."""
    mapping: dict[Field, str] = {}
    for field, names in _NAMES.items():
        for name in names:
            found = next((header for header in headers if normalized(header) == name), None)
            if found is not None:
                mapping[field] = found
                break
    if Field.FIRST_NAME in mapping and Field.LAST_NAME not in mapping and Field.NAME in mapping:
        mapping[Field.LAST_NAME] = mapping.pop(Field.NAME)  # “Vorname; Name” and its like
    known = {normalized(header) for header in headers}
    dialect = next((name for name, own in _DIALECTS if own <= known), "plain")
    return Recognition(dialect, mapping)


def recognise_further(
    headers: Sequence[str], names: Mapping[str, Iterable[str]], taken: Collection[str] = ()
) -> dict[str, str]:
    """This function will find out which header is called by one of a key's names; those that are `taken` are none's."""
    found: dict[str, str] = {}
    for key, known in names.items():
        wanted = {normalized(name) for name in (key, *known)} - {""}
        header = next((h for h in headers if h not in taken and normalized(h) in wanted), None)
        if header is not None:
            found[key] = header
    return found


def recognised_count(headers: Sequence[str]) -> int:
    """This function will count the headers that are known."""
    return sum(normalized(header) in _FIELDS for header in headers)


def normalized(header: str) -> str:
    """This function will return the form in which column names are compared."""
    text = unicodedata.normalize("NFC", header).casefold().replace("_", " ")
    text = re.sub(r"\((?:required|optional)\)", " ", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())
