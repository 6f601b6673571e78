"""Asking the DNS for texts."""

import dns.exception
import dns.resolver


class DnsUnavailable(Exception):
    """No answer came in time, or one that can't be used: nothing is known."""


def text_records(name: str, *, timeout: float = 5.0) -> list[str]:
    """This function will return the TXT records at `name`, none when there are none. Raises DnsUnavailable."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=timeout)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise DnsUnavailable(type(error).__name__) from error
    return [b"".join(record.strings).decode("utf-8", "replace")[:4000] for record in answer]
