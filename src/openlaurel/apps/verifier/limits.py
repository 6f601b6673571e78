"""How often one client may have badges verified: each may make this site wait for another one."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

A_MINUTE = 60
SECONDS = 60


class TooOften(Exception):
    """The client has used up its verifications of this minute; `wait` is the seconds until the next."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"More than {A_MINUTE} badges a minute aren't verified for one client. Wait {wait} seconds."
        )
        self.wait = wait


def check_rate(request: HttpRequest) -> None:
    """This function will count a verification of this client, or raise TooOften.

    The count is one for all processes and is gone a minute later; the address isn't kept, only a keyed hash of it.
    """
    moment = int(timezone.now().timestamp())
    key = f"verify:{moment // SECONDS}:{_client(request)}"
    if cache.add(key, 1, timeout=SECONDS):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it ended between the two
        return
    if count > A_MINUTE:
        raise TooOften(SECONDS - moment % SECONDS)


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
