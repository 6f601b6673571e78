"""Sending: what is refused for a while is tried again, what is wrong is raised."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from openlaurel_client.errors import ApiError, NotReached, error_of

AGENT = "openlaurel-client"
PAGE = 100
LONGEST_PAUSE = 120.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
MOST_BYTES = 64 * 1024 * 1024


class Transport:
    """One installation and one key. It may be shared by threads: it keeps nothing between calls."""

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        timeout: float = 30.0,
        tries: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(
                f"{url!r} isn't the address of an installation, such as https://badges.example.org."
            )
        self._url, self._key = url.rstrip("/"), key
        self._timeout, self._tries, self._sleep = timeout, max(1, tries), sleep
        self._opener = build_opener(_NoRedirect)

    @staticmethod
    def quoted(part: str) -> str:
        """This function will return a part of an address so that it stays one part."""
        return quote(str(part), safe="")

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
        is_idempotent: bool = False,
        is_file: bool = False,
    ) -> Any:
        """This function will make one call and return the answer as Python values, None where there is none.

        A table comes as its text, any other file as bytes.

        429 and 503 are tried again after Retry-After, at most LONGEST_PAUSE seconds, and so is what didn't get
        through, unless it could then be done twice: a POST without an idempotency key. A call that takes such a key
        gets one of its own where none is given. Raises an ApiError.
        """
        if is_idempotent and idempotency_key is None:
            idempotency_key = str(uuid.uuid4())
        may_repeat = method != "POST" or idempotency_key is not None
        address = self._url + path + (f"?{urlencode(query)}" if query else "")
        for attempt in range(1, self._tries + 1):
            is_last = attempt == self._tries
            try:
                return self._once(method, address, body, idempotency_key, is_file)
            except ApiError as error:
                is_busy = error.status == 429 or (may_repeat and error.status in {502, 503, 504})
                if is_last or not (is_busy or (may_repeat and isinstance(error, NotReached))):
                    raise
                if error.retry_after is not None and error.retry_after > LONGEST_PAUSE:
                    raise
                pause = PAUSES[min(attempt, len(PAUSES)) - 1]
                self._sleep(max(pause, error.retry_after or 0.0))
        raise AssertionError("unreachable")

    def _once(self, method: str, address: str, body: Any, idempotency_key: str | None, is_file: bool) -> Any:
        headers = {"Accept": "*/*" if is_file else "application/json", "User-Agent": AGENT}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        request = Request(address, data=data, headers=headers, method=method)  # noqa: S310 (the scheme is checked)
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                content = response.read(MOST_BYTES + 1)
                is_text = response.headers.get_content_type() == "text/csv"
        except HTTPError as error:
            with error:
                raise error_of(
                    error.code, error.read(MOST_BYTES), _wait(error.headers.get("Retry-After"))
                ) from None
        except (URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            raise NotReached(0, "The installation couldn't be reached", str(reason)) from error
        if len(content) > MOST_BYTES:
            raise ApiError(0, "The answer is too large", f"More than {MOST_BYTES:,} bytes.")
        if is_text:
            return content.decode("utf-8-sig")
        if is_file:
            return content
        return json.loads(content) if content else None


def given(query: Mapping[str, Any]) -> dict[str, Any]:
    """This function will return what was given, as it is written in an address."""
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
        if value is not None
    }


def pages(read: Callable[[int, int], Any]) -> Iterator[Any]:
    """This function will yield the items of all pages; each page is read when it is needed."""
    offset = 0
    while True:
        page = read(PAGE, offset)
        yield from page["items"]
        offset += len(page["items"])
        if not page["items"] or offset >= page["count"]:
            return


def every_page(read: Callable[[int, str], Any]) -> Iterator[Any]:
    """This function will do the same for lists that may be very long: each page says where the next one begins."""
    after: str | None = ""
    while after is not None:
        page = read(PAGE, after)
        yield from page["items"]
        after = page["next"]


def _wait(text: str | None) -> float | None:
    """Seconds of a Retry-After (RFC 9110, 10.2.3)."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())  # noqa: TID251 (the wall clock is meant)
    except ValueError:
        return None


class _NoRedirect(HTTPRedirectHandler):
    """A key goes to the address that was given and to no other."""

    def redirect_request(self, *args: Any, **rest: Any) -> None:
        return None
