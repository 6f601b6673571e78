"""Web addresses as people enter them."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_NEVER_IN_ONE = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]").search


def is_web_address(url: str) -> bool:
    """This function will tell whether `url` is an absolute http or https address that can be linked and signed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and len(url) <= LONGEST
        and _NEVER_IN_ONE(url) is None
    )
