"""How a message is signed: Standard Webhooks, the `v1` scheme (HMAC-SHA256)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

SECRET_BYTES = 32
PREFIX = "whsec_"


def shown_secret(secret: bytes) -> str:
    """This function will return a secret as receivers are given it: `whsec_` and Base64."""
    return PREFIX + base64.b64encode(secret).decode()


def signed_headers(message_id: UUID, timestamp: int, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """This function will return the headers that prove `body`, with a signature by each of `secrets`.

    `timestamp` is in seconds since 1970, the time of the try. What is signed is `<id>.<timestamp>.<body>`.
    """
    signed = b".".join((str(message_id).encode(), str(timestamp).encode(), body))
    signatures = (
        base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode() for secret in secrets
    )
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
