"""Badges whose status is in a list of a draft: read strictly, and told as unknown where the draft left it open."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer

from openlaurel.core.credentials.model import CREDENTIALS_V1
from openlaurel.core.proofs.contexts import DATA_INTEGRITY_V2
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import StatusError, read_entry
from openlaurel.core.verification import Needs, Report, Unavailable, verify

URL = "https://issuer.example/lists/3"
# 17 stands at another place in its byte from the left than from the right.
INDEX = 17
ENTRIES: dict[str, dict[str, str]] = {
    "StatusList2021": {
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
    },
    "RevocationList2020": {
        "type": "RevocationList2020Status",
        "revocationListIndex": str(INDEX),
        "revocationListCredential": URL,
    },
}
CONTEXTS = {
    "StatusList2021": "https://w3id.org/vc/status-list/2021/v1",
    "RevocationList2020": "https://w3id.org/vc-revocation-list-2020/v1",
}
KINDS = list(ENTRIES)


def bits(*places: int, bytes_: int = 16_384) -> bytes:
    """A list in which the bits at these places are set, counted from the left in each byte."""
    data = bytearray(bytes_)
    for place in places:
        data[place // 8] |= 0x80 >> place % 8
    return bytes(data)


def encoded(data: bytes, compress: Callable[[bytes], bytes] = gzip.compress) -> str:
    return base64.urlsafe_b64encode(compress(data)).decode()


def published(by: Issuer, kind: str, data: str, **changes: Any) -> dict[str, Any]:
    purpose = {"statusPurpose": "revocation"} if kind == "StatusList2021" else {}
    unsigned = {
        "@context": [CREDENTIALS_V1, CONTEXTS[kind], DATA_INTEGRITY_V2],
        "id": URL,
        "type": ["VerifiableCredential", f"{kind}Credential"],
        "issuer": by.did,
        "issuanceDate": (NOW - YEAR).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {"id": f"{URL}#list", "type": kind, "encodedList": data} | purpose,
    }
    return by.sign(unsigned | changes)


def answer(
    issuer: Issuer, canonizer: Canonizer, kind: str, found: Any, at: Any = None, **changes: str
) -> Report | Needs:
    plain = issuer.credential()
    status = {"id": f"{URL}#{INDEX}"} | ENTRIES[kind] | changes
    badge = issuer.sign(
        plain | {"@context": [*plain["@context"], CONTEXTS[kind]], "credentialStatus": status}
    )
    resources = {issuer.did: issuer.did_json()} | ({} if found is None else {URL: found})
    return verify(json.dumps(badge), resources, NOW, canonizer=canonizer, at=at)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
@pytest.mark.parametrize(
    ("places", "reason"),
    [((), "not_revoked"), ((INDEX, 22), "revoked"), ((3, 30), "not_revoked")],
)
def test_what_the_list_says_whichever_way_it_is_read_counts(
    issuer: Issuer,
    canonizer: Canonizer,
    kind: str,
    compress: Callable[[bytes], bytes],
    places: tuple[int, ...],
    reason: str,
) -> None:
    assert isinstance(needs := answer(issuer, canonizer, kind, None), Needs)
    assert [need.url for need in needs.needs] == [URL]
    report = answer(issuer, canonizer, kind, published(issuer, kind, encoded(bits(*places), compress)))
    assert isinstance(report, Report)
    assert (report.check("status").reason, report.verified) == (reason, reason == "not_revoked")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [INDEX, 22], ids=["set from the left", "set from the right"])
def test_a_bit_that_is_set_in_one_order_only_is_neither_revoked_nor_fine(
    issuer: Issuer, canonizer: Canonizer, kind: str, place: int
) -> None:
    report = answer(issuer, canonizer, kind, published(issuer, kind, encoded(bits(place))))
    assert isinstance(report, Report)
    assert (report.check("status").reason, report.verified) == ("status_unavailable", False)
    assert "in which order" in report.check("status").params["fault"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("flaw", "fault"),
    [
        ("too short", "at least 131072"),
        ("not base64", "isn't base64url"),
        ("not compressed", "isn't valid gzip"),
        ("cut off", "cut off"),
        ("a bomb", "more than"),
        ("no text", "holds no encodedList"),
        ("another kind of credential", "isn't a status list"),
        ("another kind of list", "isn't a status list"),
        ("another address", "another address"),
        ("another issuer", "another issuer's"),
        ("changed after signing", "doesn't verify"),
        ("over", "doesn't verify"),
        ("out of reach", "It didn't answer"),
    ],
)
def test_a_flawed_list_is_neither_revoked_nor_fine(
    issuer: Issuer, canonizer: Canonizer, kind: str, flaw: str, fault: str
) -> None:
    whole = encoded(bits())
    data: dict[str, Any] = {
        "too short": encoded(bits(bytes_=16_383)),
        "not base64": "ü" + whole,
        "not compressed": base64.urlsafe_b64encode(bits()).decode(),
        "cut off": base64.urlsafe_b64encode(gzip.compress(bits())[:-4]).decode(),
        "a bomb": encoded(bits(bytes_=9_000_000)),
    }
    found: Any = published(issuer, kind, data.get(flaw, whole))
    if flaw == "no text":
        found = published(issuer, kind, whole)
        subject = {k: v for k, v in found["credentialSubject"].items() if k != "encodedList"}
        found = published(issuer, kind, whole, credentialSubject=subject)
    elif flaw == "another kind of credential":
        found = published(issuer, kind, whole, type=["VerifiableCredential"])
    elif flaw == "another kind of list":
        other = next(name for name in KINDS if name != kind)
        contexts = [CREDENTIALS_V1, *CONTEXTS.values(), DATA_INTEGRITY_V2]
        subject = {"id": f"{URL}#list", "type": other, "encodedList": whole}
        found = published(issuer, kind, whole, credentialSubject=subject, **{"@context": contexts})
    elif flaw == "another address":
        found = published(issuer, kind, whole, id="https://issuer.example/lists/4")
    elif flaw == "another issuer":
        found = published(issuer, kind, whole, issuer="did:web:other.example")
    elif flaw == "changed after signing":
        found["credentialSubject"]["encodedList"] = encoded(bits(1))
    elif flaw == "over":
        found = published(issuer, kind, whole, expirationDate="2020-01-02T00:00:00Z")
    elif flaw == "out of reach":
        found = Unavailable("It didn't answer.")
    report = answer(issuer, canonizer, kind, found)
    assert isinstance(report, Report)
    check = report.check("status")
    assert (check.reason, report.verified) == ("status_unavailable", False)
    assert fault in check.params["fault"]


@pytest.mark.parametrize(
    ("kind", "changes", "fault"),
    [
        ("StatusList2021", {"statusPurpose": "message"}, "can't be checked"),
        ("StatusList2021", {"statusListIndex": "-1"}, "written as a string"),
        ("StatusList2021", {"statusListCredential": "ftp://x.example/1"}, "names no list"),
        ("RevocationList2020", {"revocationListIndex": "x"}, "written as a string"),
        ("RevocationList2020", {"revocationListCredential": ""}, "names no list"),
    ],
)
def test_a_flawed_entry_is_an_error_and_not_a_pass(kind: str, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(StatusError, match=fault):
        read_entry(ENTRIES[kind] | changes)


def test_an_index_outside_the_list_and_another_purpose_are_told(issuer: Issuer, canonizer: Canonizer) -> None:
    found = published(issuer, "StatusList2021", encoded(bits()))
    for changes, fault in (
        ({"statusListIndex": "131072"}, "outside the list"),
        ({"statusPurpose": "suspension"}, "isn't one for suspension"),
    ):
        report = answer(issuer, canonizer, "StatusList2021", found, **changes)
        assert isinstance(report, Report)
        assert fault in report.check("status").params["fault"]


def test_of_a_day_that_is_over_the_oldest_draft_says_nothing(issuer: Issuer, canonizer: Canonizer) -> None:
    at = NOW - timedelta(days=2)
    reasons = {
        kind: answer(issuer, canonizer, kind, published(issuer, kind, encoded(bits())), at)
        .check("status")
        .reason  # type: ignore[union-attr]
        for kind in KINDS
    }
    assert reasons == {"StatusList2021": "not_revoked", "RevocationList2020": "list_of_today"}
