"""Whom a request comes from, and how often lately: for what strangers may do only so often."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def client_of(request: HttpRequest) -> str:
    """This function will return a keyed hash of whom a request comes from.

    Of IPv6 it is that of the network, as everybody has many addresses in it. The address itself is never kept.
    """
    text = str(get_adapter().get_client_ip(request))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        pass
    else:
        if address.version == 6:
            text = str(ipaddress.ip_network((address, 64), strict=False))
    return salted_hmac("openlaurel.accounts.access", text, algorithm="sha256").hexdigest()


def add_to_count(key: str, count: int, *, seconds: int) -> int:
    """This function will add to a count that all processes share and that is gone after `seconds`; returns it."""
    if cache.add(key, count, timeout=seconds):
        return count
    try:
        return int(cache.incr(key, count))
    except ValueError:  # it ended between the two
        return count


def count_of(key: str) -> int:
    """This function will return a count without adding to it."""
    return int(cache.get(key, 0))
