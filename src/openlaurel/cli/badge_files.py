"""The folder into which badges are written: each file appears whole or not at all, under a name that any system takes."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from openlaurel.core.csv_text import harmless

if TYPE_CHECKING:
    from openlaurel.apps.catalog.models import AchievementVersion
    from openlaurel.apps.issuing.services import Outcome
    from openlaurel.core.rosters import Person

COLUMNS = ("line", "name", "email", "outcome", "reason", "award", "claim link", "png", "json")


@dataclass(frozen=True)
class Line:
    """What became of one row. `outcome` is "issued", "issued before" or "refused"."""

    line: int
    outcome: str
    reason: str = ""
    name: str = ""
    email: str = ""
    award_url: str = ""
    claim_url: str = ""
    png: str = ""
    json: str = ""


class BadgeFolder:
    """The badges of one roster; writing them again changes nothing."""

    def __init__(self, path: Path) -> None:
        """This function will make the folder and keep other runs out of it; raises OSError."""
        self.path = path
        self.result = path / "result.csv"
        self._pictures: dict[UUID, bytes] = {}
        path.mkdir(parents=True, exist_ok=True)
        self._lock = (path / ".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise OSError(error.errno, "another run is writing into it") from error
        for left_by_a_killed_run in path.glob(".*.part"):
            left_by_a_killed_run.unlink()

    def __enter__(self) -> BadgeFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def write_badges(self, people: Sequence[Person], outcomes: Sequence[Outcome]) -> list[Line]:
        """This function will write the files of the badges that were issued to `people`, now or before."""
        from openlaurel.apps.issuing.models import Credential
        from openlaurel.apps.issuing.queries import award_url, claim_url
        from openlaurel.apps.issuing.services.people import refusal_of

        awards = [outcome.award for outcome in outcomes if outcome.award is not None]
        current = Credential.objects.filter(award__in=awards, superseded_at=None).select_related("mould")
        documents = {credential.award_id: credential.document for credential in current}
        lines = []
        for person, outcome in zip(people, outcomes, strict=True):
            award = outcome.award
            if outcome.error is not None or award is None:
                reason = refusal_of(outcome.error) if outcome.error else ""
                lines.append(Line(person.line, "refused", reason, person.name, person.email))
                continue
            stem = f"{person.line:05d}-{safe_name(person.name)}"
            png = self._write_badge(stem, documents[award.id], award.version)
            lines.append(
                Line(
                    line=person.line,
                    outcome="issued" if outcome.is_new else "issued before",
                    name=award.recipient_name,
                    email=award.recipient_email,
                    award_url=award_url(award.id),
                    claim_url=claim_url(award),
                    png=png,
                    json=f"{stem}.json",
                )
            )
        return lines

    def write_result(self, lines: Sequence[Line]) -> None:
        """This function will write result.csv, readable by this user only, since claim links are in it."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for each in lines:
            cells = (
                each.line, each.name, each.email, each.outcome, each.reason,
                each.award_url, each.claim_url, each.png, each.json,
            )  # fmt: skip
            writer.writerow([harmless(str(cell)) for cell in cells])
        write_whole(self.result, text.getvalue().encode(), mode=0o600)

    def _write_badge(self, stem: str, document: bytes, version: AchievementVersion) -> str:
        """The PNG first: where the JSON is, both are."""
        from openlaurel.core.openbadges import bake_png

        picture = self._picture(version)
        name = f"{stem}.png" if picture else ""
        if picture:
            write_whole(self.path / name, bake_png(picture, document.decode()))
        write_whole(self.path / f"{stem}.json", document)
        return name

    def _picture(self, version: AchievementVersion) -> bytes:
        from openlaurel.apps.catalog.queries import artwork

        if version.id not in self._pictures:
            self._pictures[version.id] = artwork(version, "png")
        return self._pictures[version.id]


def write_whole(file: Path, content: bytes, *, mode: int = 0o644) -> None:
    """This function will make `file` hold `content`: at every moment it is what it was before, or complete."""
    try:
        if file.stat().st_size == len(content) and file.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    temporary = file.with_name(f".{file.name}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    temporary.replace(file)


def safe_name(name: str) -> str:
    """This function will return what of a name every file system takes: small letters a to z, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "badge"
