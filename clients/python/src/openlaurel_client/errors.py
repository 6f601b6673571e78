"""What the API refuses, as exceptions.

ApiError
├── NotReached       no answer came
├── Unauthorized     401: no key, or a wrong one
├── Forbidden        403: the key lacks the scope, or isn't accepted from this network
├── NotFound         404
├── Conflict         409: another request or state stands in the way
├── Invalid          400, 413, 415, 422: `errors` names fields
├── TooManyRequests  429, after the last try
└── ServerError      500 and above
"""

from __future__ import annotations

import json
from typing import Any


class ApiError(Exception):
    """A problem (RFC 9457): `status`, `title`, `detail`, and per field `errors`; `retry_after` are seconds to wait."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        errors: list[dict[str, Any]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{title}. {detail}".strip() if detail else title)
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.retry_after = errors or [], retry_after


class NotReached(ApiError):
    """No answer came."""


class Unauthorized(ApiError):
    """No key was sent, or one that isn't accepted."""


class Forbidden(ApiError):
    """The key doesn't allow this."""


class NotFound(ApiError):
    """There is nothing of this name or id, or not for this key."""


class Conflict(ApiError):
    """Another request or state stands in the way."""


class Invalid(ApiError):
    """What was sent can't be used."""


class TooManyRequests(ApiError):
    """The key was used too often."""


class ServerError(ApiError):
    """The installation failed."""


_KINDS = {
    400: Invalid,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    429: TooManyRequests,
}


def error_of(status: int, content: bytes, retry_after: float | None) -> ApiError:
    """This function will return the exception for an answer that isn't a success."""
    try:
        problem = json.loads(content)
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {}
    kind = _KINDS.get(status, ServerError if status >= 500 else ApiError)
    return kind(
        status,
        str(problem.get("title") or f"The installation answered with the status {status}"),
        str(problem.get("detail") or ""),
        problem.get("errors") if isinstance(problem.get("errors"), list) else None,
        retry_after,
    )
