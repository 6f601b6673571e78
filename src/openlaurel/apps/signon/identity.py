"""Who signed on, by whichever protocol, once what was said of them is checked."""

from dataclasses import dataclass
from typing import Any


class SignOnFailed(Exception):
    """The provider's answer can't be trusted or read; the message is for the organisation's administrators."""


@dataclass(frozen=True)
class Identity:
    """Who signed on: `subject` never changes at the provider; `claims` are values by name, one or a list of several."""

    subject: str
    email: str
    email_verified: bool | None
    name: str
    claims: dict[str, Any]
