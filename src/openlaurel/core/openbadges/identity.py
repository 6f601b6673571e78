"""Recipients by salted hash (Open Badges 3.0.3, B.8 IdentityObject)."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from openlaurel.core.openbadges.profiles import IDENTIFIER_TYPE
from openlaurel.core.openbadges.terms import FLAG, TEXT, Part, Term

EMAIL = "emailAddress"
NAME = "name"


@dataclass(frozen=True)
class IdentityObject(Part):
    """`hash` is "sha256$" and the hexadecimal digest of the normalized value followed by the salt.

    Where it isn't `hashed`, which is how others write it, it is the value itself.
    """

    TYPE = "IdentityObject"
    TYPE_IS_LIST = False
    CLOSED = True
    TERMS: ClassVar = {
        "hashed": Term("hashed", FLAG, required=True),
        "hash": Term("identityHash", TEXT, required=True),
        "type": Term("identityType", IDENTIFIER_TYPE, required=True),
        "salt": Term("salt", TEXT),
    }

    type: str
    hash: str
    salt: str = ""
    hashed: bool = True


def normalize(value: str, identity_type: str) -> str:
    """This function will return the form of a value that is hashed.

    E-mail addresses in lower case without outer spaces; names in NFC with single spaces.
    """
    value = unicodedata.normalize("NFC", value)
    return value.strip().lower() if identity_type == EMAIL else " ".join(value.split())


def hash_identity(value: str, *, identity_type: str, salt: str) -> IdentityObject:
    """This function will hide `value` behind a hash that whoever knows it can check."""
    digest = hashlib.sha256((normalize(value, identity_type) + salt).encode()).hexdigest()
    return IdentityObject(identity_type, "sha256$" + digest, salt)


def identity_matches(identity: dict[str, Any], value: str) -> bool:
    """This function will tell whether `value` is the one behind an IdentityObject on the wire.

    Values of other makers are also compared without normalization, as some hash what they were given.
    """
    stated, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(stated, str) or not isinstance(salt, str):
        return False
    identity_type = str(identity.get("identityType"))
    candidates = {value, value.strip(), normalize(value, identity_type)}
    if identity.get("hashed") is not True:
        return any(hmac.compare_digest(stated.encode(), c.encode()) for c in candidates)
    algorithm, _, digest = stated.partition("$")
    if algorithm.lower() not in {"sha256", "md5"}:
        return False
    return any(
        hmac.compare_digest(
            digest.lower().encode(),
            hashlib.new(algorithm.lower(), (c + salt).encode(), usedforsecurity=False).hexdigest().encode(),
        )
        for c in candidates
    )
