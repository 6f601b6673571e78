"""Signatures of mails hold by the standard's own example, and for whoever checks ours by its letter."""

import base64
import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from openlaurel.core.mail.dkim import (
    SigningKey,
    canonical_body,
    canonical_header,
    public_record,
    sign_mail,
    signing_input,
    split_headers,
)

# RFC 8463, appendix A
RFC_KEY = Ed25519PrivateKey.from_private_bytes(
    base64.b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
)
RFC_MAIL = b"""\
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
RFC_TAGS = b"""v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=""".replace(b"\n", b"\r\n")
RFC_SIGNATURE = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
RFC_NAMES = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"]


def test_the_example_of_rfc_8463_holds_bit_for_bit() -> None:
    head, _, body = RFC_MAIL.partition(b"\r\n\r\n")
    digest = hashlib.sha256(canonical_body(body)).digest()
    assert base64.b64encode(digest).decode() == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
    hashed = hashlib.sha256(signing_input(split_headers(head), RFC_NAMES, RFC_TAGS)).digest()
    assert base64.b64encode(RFC_KEY.sign(hashed)).decode() == RFC_SIGNATURE
    assert public_record(RFC_KEY) == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def test_the_examples_of_rfc_6376_3_4_5_are_canonicalized_as_it_says() -> None:
    assert canonical_header(b"A", b" X") == b"a:X"
    assert canonical_header(b"B ", b" Y\t\r\n\tZ  ") == b"b:Y Z"
    assert canonical_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"
    assert canonical_body(b"") == b""
    assert canonical_body(b"\r\n\r\n") == b""


def check(signed: bytes, record: str) -> None:
    """Checks a signature as a receiver would, from the record in DNS. Raises InvalidSignature."""
    head, _, body = signed.partition(b"\r\n\r\n")
    [(_, value), *headers] = split_headers(head)
    tags = dict(part.strip().split("=", 1) for part in value.decode().split(";") if part.strip())
    if base64.b64encode(hashlib.sha256(canonical_body(body)).digest()).decode() != tags["bh"]:
        raise InvalidSignature
    hashed = signing_input(headers, tags["h"].split(":"), value[: value.rindex(b" b=") + 3])
    public = base64.b64decode(record.rpartition("p=")[2])
    signature = base64.b64decode(tags["b"].replace(" ", ""))
    if tags["a"] == "ed25519-sha256":
        Ed25519PublicKey.from_public_bytes(public).verify(signature, hashlib.sha256(hashed).digest())
    else:
        key = load_der_public_key(public)
        assert isinstance(key, RSAPublicKey)
        key.verify(signature, hashed, PKCS1v15(), SHA256())


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_our_signature_holds_through_changes_on_the_way_and_breaks_with_the_content(kind: str) -> None:
    key: SigningKey = Ed25519PrivateKey.generate() if kind == "ed25519" else generate_private_key(65537, 2048)
    signed = sign_mail(RFC_MAIL, domain="football.example.com", selector="s1", key=key, signed_at=1)
    record = public_record(key)
    check(signed, record)
    relayed = signed.replace(b"Subject: Is dinner", b"SUBJECT:  Is\r\n dinner").replace(
        b"Joe.\r\n", b"Joe. \r\n\r\n"
    )
    check(relayed, record)
    for changed in (
        signed.replace(b"hungry", b"angry"),
        signed.replace(b"Is dinner ready", b"Is lunch ready"),
        signed.replace(b"To: Suzie", b"From: Eve <eve@evil.example>\r\nTo: Suzie"),
        signed.replace(b"d=football", b"d=baseball"),
    ):
        with pytest.raises(InvalidSignature):
            check(changed, record)
