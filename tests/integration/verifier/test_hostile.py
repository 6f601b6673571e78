"""What is made to break a verifier gets a sentence that names the fault, soon, and nothing else happens."""

import base64
import json
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.verifier.test_handed_over import SVG, png
from tests.sites import Site

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Credential
from openlaurel.apps.verifier.engine import TooLarge, Unreadable, Verifier, VerifierError
from openlaurel.core.openbadges import bake_png, bake_svg
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db

# Several times what any of them takes; of the processor's time, so that a busy machine changes nothing.
SECONDS = 15.0


@pytest.fixture(autouse=True)
def _bounded_and_harmless() -> Iterator[None]:
    before = Credential.objects.count(), Event.objects.count()
    began = time.thread_time()
    yield
    assert time.thread_time() - began < SECONDS
    assert (Credential.objects.count(), Event.objects.count()) == before


@contextmanager
def memory_below(megabytes: int) -> Iterator[None]:
    """What runs inside may not have more than that many megabytes of memory at any moment."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()


def zeros(count: int, wbits: int) -> bytes:
    """The compressed form of that many zero bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(count // 1_000_000)) + packer.flush()


@pytest.fixture
def check(site: Site, now: datetime) -> Callable[[bytes | str], Report]:
    """Verifies a file with the network that `site` is."""

    def verify(data: bytes | str) -> Report:
        return Verifier(allow=site.allow).verify_file(
            data if isinstance(data, bytes) else data.encode(), now=now
        )

    return verify


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def with_chunk(data: bytes) -> bytes:
    picture = png()
    return picture[:33] + data + picture[33:]


def itxt(text: bytes, *, compressed: bool = False) -> bytes:
    return chunk(b"iTXt", b"openbadgecredential\0" + bytes([compressed, 0]) + b"\0\0" + text)


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (png().replace(b"IDAT", b"IDAX"), "checksum of the PNG's IDAX chunk"),
        (with_chunk(itxt(b"{}")[:-1] + b"\0"), "checksum of the PNG's iTXt chunk"),
        (with_chunk(itxt(b"{}") * 2), "carries 2 badges"),
        (with_chunk(itxt(zeros(200_000_000, 15), compressed=True)), "larger than 5,242,880 bytes"),
        (with_chunk(itxt(b"not zlib", compressed=True)), "can't be decompressed"),
        (with_chunk(chunk(b"iTXt", b"openbadgecredential\0")), "cut off"),
        (with_chunk(chunk(b"tEXt", b"openbadgecredential\0{}")), "must be in an iTXt chunk"),
        (with_chunk(chunk(b"tEXt", b"openbadges\0{}") * 2), "carries 2 badges"),
        (with_chunk(chunk(b"zTXt", b"openbadges\0\0x")), "must be in an iTXt chunk"),
        (with_chunk(chunk(b"tEXt", b"openbadges\0" + b" " * 5_300_000)), "larger than 5,242,880 bytes"),
        (with_chunk(b"\xff\xff\xff\xffiTXt"), "cut off"),
        (png()[:40], "cut off"),
        (png()[:33] + chunk(b"aaAa", b"") * 600_000, "more than 20,000 chunks"),
    ],
    ids=[
        "crc",
        "crc of the badge",
        "two",
        "bomb",
        "no zlib",
        "short",
        "text",
        "two old ones",
        "compressed old text",
        "large old text",
        "length",
        "cut",
        "many chunks",
    ],
)
def test_a_picture_made_to_break(picture: bytes, says: str, check: Callable[..., Report]) -> None:
    with memory_below(60), pytest.raises(Unreadable, match=says):
        check(picture)


ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
CREDENTIAL = b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">{}</o:credential>'


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        (
            ENTITIES + b'<svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
            "declares a document type or entities",
        ),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', "declares a document type or entities"),
        (b"<svg><script>alert(1)</script></svg>", "holds a script"),
        (b'<svg onload="alert(1)"></svg>', "holds a script"),
        (b'<svg><a href=" javascript:alert(1)"/></svg>', "holds a script"),
        (b"<svg>" + CREDENTIAL * 2 + b"</svg>", "carries 2 badges"),
        (b"<svg><openbadges:credential>{}</openbadges:credential></svg>", "not marked as Open Badges 3.0"),
        (b'<svg xmlns:o="http://openbadges.org"><o:assertion/></svg>', "badge element is empty"),
        (b"<svg>" + CREDENTIAL.replace(b"{}", b"<g/>") + b"</svg>", "holds another element"),
        (b"<svg>" + CREDENTIAL.replace(b"{}", b" ") + b"</svg>", "badge element is empty"),
        (b"<svg><g></svg>", "isn't well-formed"),
        (b"<svg>\xff</svg>", "isn't well-formed"),
        (b"<svg>" + b"<g>" * 500_000, "nested deeper"),
        (b"<svg>" + b"<g/>" * 500_000 + b"</svg>", "more than 200,000 elements"),
        (b"<svg>" + b"<!--" * 1_000_000, "isn't well-formed"),
        (b"<svg>" + b"<a:credential " * 500_000, "isn't well-formed"),
        (b"<svg>" + b'<a:credential "' * 500_000, "isn't well-formed"),
        (b"<svg>" + b"<![CDATA[" * 500_000, "isn't well-formed"),
        (b"<svg " + b"a='b' " * 100_000 + b"/>", "isn't an SVG picture"),
    ],
)
def test_an_svg_made_to_break(svg: bytes, says: str, check: Callable[..., Report]) -> None:
    with pytest.raises(Unreadable, match=says):
        check(svg)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Unreadable, "nested deeper than 64 levels"),
        (b"[" * 5_000_000, Unreadable, "nested deeper than 64 levels"),
        (b"{" + b" " * 50_000_000 + b"}", TooLarge, "at most 5,242,880 are read"),
        (b"[" * 65 + b'"' + b'\\"' * 2_000_000, Unreadable, "nested deeper than 64 levels"),
        (b'{"a": 1, "a": 2}', Unreadable, "appears twice"),
        (b'{"a": NaN}', Unreadable, "NaN is not JSON"),
        (b'{"a": ' + b"9" * 100_000 + b"}", Unreadable, "can't be read"),
        (b'{"a": "\\ud800"}', Unreadable, "lone surrogate"),
        (b'{"a": "\xff"}', Unreadable, "not UTF-8"),
        (b"eyJ" + b"." * 2, Unreadable, "not base64url|JWT"),
        (b"eyJ" + b"A" * 4_000_000 + b"..", Unreadable, "JWT"),
    ],
    ids=[
        *("deep", "only brackets", "50 MB", "quotes", "twice", "nan", "digits"),
        *("surrogate", "latin-1", "jwt", "long jwt"),
    ],
)
def test_json_made_to_break(
    text: bytes, error: type[VerifierError], says: str, check: Callable[..., Report]
) -> None:
    with pytest.raises(error, match=says):
        check(text)


def resigned(foreign: ForeignIssuer, **changes: Any) -> str:
    """A badge with a proof of the right form over something else, as anybody can write it."""
    return json.dumps({**json.loads(foreign.badge()), **changes})


def test_a_context_that_is_not_bundled_is_named_and_not_fetched(
    foreign: ForeignIssuer, site: Site, check: Callable[..., Report]
) -> None:
    contexts = foreign.unsigned()["@context"]
    report = check(resigned(foreign, **{"@context": [*contexts, f"{site.url}/context.json"]}))
    assert report.check("proof").reason == "context_unknown"
    assert f"{site.url}/context.json" in report.check("proof").detail
    assert "/context.json" not in [path for path, _ in site.asked]


SUBJECT: dict[str, Any] = {
    "type": ["AchievementSubject"],
    "achievement": {
        "id": "urn:uuid:1",
        "type": ["Achievement"],
        "name": "n",
        "description": "d",
        "criteria": {"narrative": "c"},
    },
}


def achievement(**more: Any) -> dict[str, Any]:
    return {"credentialSubject": {**SUBJECT, "achievement": {**SUBJECT["achievement"], **more}}}


@pytest.mark.parametrize(
    "changes",
    [
        achievement(tag=[f"t{n}" for n in range(200_000)]),
        achievement(alignment=[{"type": ["Alignment"], "targetName": "t"} for _ in range(50_000)]),
        achievement(
            alignment=[{"id": "urn:one", "type": ["Alignment"], "targetName": f"t{n}"} for n in range(20_000)]
        ),
        {"evidence": [{"type": ["Evidence"], "name": "e"} for _ in range(5_000)], "id": None},
        {"@context": ["https://www.w3.org/ns/credentials/v2"] * 20_000},
        {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                {
                    "T": {"@id": "urn:T", "@context": {f"t{n}": f"urn:t{n}" for n in range(5_000)}},
                    "ev": "urn:ev",
                },
            ],
            "ev": [{"type": ["T"], "t1": "x"} for _ in range(5_000)],
        },
        {"credentialStatus": [{"id": f"urn:{n}", "type": "X"} for n in range(101)]},
        {"proof": [{}] * 11},
    ],
    ids=[
        "tags",
        "alignments",
        "one node",
        "blank nodes",
        "contexts",
        "scoped contexts",
        "statuses",
        "proofs",
    ],
)
def test_a_document_made_to_take_long(
    changes: dict[str, Any], foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    document = {**json.loads(foreign.badge()), **changes}
    text = json.dumps({key: value for key, value in document.items() if value is not None})
    report = Verifier(allow=site.allow).verify(text, now=now)
    assert not report.verified
    assert "fail" in {report.check("format").outcome, report.check("proof").outcome}


def test_pictures_with_a_hostile_badge_are_no_way_around(
    foreign: ForeignIssuer, check: Callable[..., Report]
) -> None:
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    for data in (bake_png(png(), deep), bake_svg(SVG, deep)):
        with pytest.raises(Unreadable, match="nested deeper than 64 levels"):
            check(data)


@pytest.mark.parametrize(
    "issuer",
    [
        "did:web:10.0.0.7",
        "did:web:169.254.169.254:latest",
        "did:web:localhost%3A5432",
        "did:web:%5B::1%5D%3A80",
        "did:web:[::ffff:10.0.0.7]",
        "did:web:2130706433",
        "did:web:metadata.google.internal",
        "did:web:",
        "did:web:a.example:..:..",
        "did:web:a%2Fb.example",
        "did:key:z6Mk" + "1" * 5_000,
        "did:" + "x" * 100_000,
    ],
)
def test_an_issuer_that_leads_inside_or_nowhere_is_told_and_not_contacted(
    issuer: str,
    foreign: ForeignIssuer,
    site: Site,
    check: Callable[..., Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_up(host: str, port: int, **_: Any) -> Any:
        return [(2, 1, 6, "", ("10.0.0.7" if host.endswith("internal") else host, port))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    document = json.loads(foreign.badge())
    document["issuer"] = issuer
    document["proof"][0]["verificationMethod"] = f"{issuer}#key"
    report = check(json.dumps(document))
    assert report.check("proof").reason == "key_unavailable"
    assert len(report.check("proof").detail) < 1_000
    assert site.asked == []


def test_a_status_list_that_is_a_bomb_is_not_unpacked(
    foreign: ForeignIssuer, site: Site, check: Callable[..., Report]
) -> None:
    listed = json.loads(site.pages[foreign.list_path])  # type: ignore[arg-type]
    del listed["proof"]
    listed["credentialSubject"]["encodedList"] = (
        "u" + base64.urlsafe_b64encode(zeros(400_000_000, 31)).rstrip(b"=").decode()
    )
    site.pages[foreign.list_path] = foreign.signed(listed)
    badge = foreign.badge()
    with memory_below(60):
        report = check(badge)
    assert report.check("status").reason == "status_unavailable"
    assert "more than 67108864 bits" in report.check("status").detail
