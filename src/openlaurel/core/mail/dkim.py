"""Signing mails for a domain (RFC 6376, RFC 8463): relaxed/relaxed, by Ed25519 or RSA with SHA-256."""

import base64
import hashlib
import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SigningKey = Ed25519PrivateKey | RSAPrivateKey
# From is signed once more than it stands there, so that nobody adds a second one (RFC 6376 8.15).
SIGNED = (
    "from",
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_SPACE = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")


def sign_mail(message: bytes, *, domain: str, selector: str, key: SigningKey, signed_at: int) -> bytes:
    """This function will return `message` (lines ended by CRLF) with a DKIM-Signature header before it.

    `signed_at` is in seconds since 1970.
    """
    head, _, body = message.partition(b"\r\n\r\n")
    headers = split_headers(head)
    algorithm = "ed25519-sha256" if isinstance(key, Ed25519PrivateKey) else "rsa-sha256"
    there = {name.lower() for name, _ in headers}
    names = [name for name in SIGNED if name.encode() in there]
    body_hash = base64.b64encode(hashlib.sha256(canonical_body(body)).digest()).decode()
    tags = (
        f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n"
        f" t={signed_at}; h={':'.join(names)};\r\n"
        f" bh={body_hash};\r\n b="
    )
    digest = hashlib.sha256(signing_input(headers, names, tags.encode())).digest()
    signature = (
        key.sign(digest)
        if isinstance(key, Ed25519PrivateKey)
        else key.sign(digest, PKCS1v15(), Prehashed(SHA256()))
    )
    text = base64.b64encode(signature).decode()
    lines = "\r\n ".join(text[start : start + 70] for start in range(0, len(text), 70))
    return f"DKIM-Signature: {tags}{lines}\r\n".encode() + message


def public_record(key: SigningKey) -> str:
    """This function will return the TXT record by which others check signatures of `key`."""
    public = key.public_key()
    if isinstance(key, Ed25519PrivateKey):
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def split_headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """This function will return name and value of each header, folds undone (RFC 6376 3.4.2)."""
    lines = _FOLD.sub(b"", head).split(b"\r\n")
    return [(name, value) for name, colon, value in (line.partition(b":") for line in lines) if colon]


def signing_input(headers: Sequence[tuple[bytes, bytes]], names: Sequence[str], tags: bytes) -> bytes:
    """This function will return what is hashed: the named headers, the last of a name first, then `tags` with an
    empty b= (RFC 6376 3.7). A header that isn't there counts as nothing."""
    left = [(name.strip().lower(), value) for name, value in headers]
    lines = []
    for wanted in names:
        for index in range(len(left) - 1, -1, -1):
            if left[index][0] == wanted.lower().encode():
                lines.append(canonical_header(*left.pop(index)) + b"\r\n")
                break
    return b"".join(lines) + canonical_header(b"dkim-signature", _FOLD.sub(b"", tags))


def canonical_header(name: bytes, value: bytes) -> bytes:
    """This function will return a header in the form "relaxed" (RFC 6376 3.4.2), without its end."""
    return name.strip().lower() + b":" + _SPACE.sub(b" ", value.replace(b"\r\n", b"")).strip()


def canonical_body(body: bytes) -> bytes:
    """This function will return a body in the form "relaxed" (RFC 6376 3.4.4)."""
    lines = [_SPACE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
