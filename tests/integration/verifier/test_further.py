"""What a badge brings along is looked up and told: by the page, by the API, and by the command's own words."""

import base64
import hashlib
import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.integration.verifier.foreign import CANONIZER, ForeignIssuer
from tests.sites import Site
from tests.unit.core.issuers import Issuer, key_number

from openlaurel.adapters.contexts import load_files
from openlaurel.apps.verifier.engine import Verifier
from openlaurel.apps.verifier.further_words import ADVICE, DETAILS, TITLES, further_in_words
from openlaurel.apps.verifier.verdicts import EVIDENCE_CHANGED, RELATED_CHANGED, VERIFIED, verdict_of
from openlaurel.cli.verify import _print_report
from openlaurel.core.keys import did_key
from openlaurel.core.proofs import CREDENTIALS_V2, OPEN_BADGES
from openlaurel.core.verification import FURTHER_REASONS, Check, Report, Unavailable

SEEN = b"%PDF twelve knots"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_test(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    clock = type("Clock", (), {"now": staticmethod(lambda: now)})
    for module in ("api", "views"):
        monkeypatch.setattr(f"openlaurel.apps.verifier.{module}.timezone", clock)


@pytest.fixture
def badge(foreign: ForeignIssuer, site: Site) -> bytes:
    """A badge with one endorsement that holds and evidence that is pinned."""
    guild = Issuer(CANONIZER, did_key(key_number(5).public), key_number(5))
    endorsement = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:3e5e1fd2-6f0c-4a8c-bb2f-0a5f2b7d9c10",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": guild.did, "type": ["Profile"], "name": "Riggers' Guild"},
        "validFrom": "2026-05-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{site.url}/achievements/knots",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Knots that <b>hold</b>.",
        },
    }
    digest = base64.b64encode(hashlib.sha384(SEEN).digest()).decode()
    site.pages["/knots.pdf"] = SEEN
    evidence = {
        "id": f"{site.url}/knots.pdf",
        "type": ["Evidence"],
        "name": "Knots",
        "digestSRI": f"sha384-{digest}",
    }
    return foreign.badge(endorsementJwt=[guild.jwt(endorsement)], evidence=[evidence])


def report_of(badge: bytes, site: Site, now: datetime, **options: Any) -> Report:
    return Verifier(allow=site.allow, **options).verify(badge, now=now)


def lines(report: Report) -> list[tuple[str, str]]:
    return [(line.outcome, line.reason) for line in report.further]


def test_evidence_and_endorsements_are_looked_up(badge: bytes, site: Site, now: datetime) -> None:
    report = report_of(badge, site, now)
    assert lines(report) == [("pass", "evidence_same"), ("pass", "achievement_endorsed")]
    assert verdict_of(report) is VERIFIED
    assert [path for path, _ in site.asked].count("/knots.pdf") == 1


def test_evidence_that_was_changed_is_the_verdict(badge: bytes, site: Site, now: datetime) -> None:
    site.pages["/knots.pdf"] = SEEN.replace(b"twelve", b"eleven")
    report = report_of(badge, site, now)
    assert lines(report)[0] == ("fail", "evidence_differs")
    assert not report.verified
    assert verdict_of(report) is EVIDENCE_CHANGED


def test_evidence_that_is_gone_is_skipped_with_the_reason(badge: bytes, site: Site, now: datetime) -> None:
    del site.pages["/knots.pdf"]
    report = report_of(badge, site, now)
    assert lines(report)[0] == ("skipped", "evidence_out_of_reach")
    assert verdict_of(report) is VERIFIED


def test_without_the_network_evidence_is_skipped_by_its_address(
    badge: bytes, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    published = {foreign.did: foreign.did_path, foreign.list_url: foreign.list_path}

    def own(identifier: str) -> bytes | Unavailable | None:
        page = site.pages[published[identifier]] if identifier in published else None
        return page if isinstance(page, bytes) else None

    report = report_of(badge, site, now, own=own, offline=True)
    assert lines(report)[0] == ("skipped", "evidence_out_of_reach")
    wanted = f"{site.url}/knots.pdf wasn't looked up, since the network was not to be used."
    assert wanted in report.further[0].detail
    assert site.asked == []


@pytest.mark.django_db
def test_the_page_shows_who_endorses_in_their_own_words(badge: bytes, client: Client) -> None:
    answer = client.post("/verify", {"text": badge.decode()})
    page = answer.content.decode()
    assert 'data-verdict="verified"' in page
    assert "Riggers&#x27; Guild" in page
    assert "Knots that &lt;b&gt;hold&lt;/b&gt;." in page
    assert "unchanged since the badge was issued" in page


@pytest.mark.django_db
def test_the_api_tells_it_beside_the_checks(badge: bytes, client: Client) -> None:
    body = json.dumps({"document": badge.decode()})
    answer = client.post("/api/v1/verify", body, content_type="application/json").json()
    evidence, endorsement = answer["further"]
    assert (evidence["check"], evidence["outcome"]) == ("evidence", "pass")
    assert endorsement["says"] == "Knots that <b>hold</b>."
    assert "Riggers' Guild" in endorsement["detail"]
    assert set(evidence) == {"check", "outcome", "detail"}


def test_the_command_prints_a_line_each(
    badge: bytes, site: Site, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _print_report(report_of(badge, site, now))
    printed = capsys.readouterr().out
    assert re.search(r"^. endorsement +Riggers' Guild \(did:key:\w+\) endorses what", printed, re.MULTILINE)
    assert re.search(r"^ +“Knots that <b>hold</b>\.”$", printed, re.MULTILINE)
    assert re.search(r"^. evidence +The evidence at http://127", printed, re.MULTILINE)


@pytest.mark.parametrize("reason", FURTHER_REASONS)
def test_every_line_is_said_whole_in_plain_words(reason: str) -> None:
    params = dict.fromkeys(re.findall(r"{(\w+)}", FURTHER_REASONS[reason]), "somebody")
    said = further_in_words(Report((), None, (Check("endorsement", "fail", reason, params),)))[0]
    assert said.title
    assert said.detail.endswith(".")
    assert said.says == ""


def test_words_are_kept_for_nothing_else_and_every_fault_has_advice() -> None:
    assert set(TITLES) == set(DETAILS) == set(FURTHER_REASONS)
    passes = {"badge_endorsed", "achievement_endorsed", "issuer_endorsed", "endorses_itself", "evidence_same"}
    passes |= {"schema_met", "related_same", "credential_holds"}
    unrun = {f"{kind}_left_out" for kind in ("endorsements", "evidence", "related", "schemas")} | {
        "schema_not_run"
    }
    assert set(ADVICE) == set(FURTHER_REASONS) - passes - unrun


@pytest.mark.django_db
def test_a_context_that_a_badge_pins_is_compared_as_it_was_built_in(
    foreign: ForeignIssuer, site: Site, client: Client
) -> None:
    digest = base64.b64encode(hashlib.sha384(load_files()[OPEN_BADGES]).digest()).decode()
    pinned = foreign.badge(relatedResource=[{"id": OPEN_BADGES, "digestSRI": f"sha384-{digest}"}])
    changed = foreign.badge(
        relatedResource=[{"id": OPEN_BADGES, "digestSRI": f"sha256-{base64.b64encode(bytes(32)).decode()}"}]
    )

    body = json.dumps({"document": pinned.decode()})
    answer = client.post("/api/v1/verify", body, content_type="application/json").json()
    assert answer["verified"]
    assert [(line["check"], line["outcome"]) for line in answer["further"]] == [("related", "pass")]

    page = client.post("/verify", {"text": changed.decode()})
    assert not page.context["report"].verified
    assert page.context["verdict"] == RELATED_CHANGED
