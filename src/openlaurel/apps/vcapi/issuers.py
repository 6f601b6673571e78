"""The issuers of conformance runs: one for each cryptosuite and kind of key, each with a throwaway key in a file."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openlaurel.adapters.installation import write_private
from openlaurel.core.keys import (
    EcdsaKey,
    P256PublicKey,
    P384PublicKey,
    SoftwareKey,
    SoftwareSigner,
    did_key,
)
from openlaurel.core.proofs.suites import ECDSA_JCS_2019, ECDSA_RDFC_2019, EDDSA_JCS_2022, EDDSA_RDFC_2022

Key = SoftwareKey | EcdsaKey


@dataclass(frozen=True)
class Kind:
    """How a key is made, and made again from its secret."""

    make: Callable[[], Key]
    read: Callable[[bytes], Key]


ED25519 = Kind(lambda: SoftwareKey.generate(secrets.token_bytes), SoftwareKey)
P256 = Kind(
    lambda: EcdsaKey.generate(P256PublicKey, secrets.token_bytes), lambda s: EcdsaKey(P256PublicKey, s)
)
P384 = Kind(
    lambda: EcdsaKey.generate(P384PublicKey, secrets.token_bytes), lambda s: EcdsaKey(P384PublicKey, s)
)

# Gives each credential an entry of its Bitstring status list.
WITH_STATUS = "bitstring"
# By the name in the address: what the issuer signs with.
ISSUERS: dict[str, tuple[str, Kind]] = {
    EDDSA_RDFC_2022: (EDDSA_RDFC_2022, ED25519),
    EDDSA_JCS_2022: (EDDSA_JCS_2022, ED25519),
    f"{ECDSA_RDFC_2019}-p256": (ECDSA_RDFC_2019, P256),
    f"{ECDSA_RDFC_2019}-p384": (ECDSA_RDFC_2019, P384),
    f"{ECDSA_JCS_2019}-p256": (ECDSA_JCS_2019, P256),
    f"{ECDSA_JCS_2019}-p384": (ECDSA_JCS_2019, P384),
    WITH_STATUS: (EDDSA_RDFC_2022, ED25519),
}


@dataclass(frozen=True)
class ConformanceIssuer:
    """`did` is a did:key; nothing that is of worth is ever signed by it."""

    did: str
    cryptosuite: str
    signer: SoftwareSigner


def make_issuers(folder: Path) -> None:
    """This function will make each key that isn't in `folder` yet, before several processes look for them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, (_, kind) in ISSUERS.items():
        if not _file(folder, name).exists():
            key = kind.make()
            write_private(_file(folder, name), key.seed if isinstance(key, SoftwareKey) else key.secret)


def get_issuer(folder: Path, name: str) -> ConformanceIssuer:
    """This function will return the issuer of that name; raises KeyError for another one."""
    cryptosuite, kind = ISSUERS[name]
    key = kind.read(_file(folder, name).read_bytes())
    did = did_key(key.public)
    signer = SoftwareSigner(key, f"{did}#{key.public.multibase}")
    return ConformanceIssuer(did, cryptosuite, signer)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.key"
