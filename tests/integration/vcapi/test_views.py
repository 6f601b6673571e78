"""The official suites ask the VC API; it must sign only what the standard allows, and say no where it should."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.apps.vcapi.issuers import ISSUERS, get_issuer, make_issuers
from openlaurel.core.proofs.data_integrity import add_proof
from openlaurel.core.proofs.shapes import Canonizer

urlpatterns = [path("", include("openlaurel.apps.vcapi.urls"))]
V2 = "https://www.w3.org/ns/credentials/v2"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ROOT_URLCONF, settings.DATA = __name__, tmp_path
    make_issuers(tmp_path / "vc-api")
    return tmp_path / "vc-api"


def post(address: str, body: Any, **options: Any) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(
        address, data, **({"content_type": "application/json"} | options)
    )


def credential(did: str, **changes: Any) -> dict[str, Any]:
    whole = {"@context": [V2], "type": ["VerifiableCredential"], "issuer": did}
    return whole | {"credentialSubject": {"id": "did:example:subject"}} | changes


@pytest.mark.parametrize("name", ISSUERS)
def test_each_issuer_signs_what_verifies_and_nothing_that_was_changed(folder: Path, name: str) -> None:
    issuer = get_issuer(folder, name)
    answer = post(f"/vc/{name}/credentials/issue", {"credential": credential(issuer.did)})
    assert answer.status_code == 201
    signed = answer.json()
    assert signed["proof"][0]["cryptosuite"] == issuer.cryptosuite
    assert post(f"/vc/{name}/credentials/verify", {"verifiableCredential": signed}).status_code == 200
    changed = signed | {"validFrom": "2020-01-01T00:00:00Z"}
    refused = post(f"/vc/{name}/credentials/verify", {"verifiableCredential": changed})
    assert refused.status_code == 422
    assert "changed after it was signed" in refused.json()["errors"][0]


def test_the_keys_stay_what_they_are_and_are_nobody_elses_to_read(folder: Path) -> None:
    before = {name: get_issuer(folder, name).did for name in ISSUERS}
    make_issuers(folder)
    assert {name: get_issuer(folder, name).did for name in ISSUERS} == before
    assert {file.stat().st_mode & 0o077 for file in folder.iterdir()} == {0}


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "did:web:other.example"},
        {"credentialSubject": {}},
        {"own": 1},
        {"@context": [V2, "https://issuer.example/unknown"]},
        {"@context": [V2, {"VerifiableCredential": "https://issuer.example/#Bad"}]},
        {"relatedResource": {"id": V2, "digestSRI": "sha256-" + "A" * 43 + "="}},
        {"relatedResource": {"id": "https://issuer.example/x", "digestSRI": "sha256-" + "A" * 43 + "="}},
    ],
)
def test_what_must_not_be_signed_is_refused(folder: Path, name: str, changes: dict[str, Any]) -> None:
    did = get_issuer(folder, name).did
    answer = post(f"/vc/{name}/credentials/issue", {"credential": credential(did, **changes)})
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_direction_is_signed_where_the_signature_covers_it_and_refused_where_not(folder: Path) -> None:
    text = {"name": {"@value": "شهادة", "@language": "ar", "@direction": "rtl"}}
    for name, status in (("eddsa-jcs-2022", 201), ("eddsa-rdfc-2022", 422)):
        did = get_issuer(folder, name).did
        answer = post(f"/vc/{name}/credentials/issue", {"credential": credential(did, **text)})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "options", "status"),
    [
        ("{", {}, 400),
        ('{"credential": 1, "credential": 2}', {}, 400),
        ({}, {}, 400),
        ({"credential": {}, "options": []}, {}, 400),
        ({"credential": {}}, {"content_type": "text/plain"}, 400),
        ({"credential": "x" * (1024 * 1024)}, {}, 413),
        ({"credential": "x"}, {}, 422),
    ],
)
def test_a_request_that_can_not_be_read_is_refused(
    folder: Path, body: Any, options: dict[str, Any], status: int
) -> None:
    answer = post("/vc/credentials/issue", body, **options)
    assert answer.status_code == status
    assert answer.json()["errors"]


def test_a_presentation_without_a_proof_or_of_another_kind_is_refused(folder: Path) -> None:
    shown = {"@context": [V2], "type": ["VerifiablePresentation"]}
    enveloped = {"@context": V2, "type": "EnvelopedVerifiablePresentation", "id": "data:text/plain,x"}
    for presentation, status in ((shown, 422), (enveloped, 422), ("x", 400)):
        answer = post("/vc/presentations/verify", {"verifiablePresentation": presentation})
        assert answer.status_code == status


def test_without_the_flag_there_is_no_vc_api() -> None:
    assert post("/vc/credentials/issue", {}).status_code == 404
    assert Client().get("/vc/eddsa-rdfc-2022/did").status_code == 404


def test_only_the_proof_is_looked_at_where_only_that_is_asked(folder: Path) -> None:
    issuer = get_issuer(folder, "eddsa-jcs-2022")
    foreign = credential("https://issuer.example/1")
    canonizer = Canonizer(load_contexts())
    signed = add_proof(
        foreign,
        signer=issuer.signer,
        created=timezone.now(),
        canonizer=canonizer,
        cryptosuite=issuer.cryptosuite,
    )
    asked = {"verifiableCredential": signed, "options": {"checks": ["proof"]}}
    answer = post("/vc/credentials/verify", asked)
    assert answer.status_code == 200
    assert answer.json()["verified"] is False
    both = asked | {"options": {"checks": ["proof", "credentialStatus"]}}
    assert post("/vc/credentials/verify", both).status_code == 422
    changed = asked | {"verifiableCredential": signed | {"validFrom": "2020-01-01T00:00:00Z"}}
    assert post("/vc/credentials/verify", changed).status_code == 422


def test_a_credential_with_a_status_verifies_against_the_list_that_it_names(folder: Path) -> None:
    did = get_issuer(folder, "bitstring").did
    signed = post("/vc/bitstring/credentials/issue", {"credential": credential(did)}).json()
    address = signed["credentialStatus"]["statusListCredential"]
    assert Client().get(address).json()["issuer"] == did
    answer = post("/vc/bitstring/credentials/verify", {"verifiableCredential": signed})
    status = next(check for check in answer.json()["checks"] if check["check"] == "status")
    assert (answer.status_code, status["outcome"]) == (200, "pass")
    again = post("/vc/bitstring/credentials/issue", {"credential": signed})
    assert again.status_code == 422
