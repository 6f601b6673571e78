"""A SAML identity provider of another make, samlify under Node, driven from Python; and its key, to sign what it wouldn't."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.interop.reference import PROJECT, node

Pair = tuple[rsa.RSAPrivateKey, x509.Certificate]


@cache
def key_pair(name: str = "idp", *, bits: int = 2048, days: int = 3650) -> Pair:
    """This function will return a key with a certificate of its own that ends in `days`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=4000))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def pem_of(pair: Pair) -> str:
    return pair[1].public_bytes(Encoding.PEM).decode()


def absent() -> str:
    """Why it can't run here, as a sentence; empty when it can."""
    if node() is None:
        return "Node.js is not installed."
    if not (PROJECT / "node_modules" / "samlify").is_dir():
        return "samlify is not installed; run: npm ci --ignore-scripts"
    return ""


class SamlIdp:
    """`person` has subject, mail, displayName and groups."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.allow = {f"127.0.0.1:{port}"}

    def metadata(self) -> str:
        return self._ask("/metadata").decode()

    def knows(self, metadata: bytes) -> None:
        """Gives it the metadata of our site."""
        self._ask("/site", metadata)

    def sign_on_as(self, **person: str) -> None:
        self._ask("/person", json.dumps(person).encode())

    def requests(self) -> list[dict[str, Any]]:
        """What it read of the requests that came."""
        return list(json.loads(self._ask("/requests")))

    def answer(self, url: str) -> str:
        """The SAMLResponse that it has the browser post for a request."""
        found = re.search(
            r'name="SAMLResponse" value="([^"]+)"', self._ask(url.removeprefix(self.url)).decode()
        )
        assert found, url
        return found[1]

    def _ask(self, path: str, content: bytes | None = None) -> bytes:
        with urlopen(Request(self.url + path, data=content), timeout=20) as answer:
            return bytes(answer.read())


@contextmanager
def running_saml_idp(folder: Path) -> Iterator[SamlIdp]:
    """This function will run the provider until the block ends."""
    key, certificate = key_pair()
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    program = node()
    assert program is not None
    script = str(Path(__file__).with_name("saml_idp.mjs"))
    process = subprocess.Popen(
        [program, script, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield SamlIdp(int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
