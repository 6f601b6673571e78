"""The one way out: fetching what somebody named, without becoming their way in.

Public addresses only, checked on the address that is connected to: the name is resolved once and the connection made
to what was checked, while the certificate and the Host header keep the name, so that a second answer of the DNS
changes nothing. Redirects are followed by the same rules. Time and size are bounded as a whole; nothing of the
environment (proxies, cookies, credentials) is used.
"""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import certifi
import httpcore

from openlaurel.adapters.fetch_errors import (
    AddressUnusable,
    BadAnswer,
    Gone,
    RedirectRefused,
    TookTooLong,
    TooMuchData,
    Unreachable,
)
from openlaurel.adapters.guarded_connections import GuardedBackend, host_and_port

MAX_BYTES = 5 * 1024 * 1024
TIMEOUT = 10.0
MAX_REDIRECTS = 3
MAX_URL = 2_000
_REDIRECTS = {301, 302, 303, 307, 308}
_NAME = re.compile(r"[a-z0-9._-]*").fullmatch
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Fetched:
    """What came: `url` is where it was in the end, after redirects."""

    url: str
    content: bytes


@dataclass(frozen=True)
class Answered:
    """What came back of something that was sent: header names are in lower case, `content` is empty unless asked for."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def fetch(
    url: str, *, allow: Collection[str] = (), max_bytes: int = MAX_BYTES, timeout: float = TIMEOUT
) -> bytes:
    """This function will return what is at `url`; `retrieve` says more."""
    return retrieve(url, allow=allow, max_bytes=max_bytes, timeout=timeout).content


def retrieve(
    url: str,
    *,
    allow: Collection[str] = (),
    max_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT,
    accept: str = "*/*",
    same_site: bool = False,
) -> Fetched:
    """This function will get `url` by http or https and return the body of the answer with its address.

    `allow` lists host:port entries whose addresses needn't be public. At most `max_bytes` are read (and as many after
    decompression), for at most `timeout` seconds from the first lookup to the last byte, redirects included. With
    `same_site`, redirects to another host or port are refused. Raises a FetchError that names the fault.
    """
    deadline = time.monotonic() + timeout
    address = checked_address(url)
    for _ in range(MAX_REDIRECTS + 1):
        location, content = _get(address, allow, max_bytes, deadline, accept)
        if location is None:
            return Fetched(address.geturl(), content)
        target = _redirected(address, location)
        if same_site and host_and_port(target) != host_and_port(address) and not _is_upgrade(address, target):
            raise RedirectRefused(
                f"{_short(address)} redirects to another site, {_short(target)}, which can't answer for it."
            )
        address = target
    raise RedirectRefused(
        f"{_short(url)} redirects more than {MAX_REDIRECTS} times. Use the address where it ends."
    )


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    allow: Collection[str] = (),
    timeout: float = TIMEOUT,
    max_bytes: int = 0,
) -> Answered:
    """This function will send `body` to `url` and return the answer; `ask` says more."""
    return ask("POST", url, body, headers=headers, allow=allow, timeout=timeout, max_bytes=max_bytes)


def ask(
    method: str,
    url: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str],
    allow: Collection[str] = (),
    timeout: float = TIMEOUT,
    max_bytes: int = 0,
) -> Answered:
    """This function will send a request with `headers` and return the answer, whatever its status, and at most `max_bytes`
    of its text.

    By the rules of `retrieve`, but that a redirect is refused: what was signed for one address, or a token, goes to no
    other. Without `max_bytes` the text isn't read at all. Raises a FetchError that names the fault.
    """
    address = checked_address(url)
    with _asked(method, address, allow, time.monotonic() + timeout, headers, body) as response:
        if response.status in _REDIRECTS:
            raise RedirectRefused(
                f"{_short(url)} redirects, which isn't followed. Give the address where it ends."
            )
        fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        content = b"".join(_limited(response.iter_stream(), address, max_bytes)) if max_bytes else b""
        return Answered(response.status, fields, content)


def checked_address(url: str) -> SplitResult:
    """This function will return the parts of an address that may be tried, ready for the wire; raises AddressUnusable."""
    if len(url) > MAX_URL:
        raise AddressUnusable(f"The address has more than {MAX_URL} characters.")
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise AddressUnusable(f"{_short(url)} isn't an address. Check how it is written.") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise AddressUnusable(f"{_short(url)} isn't a web address: it must begin with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise AddressUnusable("The address holds a user name or password. Give it without them.")
    bracketed = f"[{host}]" if ":" in host else host
    return SplitResult(
        parts.scheme,
        bracketed if port is None else f"{bracketed}:{port}",
        quote(parts.path, safe=_SAFE) or "/",
        quote(parts.query, safe=_SAFE),
        "",
    )


def _ascii_host(host: str) -> str:
    """A name as the DNS has it; without the dot at its end, which would dodge the allow list."""
    if ":" in host:
        return str(ip_address(host))
    name = host.rstrip(".").encode("idna").decode("ascii").lower()
    if not _NAME(name):
        raise ValueError("not a host name")
    return name


def _get(
    address: SplitResult, allow: Collection[str], max_bytes: int, deadline: float, accept: str
) -> tuple[str | None, bytes]:
    """Where the answer redirects to, or None and its body."""
    with _asked("GET", address, allow, deadline, {"Accept": accept}) as response:
        fields = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and fields.get(b"location"):
            return fields[b"location"], b""
        if response.status == 410:
            raise Gone(f"{_short(address)} answered with the status 410: what was there is no more.")
        if response.status != 200:
            raise BadAnswer(
                f"{_short(address)} answered with the status {response.status} instead of a file."
            )
        length = fields.get(b"content-length", "")
        if length.isdecimal() and int(length[:20]) > max_bytes:
            raise _too_much(address, max_bytes)
        body = _limited(response.iter_stream(), address, max_bytes)
        encoding = fields.get(b"content-encoding", "identity").strip().lower()
        if encoding in {"gzip", "x-gzip"}:
            return None, _gunzip(body, address, max_bytes)
        if encoding not in {"identity", ""}:
            raise BadAnswer(
                f"{_short(address)} answered in the encoding {encoding[:40]!r}, which isn't read."
            )
        return None, b"".join(body)


@contextmanager
def _asked(
    method: str,
    address: SplitResult,
    allow: Collection[str],
    deadline: float,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Iterator[httpcore.Response]:
    """The answer of a guarded connection that ends with the block."""
    backend = GuardedBackend(is_allowed=host_and_port(address) in allow, deadline=deadline)
    always = {"Host": address.netloc, "Accept-Encoding": "identity", "User-Agent": "OpenLaurel"}
    fields = [(name.encode(), value.encode()) for name, value in (always | dict(headers)).items()]
    with (
        _told(address),
        httpcore.ConnectionPool(
            ssl_context=_trust(), max_connections=1, http2=False, retries=0, network_backend=backend
        ) as pool,
        pool.stream(method, address.geturl(), headers=fields, content=body) as response,
    ):
        yield response


def _redirected(address: SplitResult, location: str) -> SplitResult:
    try:
        target = checked_address(urljoin(address.geturl(), location))
    except ValueError as error:
        raise AddressUnusable(f"{_short(address)} redirects to something that isn't an address.") from error
    if address.scheme == "https" and target.scheme == "http":
        raise RedirectRefused(
            f"{_short(address)} redirects from https to {_short(target)}, which isn't protected. "
            "Its operator must mend that."
        )
    return target


def _is_upgrade(address: SplitResult, target: SplitResult) -> bool:
    """From http to https on the usual ports of the same host, as most sites redirect."""
    return (address.scheme, target.scheme) == ("http", "https") and address.netloc == target.netloc


def _limited(chunks: Iterator[bytes], address: SplitResult, max_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_much(address, max_bytes)
        yield chunk


def _gunzip(chunks: Iterator[bytes], address: SplitResult, max_bytes: int) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    out = bytearray()
    try:
        for chunk in chunks:
            out += reader.decompress(chunk, max_bytes + 1 - len(out))
            if len(out) > max_bytes:
                raise _too_much(address, max_bytes)
    except zlib.error as error:
        raise BadAnswer(f"{_short(address)} answered with gzip that is damaged.") from error
    if not reader.eof:
        raise BadAnswer(f"{_short(address)} answered with gzip that is cut off.")
    return bytes(out)


@contextmanager
def _told(address: SplitResult) -> Iterator[None]:
    """What can go wrong on the wire, as our errors."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.PoolTimeout) as error:
        raise TookTooLong(f"{_short(address)} took too long to answer. Try again later.") from error
    except ssl.SSLError as error:
        raise Unreachable(f"{_short(address)} has no certificate that can be trusted.") from error
    except httpcore.ConnectError as error:
        if isinstance(error.__cause__, ssl.SSLError) or "SSL" in str(error):
            raise Unreachable(
                f"{_short(address)} couldn't prove by its certificate that it is that site."
            ) from error
        raise Unreachable(f"{_short(address)} couldn't be reached. Try again later.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise Unreachable(
            f"{_short(address)} broke off or answered with something else than a web page."
        ) from error


def _too_much(address: SplitResult, max_bytes: int) -> TooMuchData:
    return TooMuchData(f"{_short(address)} answered with more than {max_bytes:,} bytes, which are not read.")


def _short(address: SplitResult | str) -> str:
    return (address if isinstance(address, str) else address.geturl())[:200]


@cache
def _trust() -> ssl.SSLContext:
    """The authorities of this machine (or SSL_CERT_FILE) and those of Mozilla, as a bare Debian has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
