"""Verifying badges from a program: without settings, without a database, without a server.

What is here doesn't change without a line in the changelog; docs/reference/python-api.md tells it with an example.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from openlaurel.apps.verifier.engine import Verifier
from openlaurel.apps.verifier.errors import Unreadable, VerifierError
from openlaurel.apps.verifier.outside import Found
from openlaurel.core.openbadges import MAX_IMAGE_BYTES
from openlaurel.core.verification import (
    DidDocumentWithHistory,
    NotADay,
    Report,
    StatusHistory,
    Unavailable,
    read_at,
)

__all__ = ["Report", "Unavailable", "VerifierError", "verify"]

Resource = bytes | str | Mapping[str, Any] | StatusHistory | DidDocumentWithHistory | Unavailable


def verify(
    source: bytes | str | Path | Mapping[str, Any],
    *,
    recipient: str = "",
    as_of: str | date | datetime | None = None,
    resources: Mapping[str, Resource] | None = None,
    offline: bool = False,
    allow: Collection[str] = (),
    now: datetime | None = None,
) -> Report:
    """This function will verify a badge of any issuer and of any version from 1.0 to 3.0, and return the Report.

    `source` is the content of a PNG, SVG, JSON or JWT file, a Path to one, a parsed JSON object, or a text: JSON, a JWT
    or a web address. A text is never taken for a path, so that what strangers enter opens no file.

    `recipient` is a name or an e-mail address to compare with the badge's own. `as_of` is a day that is over, such as
    "2025-03-01", or an aware moment: was it valid then? What can't be known of then is skipped and told. `now`, aware, is
    today unless it is given.

    `resources` holds what is known already, by DID or address: DID documents, status lists, schemas and evidence, as
    bytes, text or parsed JSON. The rest is fetched by the guarded fetcher: public addresses only, bounded in time and
    size, lists whole, so that no issuer learns which badge is checked; with `offline` nothing is, and a check that would
    need it fails, saying so. `allow` lists host:port entries that needn't be public.

    Raises VerifierError when there is no badge to verify, AsOfError (a ValueError) for a day that can't be asked
    about, OSError for a Path. What a badge holds never raises.
    """
    now = now or datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError("`now` must have a time zone.")
    known = _Known(resources or {})
    verifier = Verifier(
        own=known.find,
        own_badge=known.badge,
        own_history=known.history,
        allow=allow,
        offline=offline,
        at=None if as_of is None else _moment(as_of, now),
    )
    if isinstance(source, str):
        return verifier.verify_text(source, now=now, recipient=recipient)
    return verifier.verify_file(_content(source), now=now, recipient=recipient)


def _content(source: bytes | Path | Mapping[str, Any]) -> bytes:
    if isinstance(source, Mapping):
        try:
            return orjson.dumps(dict(source))
        except TypeError as error:
            raise Unreadable(f"The badge isn't JSON: {error}.") from error
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(MAX_IMAGE_BYTES + 1)
    return source


def _moment(as_of: str | date | datetime, now: datetime) -> datetime:
    if isinstance(as_of, datetime) and as_of.tzinfo is None:
        raise NotADay(f"{as_of.isoformat()} has no time zone.")
    return read_at(as_of if isinstance(as_of, str) else as_of.isoformat(), now)


class _Known:
    """What the caller has already, in the form in which the verifier asks for it."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        self._resources = resources

    def find(self, key: str) -> Found | None:
        found = self._resources.get(key, self._resources.get(key.removeprefix("bytes of ")))
        if isinstance(found, str):
            return found.encode()
        return orjson.dumps(dict(found)) if isinstance(found, Mapping) else found

    def badge(self, url: str) -> bytes | None:
        found = self.find(url)
        return found if isinstance(found, bytes) else None

    def history(self, list_url: str, index: int) -> StatusHistory | None:
        found = self._resources.get(f"{list_url}#{index}")
        return found if isinstance(found, StatusHistory) else None
