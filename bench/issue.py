"""Claim: OpenLaurel signs badges at least 10 times as fast as the reference JavaScript stack, and stores them durably.

In one run and without network: badges of one programme signed with eddsa-rdfc-2022 (`signed_per_s`), the same through
the issuing service into SQLite with synchronous=FULL (`stored_per_s`), raw Ed25519 signatures of 64 bytes with the
library that signs (`raw_sign_per_s`), and the same badge issued by @digitalbazaar/vc (`reference_per_s`; null without
Node). Each is the median of three rounds on one core.

    .venv/bin/python bench/issue.py [--json] [--badges 3000]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=3000, help="how many a round (3000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as folder:
        os.environ |= {"OPENLAUREL_DATA": folder, "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings"}
        os.environ.pop("OPENLAUREL_DATABASE", None)
        figures = measure(options.badges, Path(folder))
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>16}  {'—' if value is None else format(value, ',.0f')}")
    if figures["reference_per_s"]:
        print(f"   to reference  {figures['signed_per_s'] / figures['reference_per_s']:.0f} times")


def measure(count: int, folder: Path) -> dict[str, float | None]:
    version = make_achievement()
    return {
        "signed_per_s": rate(lambda: signing(version, count), count),
        "stored_per_s": rate(lambda: storing(version, count), count),
        "raw_sign_per_s": rate(lambda: raw(count), count),
        "reference_per_s": reference(version, folder),
    }


def rate(prepare: Callable[[], Callable[[], None]], count: int) -> float:
    """The median of the rounds, each prepared outside the clock."""
    found = []
    for _ in range(ROUNDS):
        run = prepare()
        start = time.perf_counter()
        run()
        found.append(count / (time.perf_counter() - start))
    return round(statistics.median(found), 1)


def make_achievement() -> Any:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from openlaurel.apps.catalog.services import Definition, SkillClaim, define_achievement, publish_version
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import create_organisation

    call_command("migrate", verbosity=0)
    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    organisation = create_organisation(
        handle="bench", name="Bench College", country="IE", is_issuer=True, owner=None, **stamp
    )
    definition = Definition(
        name="Reading data with a critical eye",
        language="en",
        description="The holder questions where figures come from and what they leave out.",
        outcomes=("Name the source of a figure", "Say what a chart leaves out"),
        criteria="Pass the test with 80% and question one published chart.",
        level="foundation",
        country="IE",
        awarding_body_name="Bench College",
        eqf_level=4,
        workload_hours=6,
        participation="online",
        assessment_type="Test and a written comment",
        supervision="none",
        quality_assurance="Reviewed every year.",
        how_awarded="By the college.",
        validity_months=24,
        skills=tuple(
            SkillClaim(url=f"https://skills.example/{n}", name=f"Skill {n}", level="foundation")
            for n in range(3)
        ),
    )
    draft = define_achievement(organisation=organisation, slug="bench", definition=definition, **stamp)
    return publish_version(version=draft, **stamp)


def drafts(count: int) -> list[Any]:
    from openlaurel.apps.issuing.services import AwardDraft

    return [
        AwardDraft(recipient_name=f"Łucja Żółć {n}", recipient_email=f"holder{n}@example.org")
        for n in range(count)
    ]


def signing(version: Any, count: int) -> Callable[[], None]:
    """Signing alone: the template that the issuing service compiles, filled for each badge."""
    from django.utils import timezone

    from openlaurel.apps.issuing.services.signing_keys import canonizer, ensure_signing_key, signer_of
    from openlaurel.core.openbadges import BulkSigner

    prototype = unsigned(version)
    places: list[tuple[str | int, ...]] = [
        ("id",),
        ("validFrom",),
        ("awardedDate",),
        ("validUntil",),
        ("credentialStatus", "id"),
        ("credentialStatus", "statusListIndex"),
        *(
            ("credentialSubject", "identifier", n, name)
            for n in range(2)
            for name in ("identityHash", "salt")
        ),
    ]
    signer = signer_of(ensure_signing_key(organisation=version.achievement.organisation, now=timezone.now()))
    template = BulkSigner(prototype, places, signer=signer, created=timezone.now(), canonizer=canonizer())
    rows = [values(prototype, places, n) for n in range(count)]

    def run() -> None:
        for row in rows:
            template.sign(row)

    return run


def unsigned(version: Any) -> dict[str, Any]:
    """The document of one badge that the service issued, without its proof."""
    from django.utils import timezone

    from openlaurel.apps.issuing.queries import credential_bytes
    from openlaurel.apps.issuing.services import issue_award
    from openlaurel.apps.profiles.policies import INSTALLATION

    award = issue_award(
        version=version,
        recipient_name="Łucja Żółć",
        recipient_email="holder@example.org",
        notify=False,
        by=INSTALLATION,
        now=timezone.now(),
    )
    document: dict[str, Any] = json.loads(credential_bytes(award))
    document.pop("proof")
    return document


def values(document: dict[str, Any], places: list[tuple[str | int, ...]], number: int) -> list[str]:
    found = []
    for place in places:
        value: Any = document
        for step in place:
            value = value[step]
        found.append(value if place[0] in {"validFrom", "awardedDate", "validUntil"} else f"{value}{number}")
    return found


def storing(version: Any, count: int) -> Callable[[], None]:
    from django.utils import timezone

    from openlaurel.apps.issuing.services import issue_awards
    from openlaurel.apps.profiles.policies import INSTALLATION

    batch = drafts(count)

    def run() -> None:
        outcomes = issue_awards(
            version=version, drafts=batch, by=INSTALLATION, now=timezone.now(), notify=False
        )
        assert all(outcome.is_new for outcome in outcomes)

    return run


def raw(count: int) -> Callable[[], None]:
    from openlaurel.core.keys import SoftwareKey

    key = SoftwareKey.generate(os.urandom)
    key.sign(b"warm")
    blocks = [os.urandom(64) for _ in range(count)]

    def run() -> None:
        for block in blocks:
            key.sign(block)

    return run


def reference(version: Any, folder: Path) -> float | None:
    sys.path.insert(0, str(PROJECT))
    from tests.interop.reference import Reference, absent

    from openlaurel.core.keys import SoftwareKey, base58, did_key

    if reason := absent():
        print(f"No figure for the reference stack: {reason}", file=sys.stderr)
        return None
    key = SoftwareKey.generate(os.urandom)
    did = did_key(key.public)
    document = unsigned(version)
    document["issuer"]["id"] = did
    request = {
        "document": document,
        "controller": did,
        "verificationMethod": f"{did}#{key.public.multibase}",
        "publicKeyMultibase": key.public.multibase,
        "secretKeyMultibase": "z" + base58.encode(b"\x80\x26" + key.seed + key.public.raw),
    }
    with Reference(folder) as running:
        rates = [running.ask(op="rate", seconds=3, **request)["issued_per_s"] for _ in range(ROUNDS)]
    return round(statistics.median(rates), 1)


if __name__ == "__main__":
    main()
