"""The letters of a claim code, and the secrets of links: 60 random bits, and 128 that only this installation computes."""

import base64
import hmac
import secrets
from functools import cache
from uuid import UUID

from django.conf import settings

from openlaurel.adapters.sealing import derive_key
from openlaurel.apps.issuing.codes import ALPHABET, LENGTH, letters_of


def new_code() -> str:
    """This function will return a code that nobody can guess: 12 letters, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """This function will return the letters of a code as it was typed; "" when it can be none."""
    return letters_of(text) or ""


def token_of(redemption_id: UUID) -> str:
    """This function will return the secret of the link that confirms an address: always the same for a redemption."""
    return base64.urlsafe_b64encode(redemption_id.bytes + _proof_of(redemption_id)).rstrip(b"=").decode()


def id_of(token: str) -> UUID | None:
    """This function will return the id of the redemption to whose link `token` belongs, None when it was made up."""
    try:
        data = base64.b64decode(token + "=", altchars=b"-_", validate=True)
        found = UUID(bytes=data[:16])
    except ValueError:
        return None
    return found if hmac.compare_digest(data[16:], _proof_of(found)) and token_of(found) == token else None


def _proof_of(redemption_id: UUID) -> bytes:
    return hmac.digest(_link_key(settings.INSTALLATION.key), redemption_id.bytes, "sha256")[:16]


@cache
def _link_key(installation_key: bytes) -> bytes:
    return derive_key(installation_key, "redemption links")
