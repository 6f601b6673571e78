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


Need = DidDocumentNeeded | StatusListNeeded


@dataclass(frozen=True)
class Needs:
    """Call verify again with these, each as parsed JSON or as Unavailable."""

    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Unavailable:
    """The caller tried and couldn't get it; `reason` is a sentence."""

    reason: str


Resources = Mapping[str, Any]
