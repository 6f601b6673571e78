"""How much one client may have verified: each badge costs this site work, and may make it wait for another one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils import timezone

from openlaurel.apps.accounts.access import add_to_count, client_of

A_MINUTE = 120
SECONDS = 60
# What a badge that takes long counts for beside itself; an ordinary one takes some milliseconds.
FOR_A_SECOND_OF_WORK = 8
FOR_A_SECOND_OF_WAITING = 2


# Each costs up to half an hour of a worker, and the patience of other sites.
INQUIRIES, FOR_SECONDS = 10, 600


class TooOften(Exception):
    """The client has used up its verifications of this minute; `wait` is the seconds until the next."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"One client has had as many badges verified as a minute allows. Wait {wait} seconds."
        )
        self.wait = wait


def check_inquiries(request: HttpRequest) -> None:
    """This function will count that this client has many badges verified at once, or raise TooOften."""
    moment = int(timezone.now().timestamp())
    key = f"inquiries:{moment // FOR_SECONDS}:{client_of(request)}"
    if add_to_count(key, 1, seconds=FOR_SECONDS) > INQUIRIES:
        raise TooOften(FOR_SECONDS - moment % FOR_SECONDS)


@contextmanager
def counted(request: HttpRequest) -> Iterator[None]:
    """This function will count what runs inside as a verification of this client, or raise TooOften before it.

    The count is one for all processes and is gone a minute later; the address isn't kept, only a keyed hash of it.
    """
    moment = int(timezone.now().timestamp())
    key = f"verify:{moment // SECONDS}:{client_of(request)}"
    if add_to_count(key, 1, seconds=SECONDS) > A_MINUTE:
        raise TooOften(SECONDS - moment % SECONDS)
    began, worked = time.monotonic(), time.thread_time()
    try:
        yield
    finally:
        cost = FOR_A_SECOND_OF_WORK * (time.thread_time() - worked)
        cost += FOR_A_SECOND_OF_WAITING * (time.monotonic() - began)
        if cost >= 1:
            add_to_count(key, int(cost), seconds=SECONDS)
