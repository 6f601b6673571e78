import base64
import hashlib

import pytest

from openlaurel.core.keys import base58
from openlaurel.core.verification.digests import BadDigest, Digest, read_multibase, read_sri

DATA = b"two tides"
CODES = {"sha256": b"\x12\x20", "sha384": b"\x20\x30", "sha512": b"\x13\x40"}


def sri(algorithm: str, data: bytes = DATA) -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


@pytest.mark.parametrize("algorithm", CODES)
def test_a_digest_is_compared_whichever_way_it_is_written(algorithm: str) -> None:
    value = hashlib.new(algorithm, DATA).digest()
    multihash = CODES[algorithm] + value
    url_safe = "u" + base64.urlsafe_b64encode(multihash).rstrip(b"=").decode()
    for read in (
        read_sri(sri(algorithm)),
        read_multibase("z" + base58.encode(multihash)),
        read_multibase(url_safe),
    ):
        assert read == Digest(algorithm, value)
        assert read.matches(DATA)
        assert not read.matches(DATA + b".")


def test_a_digest_that_another_tool_wrote_is_read() -> None:
    """Known answers: SHA-256 and SHA-384 of the empty text (FIPS 180-4), as SRI has them."""
    assert read_sri("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=").matches(b"")
    assert read_sri("sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb").matches(b"")


def test_the_strongest_of_several_counts() -> None:
    """Subresource Integrity, 3.3.4: a weaker one beside it may be anything."""
    assert read_sri(f"{sri('sha256', b'other')} {sri('sha512')} {sri('sha384', b'other')}").matches(DATA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "md5-1B2M2Y8AsgTpgAmY7PhCfg==",
        "sha256-" + "A" * 40,
        "sha384-" + "!" * 64,
        "sha256-" + "A" * 65,
        None,
        7,
    ],
)
def test_what_is_no_sri_is_refused(text: object) -> None:
    with pytest.raises(BadDigest):
        read_sri(text)


@pytest.mark.parametrize("text", ["", "z", "zl1", "z" + "1" * 40, "f1220" + "00" * 32, "uEiA", "u!", None, 7])
def test_what_is_no_multihash_is_refused(text: object) -> None:
    with pytest.raises(BadDigest):
        read_multibase(text)
