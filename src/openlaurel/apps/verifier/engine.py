"""Verifying files, texts and addresses, for whoever says which identifiers are its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import Fetched
from openlaurel.apps.verifier.errors import NotObtained, TooLarge, Unreadable, VerifierError
from openlaurel.apps.verifier.outside import PATIENCE, Found, Gathered, Outside, Own, OwnHistory
from openlaurel.apps.verifier.reading import CREDENTIAL_TYPES, kind_of, linked_credential, read_document
from openlaurel.apps.verifier.resolving import run
from openlaurel.apps.verifier.successors import Renewed, Why, tell_renewal, tell_successor
from openlaurel.apps.verifier.suspensions import OwnNotes, OwnStanding, tell_notes, tell_suspension
from openlaurel.core.openbadges import MAX_IMAGE_BYTES
from openlaurel.core.verification import Need, Report

__all__ = ["NotObtained", "TooLarge", "Unreadable", "Verifier", "VerifierError"]

ACCEPT = ", ".join(
    (*CREDENTIAL_TYPES, "image/png;q=0.9", "image/svg+xml;q=0.9", "text/html;q=0.5", "*/*;q=0.1")
)


def _nothing(identifier: str) -> None:
    return None


def _no_history(list_url: str, index: int) -> None:
    return None


def _unknown(list_url: str, index: int) -> str:
    return ""


def _not_renewed(list_url: str, index: int) -> None:
    return None


def _no_notes(identifier: str) -> tuple[dict[str, str], ...]:
    return ()


def _as_it_is(report: Report) -> Report:
    return report


def _no_standing(list_url: str, index: int) -> None:
    return None


@dataclass(frozen=True)
class Verifier:
    """`own` answers for own identifiers, `own_badge` for addresses of own badges, `own_history` for entries of own status
    lists; they return None for all others. `own_why` says why a badge of ours was replaced, else "", `own_renewed` by what it was renewed;
    `own_standing` what is on record of one that our list has as suspended, `own_notes` which notes of recalls are about a badge.
    `own_shown` leaves out what the holder of a badge of ours hides from who has no more than its address. `at` is the
    past moment that is asked about, None for the present. What is looked up is put into `gathered`.
    """

    own: Own = _nothing
    own_badge: Callable[[str], bytes | None] = _nothing
    own_history: OwnHistory = _no_history
    own_why: Why = _unknown
    own_renewed: Renewed = _not_renewed
    own_standing: OwnStanding = _no_standing
    own_notes: OwnNotes = _no_notes
    own_shown: Callable[[Report], Report] = _as_it_is
    allow: Collection[str] = ()
    offline: bool = False
    patience: float = PATIENCE
    at: datetime | None = None
    gathered: Gathered | None = None

    def verify(self, document: bytes | str, *, now: datetime, recipient: str = "") -> Report:
        """This function will verify JSON or a JWT; never raises for what a document holds."""
        return self._run(document, self._outside(), now, recipient)

    def verify_file(self, data: bytes, *, now: datetime, recipient: str = "") -> Report:
        """This function will verify a file, told by its content; raises Unreadable or TooLarge."""
        return self._verify_read(data, self._outside(), now, recipient)

    def verify_text(self, text: str, *, now: datetime, recipient: str = "") -> Report:
        """This function will verify a pasted text: an address, JSON or a JWT; raises a VerifierError."""
        text = text.strip()
        if text.lower().startswith(("https://", "http://")) and len(text.split()) == 1:
            return self.verify_url(text, now=now, recipient=recipient)
        return self.verify_file(text.encode("utf-8", "replace"), now=now, recipient=recipient)

    def verify_url(self, url: str, *, now: datetime, recipient: str = "") -> Report:
        """This function will verify the badge at an address; raises a VerifierError."""
        outside = self._outside()
        report = self._verify_read(self._obtained(url.strip(), outside), outside, now, recipient)
        return self.own_shown(report)

    def obtain(self, url: str) -> bytes:
        """This function will return the badge's file at an address, unverified; raises NotObtained."""
        return self._obtained(url.strip(), self._outside())

    def obtain_need(self, need: Need) -> Found:
        """This function will return what one need stands for, or Unavailable."""
        return self._outside().obtain(need)

    def _obtained(self, url: str, outside: Outside) -> bytes:
        found = self.own_badge(url)
        if found is not None:
            return found
        fetched = self._retrieve(url, outside)
        if kind_of(fetched.content) == "html":
            fetched = self._follow(fetched, outside)
        return fetched.content

    def _verify_read(self, data: bytes, outside: Outside, now: datetime, recipient: str) -> Report:
        report = self._run(read_document(data), outside, now, recipient)
        form = report.check("format")
        if form.reason == "unreadable":
            raise Unreadable(form.detail)
        return report

    def _run(self, document: bytes | str, outside: Outside, now: datetime, recipient: str) -> Report:
        report = run(document, obtain=outside.obtain, now=now, recipient=recipient, at=self.at)
        report = tell_successor(report, own=self.own, obtain=outside.obtain, now=now, why=self.own_why)
        report = tell_renewal(report, own=self.own, obtain=outside.obtain, now=now, renewed=self.own_renewed)
        report = tell_suspension(report, own_standing=self.own_standing)
        return tell_notes(report, own_notes=self.own_notes)

    def _follow(self, page: Fetched, outside: Outside) -> Fetched:
        """From a page to the badge that it links to, one step and no further."""
        link = linked_credential(page.content, page.url)
        if link is None:
            raise NotObtained(
                f"{page.url[:200]} is a page that names no badge file. Download the badge there, and give the file."
            )
        own = self.own_badge(link)
        if own is not None:
            return Fetched(link, own)
        if page.url.startswith("https:") and not link.startswith("https:"):
            raise NotObtained(f"{page.url[:200]} links to its badge without https, which isn't followed.")
        fetched = self._retrieve(link, outside)
        if kind_of(fetched.content) == "html":
            raise NotObtained(
                f"{link[:200]} is another page, not a badge. Download the badge, and give the file."
            )
        return fetched

    def _retrieve(self, url: str, outside: Outside) -> Fetched:
        if self.offline:
            raise NotObtained(
                "An address can't be looked up when the network is not to be used. Give a file."
            )
        try:
            return outside.retrieve(url, accept=ACCEPT, max_bytes=MAX_IMAGE_BYTES)
        except FetchError as error:
            raise NotObtained(str(error)) from error

    def _outside(self) -> Outside:
        return Outside(
            own=self.own,
            own_history=self.own_history,
            allow=self.allow,
            offline=self.offline,
            patience=self.patience,
            gathered=self.gathered,
        )
