"""What older badges are made of, as frozen values, whatever version they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from openlaurel.core.openbadges.legacy.errors import LegacyError
from openlaurel.core.web_addresses import is_web_address

Manner = Literal["hosted", "signed"]
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Reference:
    """Another document: at `address`, or embedded, or both; then what is at the address counts."""

    address: str | None
    embedded: dict[str, Any] | None


@dataclass(frozen=True)
class Assertion:
    """A badge as its holder has it. `document` is the whole as it stood; `address` is where a hosted one lies.

    `names` are the identifiers under which a revocation list may name it; `creator` is the key that signed.
    """

    document: dict[str, Any]
    version: str
    manner: Manner
    address: str | None
    names: frozenset[str]
    badge: Reference
    creator: str | None
    issued_on: datetime | None
    expires: datetime | None
    revoked: bool


@dataclass(frozen=True)
class BadgeClass:
    """What was earned; `document` is the whole as it stood."""

    document: dict[str, Any]
    issuer: Reference


@dataclass(frozen=True)
class LegacyIssuer:
    """A profile in the role of issuer, as it is at its own address `id`.

    `starts_with` and `allowed_origins` say where its hosted badges lie; None stands for the same host.
    """

    document: dict[str, Any]
    id: str
    starts_with: tuple[str, ...] | None
    allowed_origins: tuple[str, ...] | None
    keys: tuple[Reference, ...]
    revocation_list: str | None

    def keeps(self, address: str) -> bool:
        """This function will tell whether a hosted badge at `address` is where this issuer keeps its badges
        (Open Badges 2.0, VerificationObject: startsWith and allowedOrigins; both hold where both are given)."""
        if self.starts_with is not None and not any(_begins(address, start) for start in self.starts_with):
            return False
        if self.allowed_origins is not None:
            return host_of(address) in {entry.lower() for entry in self.allowed_origins}
        return self.starts_with is not None or host_of(address) == host_of(self.id)


def host_of(address: str) -> str:
    """This function will return the host of a web address in lower case, with its port where it isn't the usual one.

    An address with a user name has none, since readers disagree about which part of it is the host.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname or "@" in parts.netloc:
        return ""
    usual = port is None or port == _DEFAULT_PORTS.get(parts.scheme)
    return parts.hostname.lower() if usual else f"{parts.hostname.lower()}:{port}"


def _begins(address: str, start: str) -> bool:
    """An entry without a path mustn't let in a host that only begins alike, nor one with a path what climbs out of it."""
    same_site = (
        host_of(address) == host_of(start) != "" and urlsplit(address).scheme == urlsplit(start).scheme
    )
    steps = unquote(urlsplit(address).path).replace("\\", "/").split("/")
    return same_site and address.startswith(start) and ".." not in steps


def read_reference(value: Any, name: str, error: type[LegacyError]) -> Reference:
    """This function will read a property that is an address or an object; raises `error`."""
    if isinstance(value, str) and is_web_address(value):
        return Reference(value, None)
    if isinstance(value, dict):
        identifier = value.get("id")
        is_address = isinstance(identifier, str) and is_web_address(identifier)
        return Reference(identifier if is_address else None, value)
    if value is None:
        raise error(f"A required part is missing: {name}.")
    raise error(f"'{name}' must be a web address or an object, not {str(value)[:60]!r}.")
