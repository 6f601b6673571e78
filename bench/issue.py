"""Claim: OpenLaurel signs badges at a quarter of raw Ed25519 or more, and at 50 times the reference JavaScript stack.

The aims are 40% of raw, and 10,000 stored a second by two processes. In one run and without network: badges
of one programme signed with eddsa-rdfc-2022 (`signed_per_s`, `signed_by_two_per_s`); the same through the issuing service into
SQLite with synchronous=FULL, by one process and by two (`stored_per_s`, `stored_by_two_per_s`), and into
PostgreSQL; raw Ed25519 signatures of 64 bytes with the library that signs (`raw_sign_per_s`, and
`raw_sign_by_two_per_s`, which says how much of a second core there is); and a badge
issued by @digitalbazaar/vc (`reference_per_s`) and by openbadgeslib (`openbadgeslib_per_s`). Each is the
median of three rounds; null is what isn't installed. `stored_cpu_us` is the processor's time a stored badge,
which tells more where other programs keep the cores busy.

    .venv/bin/python bench/issue.py [--json] [--badges 3000]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/issue.py --postgresql
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from setting import PROJECT, ROUNDS, make_achievement, postgresql, rate, unsigned, use

Figures = dict[str, float | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=3000, help="how many a round (3000)")
    parser.add_argument("--postgresql", action="store_true", help="store in PostgreSQL too")
    options = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as name:
        folder = Path(name)
        use(folder / "sqlite")
        version = make_achievement()
        figures["signed_per_s"] = rate(lambda: signing(version, options.badges), options.badges)
        figures["raw_sign_per_s"] = rate(lambda: raw(options.badges), options.badges)
        figures["signed_by_two_per_s"] = by_two(signing_alone, options.badges)
        figures["raw_sign_by_two_per_s"] = by_two(signing_raw, 4 * options.badges)
        figures["reference_per_s"] = reference(version, folder)
        figures["openbadgeslib_per_s"] = openbadgeslib()
        figures |= stored(options.badges, "")
        with postgresql() if options.postgresql else nullcontext("") as database:
            if database:
                use(folder / "postgresql", database)
                in_a_process(make_achievement)
                figures |= stored(options.badges, "postgresql_")
    if options.json:
        print(json.dumps(figures))
        return
    for label, value in figures.items():
        print(f"{label:>30}  {'—' if value is None else format(value, ',.0f')}")
    print(f"{'signed, of raw':>30}  {(figures['signed_per_s'] or 0) / (figures['raw_sign_per_s'] or 1):.0%}")
    if figures["reference_per_s"]:
        times = (figures["signed_per_s"] or 0) / figures["reference_per_s"]
        print(f"{'signed, to reference':>30}  {times:.0f} times")


def drafts(first: int, count: int) -> list[Any]:
    from openlaurel.apps.issuing.services import AwardDraft

    return [
        AwardDraft(recipient_name=f"Łucja Żółć {n}", recipient_email=f"holder{n}@example.org")
        for n in range(first, first + count)
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


def values(document: dict[str, Any], places: list[tuple[str | int, ...]], number: int) -> list[str]:
    found = []
    for place in places:
        value: Any = document
        for step in place:
            value = value[step]
        found.append(value if place[0] in {"validFrom", "awardedDate", "validUntil"} else f"{value}{number}")
    return found


def stored(count: int, prefix: str) -> Figures:
    one = [store(count, processes=1) for _ in range(ROUNDS)]
    two = [store(count, processes=2) for _ in range(ROUNDS)]
    return {
        f"{prefix}stored_per_s": round(statistics.median(per_second for per_second, _ in one), 1),
        f"{prefix}stored_by_two_per_s": round(statistics.median(per_second for per_second, _ in two), 1),
        f"{prefix}stored_cpu_us": round(min(cpu for _, cpu in one), 1),
    }


def by_two(work: Callable[[int, Barrier, Any], None], count: int) -> float:
    return round(statistics.median(together(work, count, processes=2)[0] for _ in range(ROUNDS)), 1)


def store(count: int, *, processes: int) -> tuple[float, float]:
    return together(storing, count, processes=processes)


def together(work: Callable[[int, Barrier, Any], None], count: int, *, processes: int) -> tuple[float, float]:
    """Badges a second of all processes together, `count` in each; and the processor's microseconds for one."""
    context = multiprocessing.get_context("spawn")
    barrier, told = context.Barrier(processes), context.SimpleQueue()
    running = [context.Process(target=work, args=(count, barrier, told)) for _ in range(processes)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    if any(process.exitcode for process in running):
        sys.exit("A process of several failed.")
    told_by = [told.get() for _ in running]
    seconds = max(end for _, end, _ in told_by) - min(start for start, _, _ in told_by)
    return count * processes / seconds, statistics.mean(cpu for *_, cpu in told_by) / count * 1e6


def storing(count: int, barrier: Barrier, told: Any) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from openlaurel.adapters.processes import settle
    from openlaurel.apps.catalog.models import AchievementVersion
    from openlaurel.apps.issuing.services import issue_awards
    from openlaurel.apps.profiles.policies import INSTALLATION

    version = AchievementVersion.objects.select_related("achievement__organisation").get()

    def issue(first: int, several: int) -> None:
        given: dict[str, Any] = {"version": version, "by": INSTALLATION, "now": timezone.now()}
        outcomes = issue_awards(drafts=drafts(first, several), notify=False, **given)
        assert all(outcome.is_new for outcome in outcomes)

    issue(0, 100)
    settle()  # as a worker does
    in_step(lambda: issue(100, count), barrier, told)


def signing_alone(count: int, barrier: Barrier, told: Any) -> None:
    import django

    django.setup()
    from openlaurel.apps.catalog.models import AchievementVersion

    version = AchievementVersion.objects.select_related("achievement__organisation").get()
    in_step(signing(version, count), barrier, told)


def signing_raw(count: int, barrier: Barrier, told: Any) -> None:
    in_step(raw(count), barrier, told)


def in_step(run: Callable[[], None], barrier: Barrier, told: Any) -> None:
    barrier.wait()
    start, cpu = time.perf_counter(), time.process_time()
    run()
    told.put((start, time.perf_counter(), time.process_time() - cpu))


def in_a_process(target: Callable[[], object]) -> None:
    process = multiprocessing.get_context("spawn").Process(target=target)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("The database can't be made.")


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


def openbadgeslib() -> float | None:
    """A badge of few fields, signed as its own documentation does: its API has no alignments or hashed recipients."""
    try:
        from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
        from openbadgeslib.ob3.did import did_key_from_pem
        from openbadgeslib.ob3.ldp import OB3LdpSigner
    except ImportError:
        print("No figure for openbadgeslib: it is not installed.", file=sys.stderr)
        return None
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    achievement = Achievement(
        id="https://other.example/a",
        name="Reading data",
        description="Reads data.",
        criteria_narrative="Read.",
    )
    issuer, signer = Issuer(id=did_key_from_pem(public), name="Bench College"), OB3LdpSigner(private)

    def run() -> None:
        for number in range(100):
            recipient = f"mailto:holder{number}@example.org"
            signer.sign(OpenBadgeCredential(issuer=issuer, recipient_id=recipient, achievement=achievement))

    return rate(lambda: run, 100)


if __name__ == "__main__":
    main()
