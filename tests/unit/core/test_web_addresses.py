"""Web addresses that people enter."""

import pytest

from openlaurel.core.web_addresses import is_web_address


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://127.0.0.1:8000/a?b=c#d", "https://münchen.example/ä"]
)
def test_a_real_address_is_taken(url):
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "javascript:alert(1)", "ftp://example.org", "https://", "https://[broken"),
        *(
            "https://exa mple.org",
            "https://example.org/\n",
            'https://example.org/"',
            "https://e.org/" + "x" * 500,
        ),
    ],
)
def test_what_cannot_be_linked_or_signed_is_not(url):
    assert not is_web_address(url)
