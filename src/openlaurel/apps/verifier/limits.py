"""How much one client may have verified: each badge costs this site work, and may make it wait for another one."""

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

A_MINUTE = 120
SECONDS = 60
# What a badge that takes long counts for beside itself; an ordinary one takes some milliseconds.
FOR_A_SECOND_OF_WORK = 8
FOR_A_SECOND_OF_WAITING = 2


class TooOften(Exception):
    """The client has used up its verifications of this minute; `wait` is the seconds until the next."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"One client has had as many badges verified as a minute allows. Wait {wait} seconds."
        )
        self.wait = wait


@contextmanager
def counted(request: HttpRequest) -> Iterator[None]:
    """This function will count what runs inside as a verification of this client, or raise TooOften before it.

    The count is one for all processes and is gone a minute later; the address isn't kept, only a keyed hash of it.
    """
    moment = int(timezone.now().timestamp())
    key = f"verify:{moment // SECONDS}:{_client(request)}"
    if _add(key, 1) > A_MINUTE:
        raise TooOften(SECONDS - moment % SECONDS)
    began, worked = time.monotonic(), time.thread_time()
    try:
        yield
    finally:
        cost = FOR_A_SECOND_OF_WORK * (time.thread_time() - worked)
        cost += FOR_A_SECOND_OF_WAITING * (time.monotonic() - began)
        if cost >= 1:
            _add(key, int(cost))


def _add(key: str, count: int) -> int:
    if cache.add(key, count, timeout=SECONDS):
        return count
    try:
        return int(cache.incr(key, count))
    except ValueError:  # it ended between the two
        return count


def _client(request: HttpRequest) -> str:
    """Whom the request comes from; of IPv6 the network, as everybody has many addresses in it."""
    text = str(get_adapter().get_client_ip(request))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        pass
    else:
        if address.version == 6:
            text = str(ipaddress.ip_network((address, 64), strict=False))
    return salted_hmac("openlaurel.verifier.limits", text, algorithm="sha256").hexdigest()
