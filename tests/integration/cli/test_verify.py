"""openlaurel verify, as a process of its own: with and without an installation, for people and for scripts."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run, environment_of
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.verifier.older import OlderIssuer
from tests.papers import make_pdf
from tests.sites import Site, running_site
from tests.unit.core import legacy_issuers as old

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, did_key
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES, ContextBundle
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.shapes import Canonizer

ISSUE = """
import sys
from pathlib import Path
from django.utils import timezone
import django; django.setup()
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.issuing.queries import award_url, baked_png, credential_bytes
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
from tests.integration.conftest import DEFINITION
now, by, out = timezone.now(), INSTALLATION, Path(sys.argv[1])
harbour = create_organisation(handle="harbour", name="Harbour Institute", is_issuer=True, owner=None, by=by, now=now)
version = define_achievement(organisation=harbour, slug="tides", definition=DEFINITION, by=by, now=now)
version = publish_version(version=version, by=by, now=now)
award = issue_award(
    version=version, recipient_name="Ana Sousa", recipient_email="ana@learners.example", by=by, now=now, notify=False
)
accept_award(award=award, now=now, show_name=True)
(out / "own.json").write_bytes(credential_bytes(award))
(out / "own.png").write_bytes(baked_png(award))
print(award_url(award.id))
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def foreign(site: Site) -> ForeignIssuer:
    return ForeignIssuer(site, datetime.now(UTC))


@pytest.fixture
def badge(tmp_path: Path, site: Site) -> Path:
    """A badge that needs nothing from elsewhere: its issuer is a did:key, and it names no status list."""
    issuer = ForeignIssuer(site, datetime.now(UTC))
    key = SoftwareKey(b"a key of an issuer without a web")
    issuer.key, issuer.did = key, did_key(key.public)
    issuer.method = f"{issuer.did}#{key.public.multibase}"
    file = tmp_path / "badge.json"
    file.write_bytes(issuer.badge(credentialStatus=None))
    return file


def test_a_badge_of_somebody_else_needs_no_installation_and_makes_none(
    openlaurel: Run, badge: Path, tmp_path: Path
) -> None:
    done = openlaurel("verify", str(badge), "--offline", data=tmp_path / "none")
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["✓", "format"],
        ["✓", "proof"],
        ["✓", "issuer"],
        ["!", "status"],
        ["✓", "validity"],
        ["–", "recipient"],
    ]
    assert lines[-1] == "Verified."
    assert "\033" not in done.stdout
    assert done.stderr == ""
    assert not (tmp_path / "none").exists()


def test_a_badge_is_read_from_standard_input(badge: Path, tmp_path: Path) -> None:
    with badge.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "openlaurel.cli", "verify", "-", "--json"],
            stdin=file,
            env=environment_of(tmp_path / "none"),
            capture_output=True,
            timeout=60,
        )
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["verified"] is True
    assert answer["credential"] == json.loads(badge.read_bytes())
    assert answer["checks"][0] == {
        "check": "format",
        "outcome": "pass",
        "detail": "The file is a complete Open Badges 3.0 credential.",
    }


def test_an_issuer_elsewhere_is_looked_up_only_where_that_is_allowed(
    openlaurel: Run, foreign: ForeignIssuer, site: Site, tmp_path: Path
) -> None:
    site.pages["/b.json"] = foreign.badge()
    none, url = tmp_path / "none", f"{site.url}/b.json"
    openlaurel("verify", url, data=none, OPENLAUREL_FETCH_ALLOW=f"127.0.0.1:{site.port}")
    asked = len(site.asked)
    refused = openlaurel("verify", url, data=none, code=2)
    assert "not on the public internet" in refused.stderr
    offline = openlaurel("verify", url, "--offline", data=none, code=2)
    assert "network is not to be used" in offline.stderr
    assert len(site.asked) == asked == 3
    assert not none.exists()


def test_a_badge_of_an_older_version_verifies_without_an_installation(
    openlaurel: Run, site: Site, tmp_path: Path
) -> None:
    issuer = OlderIssuer(site)
    allow = {"data": tmp_path / "none", "OPENLAUREL_FETCH_ALLOW": f"127.0.0.1:{site.port}"}
    file = tmp_path / "old.jws"
    file.write_text(issuer.signed(old.to_be_signed(expires="2199-01-01T00:00:00Z")))
    assert (
        "The file has the form of an Open Badge of version 2.0."
        in openlaurel("verify", str(file), **allow).stdout
    )
    issuer.withdraw(old.BADGE)
    file.write_bytes(issuer.here(old.hosted()))
    assert "says that it was revoked" in openlaurel("verify", str(file), code=1, **allow).stdout


def test_a_badge_that_does_not_verify_exits_with_1(openlaurel: Run, badge: Path, tmp_path: Path) -> None:
    none = tmp_path / "none"
    wrong = openlaurel("verify", str(badge), "--recipient", "Somebody Else", data=none, code=1)
    assert wrong.stdout.splitlines()[-2:] == [
        "✗ recipient  It was not issued to the name or e-mail address that was entered.",
        "Not verified.",
    ]
    openlaurel("verify", str(badge), "--recipient", "Bo Lind", data=none)
    badge.write_bytes(badge.read_bytes().replace(b"Ties twelve", b"Ties twenty"))
    changed = json.loads(openlaurel("verify", str(badge), "--json", data=none, code=1).stdout)
    assert changed["verified"] is False
    assert changed["checks"][1]["outcome"] == "fail"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"{", "not JSON"),
        (b"\x89PNG\r\n\x1a\nxxxx", "cut off"),
        (b"{" + b" " * 12_000_000, "at most 5,242,880 are read"),
    ],
)
def test_what_cannot_be_read_exits_with_2_and_says_why(
    content: bytes, says: str, openlaurel: Run, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    done = openlaurel("verify", str(file), data=tmp_path / "none", code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("openlaurel: ")
    assert says in done.stderr
    answer = json.loads(openlaurel("verify", str(file), "--json", data=tmp_path / "none", code=2).stdout)
    assert (answer["verified"], answer["credential"], len(answer["checks"])) == (False, None, 6)
    assert says in answer["checks"][0]["detail"]


def test_a_file_that_is_not_there_or_a_setting_that_is_wrong_exits_with_2(
    openlaurel: Run, badge: Path, tmp_path: Path
) -> None:
    none = tmp_path / "none"
    assert "No such file" in openlaurel("verify", str(tmp_path / "missing"), data=none, code=2).stderr
    (tmp_path / "empty").mkdir()
    assert "holds no file" in openlaurel("verify", str(tmp_path / "empty"), data=none, code=2).stderr
    wrong = openlaurel("verify", str(badge), data=none, code=2, OPENLAUREL_FETCH_ALLOW="*")
    assert "OPENLAUREL_FETCH_ALLOW" in wrong.stderr
    openlaurel("verify", data=none, code=2)


def test_what_a_file_says_cannot_steer_the_terminal(openlaurel: Run, badge: Path, tmp_path: Path) -> None:
    document = json.loads(badge.read_bytes())
    document["\x1b[2J\x1b]0;owned\x07 \u202eevil\r\x9b31m"] = 1
    badge.write_text(json.dumps(document))
    done = openlaurel("verify", str(badge), data=tmp_path / "none", code=1)
    assert "owned" in done.stdout
    assert not {"\x1b", "\x07", "\u202e", "\r", "\x9b"} & set(done.stdout)


def test_own_badges_verify_without_the_network_and_after_a_move(
    openlaurel: Run, data: Path, tmp_path: Path
) -> None:
    made = subprocess.run(
        [sys.executable, "-c", ISSUE, str(tmp_path)],
        env=environment_of(data),
        check=True,
        capture_output=True,
        text=True,
    )
    url = made.stdout.strip()
    for source in (str(tmp_path / "own.json"), str(tmp_path / "own.png"), url):
        openlaurel("verify", source, "--recipient", "Ana Sousa")
    openlaurel("address", "move", "https://badges.example.org")
    assert "Verified." in openlaurel("verify", str(tmp_path / "own.json"), "--offline").stdout
    assert "Verified." in openlaurel("verify", url).stdout
    elsewhere = openlaurel("verify", str(tmp_path / "own.json"), "--offline", data=tmp_path / "none", code=1)
    assert "the network was not to be used" in elsewhere.stdout


def test_a_folder_without_a_database_is_left_as_it_is(openlaurel: Run, badge: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "address.json").write_text('{"url": "http://127.0.0.1:8000", "former_urls": []}')
    openlaurel("verify", str(badge), "--offline")
    assert [file.name for file in folder.iterdir()] == ["address.json"]


def test_a_badge_with_a_context_of_its_own_verifies_once_an_operator_has_added_that(
    openlaurel: Run, data: Path, tmp_path: Path
) -> None:
    url, terms = "https://terms.example/v1", tmp_path / "terms.json"
    terms.write_text('{"@context": {"knot": "https://terms.example/knot"}}')
    key, file = SoftwareKey(b"a key of an issuer without a web"), tmp_path / "badge.json"
    did = did_key(key.public)
    signer = SoftwareSigner(key, f"{did}#{key.public.multibase}")
    unsigned = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, url],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did, "type": ["Profile"], "name": "Lighthouse College"},
        "validFrom": "2026-01-01T00:00:00Z",
        "knot": "bowline",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties twelve knots.",
                "criteria": {"narrative": "Tie them."},
            },
        },
    }
    canonizer = Canonizer(ContextBundle({**load_bundle(), url: json.loads(terms.read_text())}))
    file.write_text(json.dumps(sign(unsigned, signer=signer, created=datetime.now(UTC), canonizer=canonizer)))
    before = openlaurel("verify", str(file), "--offline", code=1)
    assert f"The file uses the context {url}" in before.stdout
    added = openlaurel("context", "add", url, str(terms))
    assert "Restart OpenLaurel" in added.stdout
    assert f"{url}  sha256 " in openlaurel("context", "list").stdout
    assert openlaurel("verify", str(file), "--offline").stdout.endswith("Verified.\n")
    terms.write_text('{"@context": {"knot": "https://other.example/knot"}}')
    assert "an address of its own" in openlaurel("context", "add", url, str(terms), code=1).stderr


def test_many_files_a_folder_and_a_cv_get_a_line_each(
    openlaurel: Run, badge: Path, site: Site, tmp_path: Path
) -> None:
    folder, none = tmp_path / "given", tmp_path / "none"
    folder.mkdir()
    (folder / "good.json").write_bytes(badge.read_bytes())
    (folder / "changed.json").write_bytes(badge.read_bytes().replace(b"Ties twelve", b"Ties twenty"))
    site.pages["/badges/1"] = badge.read_bytes()
    cv = make_pdf(["Bo Lind"], links={1: [f"{site.url}/badges/1", "https://elsewhere.example/\u202eabc"]})
    (folder / "cv.pdf").write_bytes(cv)
    allow = {"data": none, "OPENLAUREL_FETCH_ALLOW": f"127.0.0.1:{site.port}"}
    lines = openlaurel("verify", str(folder), code=1, **allow).stdout.splitlines()
    assert lines == [
        f"✗ {folder}/changed.json: The file was changed after it was signed, or the signature is another's.",
        f"✓ {folder}/cv.pdf, page 1 {site.url}/badges/1: verified, issued to somebody of the name given",
        f"✓ {folder}/good.json: verified",
        f"– {folder}/cv.pdf: Links that don't look like those of badges and weren't opened: 1, such as "
        "https://elsewhere.example/?abc.",
        "2 of 3 verified.",
    ]
    answer = json.loads(openlaurel("verify", str(badge), str(folder), "--json", code=1, **allow).stdout)
    assert [each["verified"] for each in answer["badges"]] == [True, False, True, True]
    assert answer["badges"][2]["holder"] == "name"
    assert [each["code"] for each in answer["remarks"]] == ["links_left"]
    (folder / "other.pdf").write_bytes(b"%PDF-1.7")
    damaged = openlaurel("verify", str(folder / "other.pdf"), code=2, **allow)
    assert "It is damaged and can't be read." in damaged.stdout
    assert "can't be read" in openlaurel("verify", str(badge), "nowhere.json", code=2, **allow).stderr
    assert not none.exists()
