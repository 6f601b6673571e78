"""Connections that are made only to addresses that were checked, and that end when their time is over."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult

import httpcore

from openlaurel.adapters.fetch_errors import AddressUnusable, HostNotPublic, HostUnknown
from openlaurel.adapters.public_addresses import is_public

PORTS = {"http": 80, "https": 443}
ADDRESSES_TRIED = 3
CONNECT_TIMEOUT = 4.0


def host_and_port(address: SplitResult) -> str:
    """This function will return the host:port of an address as OPENLAUREL_FETCH_ALLOW has it."""
    host = address.hostname or ""
    return f"{f'[{host}]' if ':' in host else host}:{address.port or PORTS[address.scheme]}"


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the addresses of one lookup that are public, or to any when `is_allowed`.

    `deadline` is a moment of time.monotonic; no step of a connection outlasts it, however slowly bytes trickle in.
    """

    def __init__(self, *, is_allowed: bool, deadline: float) -> None:
        self._is_allowed = is_allowed
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if not self._is_allowed and port < 1024 and port not in PORTS.values():
            raise AddressUnusable(f"The port {port} isn't one of web pages. Give the address without it.")
        found = _look_up(host, port, _left(self._deadline))
        usable = found if self._is_allowed else [address for address in found if is_public(address)]
        if not usable:
            raise HostNotPublic(
                f"{host[:200]} is not on the public internet, so it isn't contacted from here. The operator can allow "
                f"it by adding {f'[{host}]' if ':' in host else host[:200]}:{port} to OPENLAUREL_FETCH_ALLOW."
            )
        tried = usable[:ADDRESSES_TRIED]
        for number, address in enumerate(tried, 1):
            left = _left(self._deadline)
            try:
                stream = self._backend.connect_tcp(
                    address, port, timeout=left if number == len(tried) else min(left, CONNECT_TIMEOUT)
                )
                return _BoundedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(tried):
                    raise
        raise AssertionError("every address was tried")


class _BoundedStream(httpcore.NetworkStream):
    """A stream whose every operation ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout=_left(self._deadline))
        return _BoundedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _look_up(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a name, each once. The system's lookup knows no time limit, so it runs beside us."""
    found: list[str] = []
    faults: list[Exception] = []

    def look_up() -> None:
        try:
            for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                address = str(entry[4][0])
                if address not in found:
                    found.append(address)
        except (OSError, UnicodeError) as error:
            faults.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        raise httpcore.ConnectTimeout
    if faults or not found:
        raise HostUnknown(f"No site named {host[:200]} could be found. Check how the address is written.")
    return found
