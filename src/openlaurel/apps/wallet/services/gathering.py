"""What the verifications of an archive's badges looked up, kept with it: keys, status lists, schemas."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Sum

from openlaurel.apps.wallet.models import ArchivedResource, WalletArchive
from openlaurel.core.verification import (
    BytesNeeded,
    DidDocumentNeeded,
    HostedDocumentNeeded,
    Need,
    SchemaNeeded,
    StatusListNeeded,
    Unavailable,
)

# More than this isn't kept of them together, unpacked: the page of the archive holds them, too.
MOST_BYTES = 48 * 1024 * 1024
KINDS: Mapping[type[Any], str] = {
    DidDocumentNeeded: "did",
    StatusListNeeded: "status",
    SchemaNeeded: "schema",
    HostedDocumentNeeded: "hosted",
    BytesNeeded: "bytes",
}
DIGESTS = ("sha256", "sha384", "sha512")
TOO_MUCH = "It was left out of the archive, which would have become too large."


class ArchiveResources:
    """A Gathered whose rows are those of an archive: asked while a badge is verified, stored once it was.

    The same address is asked once for all badges of an archive, and tells all of them the same. Where it was out of reach
    for one badge, it is asked again for the next. Of bytes, which may be somebody's work, only the digests are kept.
    """

    def __init__(self, archive: WalletArchive, now: datetime) -> None:
        self._archive, self._now = archive, now
        self._found: dict[str, tuple[Need, bytes | Unavailable]] = {}

    def get(self, need: Need) -> bytes | Unavailable | None:
        """This function will return what was found for a need of an earlier badge; None for bytes and for faults."""
        name = _name(need)
        if name in self._found:
            return self._found[name][1]
        row = ArchivedResource.objects.filter(archive=self._archive, name=name).exclude(path="").first()
        if row is None:
            return None
        return zlib.decompress(bytes(self._archive.files.get(path=row.path).content))

    def put(self, need: Need, found: bytes | Unavailable) -> None:
        """This function will note what was found, until it is stored."""
        self._found[_name(need)] = (need, found)

    def store(self) -> dict[str, bytes]:
        """This function will write what was found into the archive's rows, and return what is to be its files by path."""
        files: dict[str, bytes] = {}
        room = MOST_BYTES - self._used()
        for name, (need, found) in self._found.items():
            row = ArchivedResource.objects.filter(archive=self._archive, name=name).first()
            if row is not None and isinstance(found, Unavailable):
                continue
            row = row or ArchivedResource(archive=self._archive, name=name)
            kind = KINDS[type(need)]
            said: dict[str, Any] = {"kind": kind, "key": need.key, "url": need.url}
            if isinstance(found, Unavailable):
                said["fault"] = found.reason
            elif isinstance(need, BytesNeeded):
                said["digests"] = {
                    algorithm: hashlib.new(algorithm, found).hexdigest() for algorithm in DIGESTS
                }
            elif len(found) > room:
                said["fault"] = TOO_MUCH
            else:
                room -= len(found)
                ending = "json" if found.lstrip()[:1] in (b"{", b"[") else "txt"
                row.path = f"resources/{kind}-{name[:16]}.{ending}"
                files[row.path] = found
            row.said, row.obtained_at = orjson.dumps(said).decode(), self._now
            row.save()
        return files

    def _used(self) -> int:
        rows = self._archive.files.filter(path__startswith="resources/")
        return rows.aggregate(total=Sum("size"))["total"] or 0


def _name(need: Need) -> str:
    return hashlib.sha256(f"{KINDS[type(need)]}\n{need.key}".encode("utf-8", "replace")).hexdigest()
