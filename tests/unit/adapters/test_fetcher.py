"""Fetching what a stranger named: nobody gets inside by it, and nobody is kept waiting by it."""

import gzip
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.sites import Site, redirect, running_site, send

from openlaurel.adapters import fetcher
from openlaurel.adapters.fetch_errors import (
    AddressUnusable,
    BadAnswer,
    FetchError,
    HostNotPublic,
    HostUnknown,
    RedirectRefused,
    TookTooLong,
    TooMuchData,
    Unreachable,
)
from openlaurel.adapters.fetcher import fetch, retrieve

PUBLIC = "93.184.215.14"
Resolve = Callable[..., Any]


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site({"/badge.json": b'{"a": 1}'}) as running:
        yield running


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Makes the DNS answer with lists of addresses, one list a lookup; returns the names that were looked up."""

    def answer(*answers: list[str]) -> list[str]:
        asked: list[str] = []

        def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            found = answers[min(len(asked), len(answers)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
        return asked

    return answer


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To which addresses a connection was tried; none of them answers."""
    tried: list[str] = []

    def connect_tcp(self: object, host: str, port: int, **_: Any) -> Any:
        tried.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    return tried


def test_what_is_there_is_returned_with_its_final_address(site: Site) -> None:
    site.pages["/old"] = redirect("/badge.json", 301)
    assert fetch(f"{site.url}/badge.json", allow=site.allow) == b'{"a": 1}'
    assert retrieve(f"{site.url}/old#part", allow=site.allow).url == f"{site.url}/badge.json"


def test_the_other_site_learns_nothing_of_us(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/badge.json"] = send(b"{}", set_cookie="who=me")
    fetch(f"{site.url}/badge.json", allow=site.allow)
    fetch(f"{site.url}/badge.json", allow=site.allow)
    for _, headers in site.asked:
        names = {name.lower() for name in headers}
        assert names == {"host", "accept", "accept-encoding", "user-agent"}
        assert headers["Host"] == f"127.0.0.1:{site.port}"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/badge.json",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.7/",
    ],
)
def test_addresses_that_are_not_public_are_not_contacted(url: str, site: Site) -> None:
    with pytest.raises(HostNotPublic, match=r"not on the public internet.*OPENLAUREL_FETCH_ALLOW"):
        fetch(url.format(port=site.port))
    assert site.asked == []


def test_the_allowance_is_for_one_host_and_port(site: Site) -> None:
    with pytest.raises(HostNotPublic):
        fetch(f"{site.url}/badge.json", allow={f"127.0.0.1:{site.port + 1}"})
    with pytest.raises(HostNotPublic):
        fetch(f"{site.url}/badge.json", allow={f"localhost:{site.port}", "*"})


def test_a_name_that_leads_inside_is_not_contacted(
    resolves: Callable[..., list[str]], connected: list[str]
) -> None:
    resolves(["10.0.0.7"])
    with pytest.raises(HostNotPublic, match=r"badges\.example is not on the public internet"):
        fetch("https://badges.example/b.json")
    assert connected == []


def test_a_second_answer_of_the_dns_changes_nothing(
    resolves: Callable[..., list[str]], connected: list[str]
) -> None:
    asked = resolves([PUBLIC], ["127.0.0.1"])
    with pytest.raises(Unreachable):
        fetch("http://rebind.example/b.json")
    assert (asked, connected) == (["rebind.example"], [PUBLIC])


def test_of_several_addresses_only_public_ones_are_tried(
    resolves: Callable[..., list[str]], connected: list[str]
) -> None:
    resolves(["127.0.0.1", PUBLIC, "192.168.0.1", "1.1.1.1"])
    with pytest.raises(Unreachable):
        fetch("http://mixed.example/b.json")
    assert connected == [PUBLIC, "1.1.1.1"]


def test_an_unknown_name_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    with pytest.raises(HostUnknown, match=r"nowhere\.example could be found"):
        fetch("https://nowhere.example/")


def test_a_slow_name_server_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> Any:
        time.sleep(5)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    began = time.monotonic()
    with pytest.raises(TookTooLong):
        fetch("https://slow.example/", timeout=0.2)
    assert time.monotonic() - began < 4


def drip(start: bytes, piece: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        for _ in range(100):
            handler.wfile.write(piece)
            time.sleep(0.05)

    return respond


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["headers", "body", "interim answers"],
)
def test_a_site_that_trickles_keeps_nobody_waiting(start: bytes, piece: bytes, site: Site) -> None:
    site.pages["/slow"] = drip(start, piece)
    began = time.monotonic()
    with pytest.raises(TookTooLong, match="took too long"):
        fetch(f"{site.url}/slow", allow=site.allow, timeout=0.4)
    assert time.monotonic() - began < 4


def test_redirects_count_against_the_same_time(site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        redirect("/slow")(handler)

    site.pages["/slow"] = slow
    with pytest.raises(TookTooLong):
        fetch(f"{site.url}/slow", allow=site.allow, timeout=0.5)


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://169.254.169.254/latest/meta-data/", HostNotPublic),
        ("//localhost:65000/", HostNotPublic),
        ("file:///etc/passwd", AddressUnusable),
        ("gopher://127.0.0.1/", AddressUnusable),
        ("http://[", AddressUnusable),
        ("http://user:secret@example.org/", AddressUnusable),
        ("/loop", RedirectRefused),
    ],
)
def test_a_redirect_leads_nowhere_that_the_address_itself_may_not(
    location: str, error: type[FetchError], site: Site
) -> None:
    site.pages["/loop"] = redirect(location)
    with pytest.raises(error):
        fetch(f"{site.url}/loop", allow=site.allow)
    assert len(site.asked) <= 4


def test_a_body_is_not_read_beyond_the_limit_whatever_its_length_says(site: Site) -> None:
    site.pages["/said"] = send(b"x" * 5000)
    site.pages["/unsaid"] = lambda handler: (
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000),
        None,
    )[1]
    site.pages["/chunks"] = lambda handler: (
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"400\r\n"
            + b"x" * 1024
            + b"\r\n" * 1
            + b"400\r\n"
            + b"x" * 1024
            + b"\r\n0\r\n\r\n"
        ),
        None,
    )[1]
    for path in ("/said", "/unsaid", "/chunks"):
        with pytest.raises(TooMuchData, match="more than 1,500 bytes"):
            fetch(site.url + path, allow=site.allow, max_bytes=1500)
    assert len(fetch(f"{site.url}/said", allow=site.allow, max_bytes=5000)) == 5000


def test_a_body_that_ends_early_is_not_taken_for_the_whole(site: Site) -> None:
    site.pages["/short"] = send(b'{"a": 1}', content_length="9000")
    with pytest.raises(Unreachable):
        fetch(f"{site.url}/short", allow=site.allow)


def test_compressed_answers_are_read_and_bombs_are_not(site: Site) -> None:
    site.pages["/gzip"] = send(gzip.compress(b'{"a": 1}'), content_encoding="gzip")
    site.pages["/bomb"] = send(gzip.compress(b"0" * 50_000_000), content_encoding="gzip")
    site.pages["/cut"] = send(gzip.compress(b'{"a": 1}')[:-6], content_encoding="gzip")
    site.pages["/bad"] = send(b"not gzip at all", content_encoding="gzip")
    site.pages["/br"] = send(b"x", content_encoding="br")
    assert fetch(f"{site.url}/gzip", allow=site.allow) == b'{"a": 1}'
    with pytest.raises(TooMuchData):
        fetch(f"{site.url}/bomb", allow=site.allow, max_bytes=100_000)
    for path in ("/cut", "/bad", "/br"):
        with pytest.raises(BadAnswer):
            fetch(site.url + path, allow=site.allow)


def test_an_error_page_is_not_taken_for_a_badge(site: Site) -> None:
    with pytest.raises(BadAnswer, match="status 404"):
        fetch(f"{site.url}/missing", allow=site.allow)


def test_what_does_not_speak_http_is_said_to_be_unreachable(site: Site) -> None:
    site.pages["/ssh"] = lambda handler: (handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"), None)[1]
    with pytest.raises(Unreachable):
        fetch(f"{site.url}/ssh", allow=site.allow)
    with pytest.raises(Unreachable):
        fetch("http://127.0.0.1:1/", allow={"127.0.0.1:1"})


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/", "must begin with https://"),
        ("example.org", "must begin with https://"),
        ("https://", "must begin with https://"),
        ("https://user@example.org/", "user name"),
        ("https://example.org:99999/", "isn't an address"),
        ("https://exa mple.org/", "isn't an address"),
        ("https://exam\x00ple.org/", "isn't an address"),
        (f"https://{'a' * 64}.org/", "isn't an address"),
        ("https://example.org/" + "a" * 2000, "more than 2000 characters"),
        ("http://93.184.215.14:25/", "port 25"),
    ],
)
def test_an_address_that_cannot_be_tried_is_told_with_its_fault(url: str, says: str) -> None:
    with pytest.raises(AddressUnusable, match=says):
        fetch(url)


def test_names_and_paths_in_any_script_are_fetched(
    resolves: Callable[..., list[str]], connected: list[str]
) -> None:
    asked = resolves([PUBLIC])
    with pytest.raises(Unreachable):
        fetch("https://bücher.example/ü?ä=1%20")
    assert asked == ["xn--bcher-kva.example"]
    assert fetcher.checked_address("https://bücher.example/ü?ä=1%20").geturl() == (
        "https://xn--bcher-kva.example/%C3%BC?%C3%A4=1%20"
    )


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody trusts by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    return file


@pytest.fixture
def secure_site(certificate: Path) -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with running_site({"/badge.json": b"{}"}, tls=tls) as running:
        yield running


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site: Site) -> None:
    with pytest.raises(Unreachable, match="certificate"):
        fetch(f"{secure_site.url}/badge.json", allow=secure_site.allow)


def test_the_certificate_must_be_for_the_name_that_was_asked_for(
    secure_site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch, resolves: Callable[..., list[str]]
) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetcher, "_trust", lambda: context)
    assert fetch(f"{secure_site.url}/badge.json", allow=secure_site.allow) == b"{}"
    resolves(["127.0.0.1"])
    with pytest.raises(Unreachable, match="certificate"):
        fetch(
            f"https://other.example:{secure_site.port}/badge.json",
            allow={f"other.example:{secure_site.port}"},
        )


def test_a_redirect_does_not_take_the_protection_away(
    secure_site: Site, site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetcher, "_trust", lambda: context)
    secure_site.pages["/old"] = redirect(f"{site.url}/badge.json")
    with pytest.raises(RedirectRefused, match="from https to http"):
        fetch(f"{secure_site.url}/old", allow=secure_site.allow | site.allow)
    assert site.asked == []
