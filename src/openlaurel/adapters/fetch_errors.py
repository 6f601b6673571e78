"""What can go wrong when something is fetched from elsewhere.

FetchError
├── AddressUnusable    not a web address, or of a form that isn't tried
├── HostUnknown        the name has no address
├── HostNotPublic      the name leads into a private network, or to this machine
├── Unreachable        no connection, no valid certificate, no HTTP
├── TookTooLong
├── TooMuchData
├── RedirectRefused    too many, or to where it may not go
└── BadAnswer          an answer other than a file
    └── Gone           the server says that what was there is no more
"""


class FetchError(Exception):
    """The message is a sentence that names the address, the fault and, where there is one, the way out."""


class AddressUnusable(FetchError):
    """The address can't be tried at all."""


class HostUnknown(FetchError):
    """The name isn't known to the DNS."""


class HostNotPublic(FetchError):
    """None of the name's addresses is public."""


class Unreachable(FetchError):
    """There was no connection that could be trusted, or it broke."""


class TookTooLong(FetchError):
    """The time for the whole fetch was over."""


class TooMuchData(FetchError):
    """The answer is larger than is read."""


class RedirectRefused(FetchError):
    """The answer leads to where it may not lead, or never ends."""


class BadAnswer(FetchError):
    """The server answered, but not with a file that can be read."""


class Gone(BadAnswer):
    """The server answered with 410 (RFC 9110, 15.5.11): what was there is no more, and on purpose."""
