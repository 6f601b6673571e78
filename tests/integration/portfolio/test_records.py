"""A record of everything is signed, verifies like a badge, and is told apart where something in it doesn't hold."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.portfolio.errors import NothingToRecord
from openlaurel.apps.portfolio.models import RecordKeeper
from openlaurel.apps.portfolio.services import sign_record
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier.services import verify_upload
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.wallet.services import keep_file
from openlaurel.core.openbadges import ClrCredential

Give = Callable[..., Award]


@pytest.fixture
def signed(ana: Account, give: Give, now: datetime) -> tuple[bytes, list[Award]]:
    """A record of two badges from here and one from elsewhere."""
    awards = [give("Tides"), give("Knots")]
    keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    return sign_record(account=ana, now=now).document, awards


def lines(report: Any) -> dict[str, str]:
    return {line.params["name"]: line.reason for line in report.further if line.check == "credential"}


def test_a_record_verifies_with_each_badge_in_it_and_names_its_holder_by_hashes_alone(
    signed: tuple[bytes, list[Award]], ana: Account, now: datetime
) -> None:
    report = verify_upload(signed[0], now=now, recipient=ana.email)

    assert verdict_of(report).kind == "verified"
    assert report.check("format").reason == "readable_record"
    assert report.check("recipient").outcome == "pass"
    assert lines(report) == dict.fromkeys(("Tides", "Knots", "Splicing"), "credential_holds")
    read = ClrCredential.read(json.loads(signed[0]))
    assert (len(read.subject.credentials), read.partial) == (3, False)
    assert ana.email not in signed[0].decode()
    assert RecordKeeper.objects.get().profile.handle == "records"


def test_one_revoked_since_fails_the_record_and_is_named(
    signed: tuple[bytes, list[Award]], ana: Account, now: datetime
) -> None:
    document, awards = signed
    revoke_award(award=awards[0], reason="Mistake.", by=INSTALLATION, now=now)

    report = verify_upload(document, now=now)

    assert not report.verified
    assert verdict_of(report).kind == "partly"
    assert lines(report) == {
        "Tides": "credential_fails",
        "Knots": "credential_holds",
        "Splicing": "credential_holds",
    }
    again = sign_record(account=ana, now=now)
    assert (again.count, again.left_out) == (2, 1)
    assert json.loads(again.document)["partial"] is True
    assert verify_upload(again.document, now=now).verified


def test_a_record_that_was_changed_or_holds_something_else_is_refused(
    signed: tuple[bytes, list[Award]], now: datetime
) -> None:
    document = json.loads(signed[0])
    document["credentialSubject"]["verifiableCredential"].pop()
    fewer = verify_upload(json.dumps(document).encode(), now=now)
    assert fewer.check("proof").reason == "changed"

    document["credentialSubject"]["verifiableCredential"] = []
    empty = verify_upload(json.dumps(document).encode(), now=now)
    assert empty.check("format").reason == "incomplete"


def test_on_the_site_it_is_downloaded_and_verified(
    client: Client, ana: Account, give: Give, now: datetime
) -> None:
    client.force_login(ana)
    with pytest.raises(NothingToRecord):
        sign_record(account=ana, now=now)
    nothing = client.post("/portfolio/record", follow=True)
    assert "nothing to record" in nothing.content.decode()

    give("Tides")
    file = client.post("/portfolio/record")
    assert file["Content-Disposition"].startswith('attachment; filename="record-')
    page = client.post("/verify", {"text": file.content.decode()}).content.decode()
    assert 'data-verdict="verified"' in page
    assert "A badge in it holds" in page
    assert client.get("/profiles/records/did.json").status_code == 200
