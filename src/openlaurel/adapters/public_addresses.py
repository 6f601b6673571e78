"""Which IP addresses are the public internet's, so that a stranger's URL can't reach the inside."""

import ipaddress

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# Within what the standard library calls global, or didn't always: relays and translators that lead to IPv4 addresses,
# documentation, discard and special-use blocks (IANA's special-purpose registries).
_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
]


def is_public(address: str) -> bool:
    """This function will tell whether an IP address belongs to a host on the public internet.

    Private, loopback, link-local (cloud metadata), shared, multicast and reserved addresses don't, nor do those that
    carry an IPv4 address inside (mapped, compatible, 6to4, Teredo, NAT64): what they lead to isn't what they say.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip.scope_id is not None or ip not in _GLOBAL_UNICAST):
        return False
    if any(ip.version == network.version and ip in network for network in _REFUSED):
        return False
    return ip.is_global and not (ip.is_private or ip.is_multicast or ip.is_reserved)
