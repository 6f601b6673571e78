"""Software of another make verifies what this installation issued, with nothing of ours but the published documents."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import baked_png, baked_svg, credential_bytes, resource_of
from openlaurel.apps.issuing.services import accept_award, issue_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.wallet.services import download_archive, run_archive, start_archive
from openlaurel.core.openbadges import Evidence, Result, unbake
from tests.interop.conftest import changed_in_one_character
from tests.interop.reference import Reference

NAMES = ["Łucja Żółć", "عبد الرحمن", "Zoë “Z” O’Neil, Jr.", "李", "e\u0301 combining", "👩🏽‍🚀 Ada"]


@pytest.fixture
def version(make_published: Callable[..., AchievementVersion]) -> AchievementVersion:
    described = {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"}
    return make_published("tide-tables", result_descriptions=(described,), validity_months=24)


@pytest.fixture
def issue(version: AchievementVersion, now: datetime) -> Callable[[str], Award]:
    def make(name: str) -> Award:
        return issue_award(
            version=version,
            recipient_name=name,
            recipient_email="holder@example.org",
            results=[Result("quiz", value="90")],
            evidence=[Evidence(name="Passage plan", narrative="Porto to Viana, two tides.")],
            valid_from=datetime.now(tz=now.tzinfo) - timedelta(days=1),
            by=INSTALLATION,
            now=datetime.now(tz=now.tzinfo) - timedelta(days=1),
        )

    return make


def published_documents(document: dict[str, Any]) -> dict[str, Any]:
    """What a stranger would fetch: the issuer's DID document and the status list."""
    addresses = [document["issuer"]["id"], document["credentialStatus"]["statusListCredential"]]
    found = {address: resource_of(address) for address in addresses}
    return {address: json.loads(data) for address, data in found.items() if data is not None}


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_stack_verifies_our_badge_and_no_changed_one(
    reference: Reference, issue: Callable[[str], Award], name: str
) -> None:
    document = json.loads(credential_bytes(issue(name)))
    resources = published_documents(document)
    assert len(resources) == 2
    answer = reference.ask(op="verify", document=document, resources=resources)
    assert answer == {"verified": True, "revoked": False, "error": ""}
    changed = reference.ask(op="verify", document=changed_in_one_character(document), resources=resources)
    assert changed["verified"] is False
    assert "nvalid signature" in changed["error"]


def test_the_reference_stack_verifies_what_was_baked_and_unbaked(
    reference: Reference, issue: Callable[[str], Award]
) -> None:
    award = issue("Łucja Żółć")
    pictures = [picture for picture in (baked_png(award), baked_svg(award)) if picture]
    assert len(pictures) == 2
    for picture in pictures:
        document = json.loads(unbake(picture))
        assert document == json.loads(credential_bytes(award))
        answer = reference.ask(op="verify", document=document, resources=published_documents(document))
        assert answer["verified"] is True


def test_the_reference_stack_sees_that_a_badge_was_revoked(
    reference: Reference, issue: Callable[[str], Award], now: datetime
) -> None:
    award = issue("Ada")
    revoke_award(award=award, reason="Issued by mistake.", by=INSTALLATION, now=datetime.now(tz=now.tzinfo))
    document = json.loads(credential_bytes(award))
    answer = reference.ask(op="verify", document=document, resources=published_documents(document))
    assert (answer["verified"], answer["revoked"]) == (False, True)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_stranger_verifies_our_json_and_no_changed_one(
    issue: Callable[[str], Award], name: str
) -> None:
    document = json.loads(credential_bytes(issue(name)))
    resources = published_documents(document)

    def download(url: str) -> bytes:
        (did,) = [address for address in resources if address.startswith("did:")]
        listed = resources.get(url, resources[did] if url.endswith("/did.json") else None)
        assert listed is not None, url
        return json.dumps(listed).encode()

    read = OB3LdpVerifier().verify(document, download=download)
    assert read.achievement.name == "Tide tables in practice"
    with pytest.raises(LibOpenBadgesException):
        OB3LdpVerifier().verify(changed_in_one_character(document), download=download)


def test_the_reference_stack_verifies_the_badges_of_an_exported_wallet_with_what_is_enclosed(
    reference: Reference, issue: Callable[[str], Award], make_account: Callable[..., Account], now: datetime
) -> None:
    holder = make_account("holder@example.org")
    clock = datetime.now(tz=now.tzinfo)
    for name in NAMES[:2]:
        award = issue(name)
        accept_award(award=award, account=holder, show_name=True, now=clock)
    revoke_award(award=award, reason="Issued by mistake.", by=INSTALLATION, now=clock)
    archive = start_archive(account=holder, language="en", now=clock)
    run_archive(archive=archive, clock=lambda: clock)
    archive.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(b"".join(download_archive(archive=archive, now=clock)))) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        resources = {
            one["key"]: json.loads(opened.read(one["file"])) for one in manifest["resources"] if one["file"]
        }
        documents = {
            badge["found"]: json.loads(opened.read(badge["credential"])) for badge in manifest["badges"]
        }
    answers = {
        found: reference.ask(op="verify", document=document, resources=resources)
        for found, document in documents.items()
    }
    assert answers["verified"] == {"verified": True, "revoked": False, "error": ""}
    assert (answers["revoked"]["verified"], answers["revoked"]["revoked"]) == (False, True)
    changed = changed_in_one_character(documents["verified"])
    assert reference.ask(op="verify", document=changed, resources=resources)["verified"] is False
