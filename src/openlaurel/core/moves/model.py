"""What an export claims, as frozen values, whatever platform it came from. Nothing of it is proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Platform = Literal["credly", "accredible", "badgr", "open_badges", "openlaurel"]
PLATFORMS: Mapping[str, str] = {
    "credly": "Credly",
    "accredible": "Accredible",
    "badgr": "Canvas Credentials (Badgr)",
    "open_badges": "Open Badges",
    "openlaurel": "OpenLaurel",
}
# What a platform says of a badge: one that nobody has accepted yet is as good as one that was.
State = Literal["valid", "pending", "declined", "revoked"]
LONGEST_ID = 200


@dataclass(frozen=True)
class Place:
    """Where something stands: in which file, and there in which line or as which entry, counted from 1."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class ClaimedDefinition:
    """What could be earned, as its platform says. `image` is a picture as it came, `whole` what our own archive says."""

    place: Place
    source_id: str
    name: str
    description: str = ""
    criteria: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    image: bytes = field(default=b"", repr=False)
    whole: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimedAward:
    """One badge as its platform says.

    `identity` is whom it is about where only a hash of the address is there. `original` is its own file, byte for
    byte. `id_is_made` where the platform's export names none, and the id was made of what the line says.
    """

    place: Place
    source_id: str
    definition_id: str
    recipient_name: str = ""
    recipient_email: str = ""
    identity: Mapping[str, Any] | None = None
    issued_on: datetime | None = None
    expires_on: datetime | None = None
    url: str = ""
    state: State = "valid"
    revocation_reason: str = ""
    narrative: str = ""
    evidence: tuple[Mapping[str, str], ...] = ()
    original: bytes = field(default=b"", repr=False)
    id_is_made: bool = False


@dataclass(frozen=True)
class Refused:
    """Why a line or file can't be imported. `code` is a key of REASONS; the rest is what it says of itself."""

    place: Place
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    source_id: str = ""
    recipient_name: str = ""
    recipient_email: str = ""

    @property
    def message(self) -> str:
        return REASONS[self.code] % self.params


@dataclass(frozen=True)
class Export:
    """All that was read. `declared` is how many badges the export says that it has; None where it says nothing.

    Each line, entry or file that stands for a badge is in `awards` or in `refused`, never in both and never in none.
    """

    platform: Platform
    definitions: tuple[ClaimedDefinition, ...]
    awards: tuple[ClaimedAward, ...]
    refused: tuple[Refused, ...] = ()
    declared: int | None = None

    @property
    def read(self) -> int:
        """How many badges were found, usable or not."""
        return len(self.awards) + len(self.refused)


REASONS = {
    "no_email": "The e-mail address is missing.",
    "bad_email": "“%(value)s” is not an e-mail address.",
    "long_name": "The name has %(length)s characters; at most 200 are allowed.",
    "odd_name": "The name holds an invisible control character or a letter that was lost in saving.",
    "address_as_name": "The name “%(value)s” looks like an e-mail address. Are the columns swapped?",
    "no_date": "The date of issue is missing.",
    "bad_date": "“%(value)s” in the column %(column)s is not a date. Write it like 2026-04-30.",
    "ends_before": "It would end on %(end)s, before it begins on %(start)s.",
    "too_many_cells": "The row has %(found)s cells, the header %(wanted)s. Put fields with a comma in quotation marks.",
    "formula": "“%(value)s” begins like a formula of a spreadsheet. Correct it in the file.",
    "bad_url": "“%(value)s” is not a web address. Write it in full, like https://example.org/report.",
    "no_definition": "It doesn't say for what it was given.",
    "definition_missing": "The definition that it names isn't in the export: %(value)s. Add that file.",
    "twice": "The same badge stands at %(place)s already.",
    "unreadable": "It can't be read: %(fault)s",
    "not_a_badge": "It is neither a badge nor a definition.",
    "too_large": "It has %(found)s bytes; at most %(most)s are read.",
    "nested": "It is an archive in an archive, which isn't unpacked.",
}
