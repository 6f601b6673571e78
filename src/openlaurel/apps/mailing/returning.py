"""The mark in a mail's return address: which mail it is, and that this installation made it."""

import base64
import binascii
import hashlib
import hmac
from functools import cache
from uuid import UUID

from django.conf import settings

from openlaurel.adapters.sealing import derive_key
from openlaurel.core.mail.returns import return_address

MAC_BYTES = 10


def return_path_of(mail_id: UUID) -> str:
    """This function will return the address to which a mail comes back; nothing where none is set up."""
    return return_address(settings.MAIL_RETURN, _marked(mail_id)) if settings.MAIL_RETURN else ""


def mail_behind(token: str) -> UUID | None:
    """This function will return the id of the mail that a mark of ours names; None for any other text."""
    padded = token.upper() + "=" * (-len(token) % 8)
    try:
        content = base64.b32decode(padded)
    except (binascii.Error, ValueError):
        return None
    if len(content) != 16 + MAC_BYTES:
        return None
    identifier = UUID(bytes=content[:16])
    return identifier if hmac.compare_digest(_mac(identifier), content[16:]) else None


def _marked(mail_id: UUID) -> str:
    """In small letters and digits, since servers change the case of local parts."""
    return base64.b32encode(mail_id.bytes + _mac(mail_id)).decode().rstrip("=").lower()


def _mac(mail_id: UUID) -> bytes:
    return hmac.new(_key(settings.INSTALLATION.key), mail_id.bytes, hashlib.sha256).digest()[:MAC_BYTES]


@cache
def _key(key: bytes) -> bytes:
    return derive_key(key, "mail return paths")
