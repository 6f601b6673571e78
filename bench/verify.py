"""Claim: a badge of a known shape is verified at a quarter of raw Ed25519 verification or more, a new shape in 20 ms.

The aim is half of raw. In one run and without network, over badges of one programme: JSON read, proof read,
canonicalized and its signature checked (`proofs_per_s`); whole verifications with issuer, status list and
validity (`reports_per_s`); the same for a badge whose structure was never seen (`first_sight_ms`); and
nothing but Ed25519 over 64 bytes with the library that verifies (`raw_verify_per_s`); and a whole verification,
status list included, of the same badge by @digitalbazaar/vc (`reference_per_s`; null where it isn't installed).
Each is the median of three rounds on one core.

    .venv/bin/python bench/verify.py [--json] [--badges 2000]
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

from setting import PROJECT, ROUNDS, make_achievement, rate, use


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=2000, help="how many a round (2000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as folder:
        use(Path(folder))
        figures = measure(options.badges, Path(folder))
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>18}  {'—' if value is None else format(value, ',.1f')}")
    proofs, raw_rate = figures["proofs_per_s"] or 0, figures["raw_verify_per_s"] or 1
    print(f"{'proofs, of raw':>18}  {proofs / raw_rate:.0%}")


def measure(count: int, folder: Path) -> dict[str, float | None]:
    documents, resources, key = issued(count)
    from django.utils import timezone

    from openlaurel.adapters.contexts import load_bundle
    from openlaurel.core.credentials import parse_json
    from openlaurel.core.proofs.data_integrity import parse_proofs, verify_proof
    from openlaurel.core.proofs.shapes import Canonizer
    from openlaurel.core.verification import Report, verify

    canonizer, now = Canonizer(load_bundle()), timezone.now()

    def proofs() -> None:
        for data in documents:
            document = parse_json(data)
            for proof in parse_proofs(document):
                verify_proof(document, proof, key=key, canonizer=canonizer)

    def reports() -> None:
        for data in documents:
            report = verify(data, resources, now, canonizer=canonizer)
            assert isinstance(report, Report)
            assert report.verified

    first = []
    for _ in range(ROUNDS):
        fresh = Canonizer(load_bundle())
        start = time.perf_counter()
        verify(documents[0], resources, now, canonizer=fresh)
        first.append((time.perf_counter() - start) * 1000)
    return {
        "proofs_per_s": rate(lambda: proofs, count),
        "raw_verify_per_s": rate(lambda: raw(count), count),
        "reports_per_s": rate(lambda: reports, count),
        "first_sight_ms": round(statistics.median(first), 1),
        "reference_per_s": reference(documents[0], resources, folder),
    }


def issued(count: int) -> tuple[list[bytes], dict[str, Any], Any]:
    """Badges as they are downloaded, what verifying them needs, and the key that signed them."""
    version = make_achievement()
    from django.utils import timezone

    from openlaurel.apps.issuing.models import SigningKey
    from openlaurel.apps.issuing.queries import credential_bytes, resource_of
    from openlaurel.apps.issuing.services import AwardDraft, issue_awards
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.core.keys import PublicKey

    drafts = [AwardDraft(f"Łucja Żółć {n}", f"holder{n}@example.org") for n in range(count)]
    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    outcomes = issue_awards(version=version, drafts=drafts, notify=False, **stamp)
    documents = [credential_bytes(outcome.award) for outcome in outcomes if outcome.award]
    one = json.loads(documents[0])
    names = (one["issuer"]["id"], one["credentialStatus"]["statusListCredential"])
    resources = {name: json.loads(resource_of(name) or b"") for name in names}
    return documents, resources, PublicKey.from_multibase(SigningKey.objects.get().public_multibase)


def reference(document: bytes, resources: dict[str, Any], folder: Path) -> float | None:
    sys.path.insert(0, str(PROJECT))
    from tests.interop.reference import Reference, absent

    if reason := absent():
        print(f"No figure for the reference stack: {reason}", file=sys.stderr)
        return None
    request = {"document": json.loads(document), "resources": resources}
    with Reference(folder) as running:
        answers = [running.ask(op="verify_rate", seconds=3, **request) for _ in range(ROUNDS)]
    if faults := [answer["error"] for answer in answers if "error" in answer]:
        sys.exit(f"The reference stack doesn't verify the badge: {faults[0]}")
    return round(statistics.median(answer["verified_per_s"] for answer in answers), 1)


def raw(count: int) -> Callable[[], None]:
    from openlaurel.core.keys import SoftwareKey

    key = SoftwareKey.generate(os.urandom)
    blocks = [os.urandom(64) for _ in range(count)]
    signed = [(key.sign(block), block) for block in blocks]

    def run() -> None:
        for signature, block in signed:
            key.public.verify(signature, block)

    return run


if __name__ == "__main__":
    main()
