"""In which form somebody wants a badge at the address of its page."""

from functools import lru_cache

from django.http import HttpRequest

JSON_TYPES = ("application/vc", "application/vc+ld+json", "application/ld+json", "application/json")
TYPES = ("text/html", *JSON_TYPES, "image/png", "image/svg+xml")


@lru_cache(maxsize=256)
def wanted_type(accept: str) -> str:
    """This function will return the media type that a header Accept prefers among those of a badge; the page for none."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type(list(TYPES)) or "text/html"
