"""Looking up what a verification needs elsewhere: through the guarded fetcher, sparingly, and not at all offline."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from openlaurel.adapters.contexts import load_files
from openlaurel.adapters.fetch_errors import FetchError, Gone
from openlaurel.adapters.fetcher import TIMEOUT, Fetched, retrieve
from openlaurel.adapters.installation import is_loopback_host
from openlaurel.core.verification import (
    BytesNeeded,
    DidDocumentNeeded,
    DidDocumentWithHistory,
    HostedDocumentNeeded,
    Need,
    StatusHistory,
    StatusHistoryNeeded,
    Unavailable,
)

# One verification may wait this long for other sites in all, and a process for this many of them at a time: half of
# the threads that answer requests, so that slow sites can't occupy them all. Who finds no turn soon is told so.
PATIENCE = 15.0
AT_A_TIME = 2
WAIT_FOR_A_TURN = 2.0
_turns = threading.BoundedSemaphore(AT_A_TIME)

_ACCEPT: dict[type[Need], str] = {
    DidDocumentNeeded: "application/did+json, application/json",
    HostedDocumentNeeded: "application/ld+json, application/json, */*;q=0.1",
}

Found = bytes | DidDocumentWithHistory | StatusHistory | Unavailable
OwnHistory = Callable[[str, int], StatusHistory | None]
Own = Callable[[str], Found | None]


class Gathered(Protocol):
    """What several verifications looked up, kept together: those of one archive, say."""

    def get(self, need: Need) -> bytes | Unavailable | None:
        """This function will return what was found for a need before, or None."""

    def put(self, need: Need, found: bytes | Unavailable) -> None:
        """This function will keep what was found for a need."""


class Copies:
    """Copies of foreign documents for a short while, at most `most_bytes` of them together, the oldest dropped first.

    They are kept in the process: a table shared by all would be written to by every stranger who verifies a badge, and
    the command would need a database.
    """

    def __init__(self, *, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, tuple[float, bytes | Unavailable]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, url: str) -> bytes | Unavailable | None:
        """This function will return a copy that is still fresh, or None."""
        with self._lock:
            until, found = self._kept.get(url, (0.0, None))
            return found if until > time.monotonic() else None

    def keep(self, url: str, found: bytes | Unavailable, seconds: float) -> None:
        """This function will keep `found` for that many seconds, unless it is larger than a quarter of all room."""
        with self._lock:
            self._drop(url)
            if _size(found) > self._most_bytes // 4:
                return
            self._kept[url] = (time.monotonic() + seconds, found)
            self._bytes += _size(found)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """This function will forget all copies."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, url: str) -> None:
        if url in self._kept:
            self._bytes -= _size(self._kept.pop(url)[1])


def _size(found: bytes | Unavailable) -> int:
    return 1_000 + (len(found) if isinstance(found, bytes) else 0)


COPIES = Copies(most_bytes=16 * 1024 * 1024)
# Keys change rarely; a revocation should be seen soon; a site that was down is asked again soon.
KEYS_KEPT, LISTS_KEPT, FAULTS_KEPT = 300.0, 60.0, 10.0


@dataclass
class Outside:
    """What one verification may look up. `own` answers for this installation's identifiers, None for those of others;
    `own_history` for an entry of its status lists. What others' identifiers stand for is asked of `gathered` first, and
    all that is found is put there."""

    own: Own
    own_history: OwnHistory
    allow: Collection[str] = ()
    offline: bool = False
    patience: float = PATIENCE
    gathered: Gathered | None = None

    def obtain(self, need: Need) -> Found:
        """This function will return the document that is needed, or why it can't be had."""
        if isinstance(need, StatusHistoryNeeded):
            history = self.own_history(need.list_url, need.index)
            return history or Unavailable("Only the issuer knows what became of a status over time.")
        found = self.own(need.key) or _bundled(need)
        if self.gathered is None:
            return found or self._asked(need)
        if found is None:
            found = self.gathered.get(need) or self._asked(need)
        published = found.document if isinstance(found, DidDocumentWithHistory) else found
        if isinstance(published, bytes | Unavailable):
            self.gathered.put(need, published)
        return found

    def _asked(self, need: Need) -> bytes | Unavailable:
        """What somebody else's identifier stands for, from a copy or over the network."""
        if self.offline:
            name = need.url if isinstance(need, BytesNeeded) else need.key
            return Unavailable(f"{name[:200]} wasn't looked up, since the network was not to be used.")
        url = _address_of(need)
        kind = type(need)
        # What one kind of need may be redirected to, another may not, so each has copies of its own.
        name = f"{kind.__name__} {url}"
        copy = COPIES.get(name)
        if copy is not None:
            return copy
        try:
            content = self.retrieve(
                url, accept=_ACCEPT.get(kind, "*/*"), same_site=kind is HostedDocumentNeeded
            ).content
            COPIES.keep(name, content, KEYS_KEPT if kind is DidDocumentNeeded else LISTS_KEPT)
            return content
        except FetchError as error:
            fault = Unavailable(str(error), gone=isinstance(error, Gone))
            COPIES.keep(name, fault, FAULTS_KEPT)
            return fault

    def retrieve(
        self, url: str, *, accept: str, max_bytes: int = 5 * 1024 * 1024, same_site: bool = False
    ) -> Fetched:
        """This function will fetch `url` within what is left of the patience; raises FetchError."""
        began = time.monotonic()
        if not _turns.acquire(timeout=max(0.0, min(WAIT_FOR_A_TURN, self.patience))):
            raise FetchError(
                "Too many other sites are being waited for at this moment. Try again in a minute."
            )
        try:
            timeout = min(TIMEOUT, self.patience - (time.monotonic() - began))
            return retrieve(
                url,
                allow=self.allow,
                max_bytes=max_bytes,
                timeout=timeout,
                accept=accept,
                same_site=same_site,
            )
        finally:
            _turns.release()
            self.patience -= time.monotonic() - began


def _bundled(need: Need) -> bytes | None:
    """A context that a badge pins is compared as it was built in: nobody is asked for it."""
    return load_files().get(need.url) if isinstance(need, BytesNeeded) else None


def _address_of(need: Need) -> str:
    """Where it is fetched. A did:web of this machine, which only the allow list opens, has no certificate: http."""
    parts = urlsplit(need.url)
    if isinstance(need, DidDocumentNeeded) and is_loopback_host(parts.hostname or ""):
        return urlunsplit(parts._replace(scheme="http"))
    return need.url
