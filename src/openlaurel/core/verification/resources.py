"""What a verification may need from outside, and how the caller hands it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DidDocumentNeeded:
    """The DID document of `key` (a did:web) is at `url`."""

    key: str
    url: str


@dataclass(frozen=True)
class StatusListNeeded:
    """The status list credential whose address is `key`."""

    key: str

    @property
    def url(self) -> str:
        return self.key


@dataclass(frozen=True)
class HostedDocumentNeeded:
    """What a badge of an older version names by the address `key`: itself, its badge class, the issuer's profile, a
    key or a revocation list."""

    key: str

    @property
    def url(self) -> str:
        return self.key


@dataclass(frozen=True)
class BytesNeeded:
    """What lies at `url`, as bytes: its digest is compared."""

    url: str

    @property
    def key(self) -> str:
        return f"bytes of {self.url}"


@dataclass(frozen=True)
class SchemaNeeded:
    """The JSON Schema whose address is `key`."""

    key: str

    @property
    def url(self) -> str:
        return self.key


@dataclass(frozen=True)
class StatusHistoryNeeded:
    """What became of one entry of a status list over time (a StatusHistory), which only who keeps the list can know."""

    list_url: str
    index: int

    @property
    def key(self) -> str:
        return f"{self.list_url}#{self.index}"

    @property
    def url(self) -> str:
        return self.key


Need = (
    DidDocumentNeeded
    | StatusListNeeded
    | StatusHistoryNeeded
    | HostedDocumentNeeded
    | BytesNeeded
    | SchemaNeeded
)


@dataclass(frozen=True)
class Needs:
    """Call verify again with these, each as parsed JSON, evidence as bytes, or as Unavailable."""

    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Unavailable:
    """The caller tried and couldn't get it; `reason` is a sentence.

    `gone` is True only where the site itself said, by HTTP 410, that it is no more; never for a fault on the way.
    """

    reason: str
    gone: bool = False


Resources = Mapping[str, Any]
