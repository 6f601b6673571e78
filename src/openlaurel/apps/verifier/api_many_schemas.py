"""What programs send to have many badges verified, and what they get."""

from __future__ import annotations

import base64
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, field_validator, model_validator

from openlaurel.core.dossiers import MAX_EXHIBITS, MAX_FILES

MOST_REMARKS = 1000


class BadgeIn(Schema):
    """One badge: its address, or the document itself. `name` and `email` are whom it is said to be of."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("", max_length=2000)
    document: dict[str, Any] | str | None = None
    name: str = Field("", max_length=200)
    email: str = Field("", max_length=254)

    @model_validator(mode="after")
    def _either(self) -> BadgeIn:
        if bool(self.url) == (self.document is not None):
            raise ValueError("Give either “url” or “document”.")
        return self


class FileIn(Schema):
    """A CV, a table, a ZIP or a badge, in base64."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    content: str = Field(json_schema_extra={"contentEncoding": "base64"})

    @field_validator("content")
    @classmethod
    def _strict(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except ValueError as error:
            raise ValueError("It isn't base64 (RFC 4648, 4).") from error
        return value

    @property
    def data(self) -> bytes:
        """What the file holds."""
        return base64.b64decode(self.content, validate=True)


class ManyIn(Schema):
    """Badges, files, or both; `recipient` is whom the files are said to be of, `at` a past day as of which to verify."""

    model_config = ConfigDict(extra="forbid")

    badges: list[BadgeIn] = Field(default_factory=list, max_length=MAX_EXHIBITS)
    files: list[FileIn] = Field(default_factory=list, max_length=MAX_FILES)
    recipient: str = Field("", max_length=254)
    at: str = ""


class CountsOut(Schema):
    """Files that are still to be read; badges in all and verified; what became of them."""

    unread: int
    total: int
    done: int
    proven: int
    genuine: int
    unproven: int


class RemarkOut(Schema):
    """What of a file wasn't looked at, and why."""

    file: str
    code: str
    detail: str


class InquiryOut(Schema):
    """`token` is the only way back to it, and a secret; `page` is for people, `report` where the signed report is once it is
    done. Of more than 1,000 remarks the first are told."""

    url: str
    page: str
    report: str | None
    token: str
    state: Literal["queued", "running", "stopped", "done"]
    at: AwareDatetime | None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    expires_at: AwareDatetime
    counts: CountsOut
    remarks: list[RemarkOut] = Field(max_length=MOST_REMARKS)


class FindingCheckOut(Schema):
    check: str
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str


class FindingOut(Schema):
    """`outcome` is proven, genuine (it holds, whose it is isn't shown) or unproven; null before it was verified.

    `holder` says by what it is this person's: email, name, other, untold, or nothing when nobody was named.
    """

    number: int
    place: str
    address: str
    said_names: list[str]
    said_emails: list[str]
    outcome: Literal["proven", "genuine", "unproven"] | None
    verdict: str
    holder: str
    held_by: str
    badge: str
    badge_name: str
    issuer: str
    issuer_name: str
    problem: str
    checked_at: AwareDatetime | None
    checks: list[FindingCheckOut]


class FindingPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[FindingOut]
    count: int


class ChangeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    change: Literal["stop", "go-on"]
