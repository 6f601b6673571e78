"""Recipients and contents, sealed at rest; addresses as keyed hashes, by which they are found."""

import hashlib
import hmac
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import orjson
from django.conf import settings

from openlaurel.adapters.sealing import derive_key, seal, unseal
from openlaurel.core.mail import Attachment

PURPOSE = "outgoing mail"


@dataclass(frozen=True)
class Envelope:
    recipient: str
    subject: str


@dataclass(frozen=True)
class Content:
    text: str
    html: str
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def hash_of_address(address: str) -> str:
    """This function will return the keyed hash under which an address is known, whatever its case."""
    key = _hash_key(settings.INSTALLATION.key)
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def sealed(part: Envelope | Content) -> bytes:
    return seal(orjson.dumps(asdict(part)), key=settings.INSTALLATION.key, purpose=PURPOSE)


def envelope_of(data: bytes | memoryview) -> Envelope:
    """This function will open an envelope. Raises SealBroken; an erased one is empty."""
    return Envelope(**_opened(data)) if data else Envelope("", "")


def content_of(data: bytes | memoryview) -> Content:
    """This function will open a content. Raises SealBroken."""
    fields = _opened(data)
    attachments = tuple(Attachment(**each) for each in fields.pop("attachments", ()))
    return Content(**fields, attachments=attachments)


def _opened(data: bytes | memoryview) -> dict[str, Any]:
    return orjson.loads(unseal(bytes(data), key=settings.INSTALLATION.key, purpose=PURPOSE))


@cache
def _hash_key(key: bytes) -> bytes:
    return derive_key(key, "mail addresses")
