"""Documents made to hurt: each ends in a named fault, within seconds and without filling the memory."""

import json
import resource
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Report, Unavailable, verify

SECONDS = 10  # of work; each takes one or two
MEMORY = 150_000_000


def badge_with(issuer: Issuer, **fields: Any) -> str:
    badge = issuer.badge()
    badge["credentialSubject"]["achievement"] |= fields
    return json.dumps(badge)


def organisations(count: int) -> list[dict[str, Any]]:
    """A ring of organisations, of which each is the parent of the next and none can be told from another."""
    return [
        {
            "id": f"_:b{number}",
            "type": ["Profile"],
            "parentOrg": {"id": f"_:b{(number + 1) % count}", "type": ["Profile"]},
        }
        for number in range(count)
    ]


DOCUMENTS: dict[str, tuple[Callable[[Issuer], str | bytes], str]] = {
    "nested objects": (lambda _: '{"a":' * 10_000 + "1" + "}" * 10_000, "nested deeper than 64 levels"),
    "nested lists without an end": (lambda _: "[" * 5_000_000, "nested deeper than 64 levels"),
    "a string without an end": (lambda _: "[" * 65 + '"' + '\\"' * 2_000_000, "nested deeper"),
    "50 MB": (lambda _: b'{"a": "' + b"x" * 50_000_000 + b'"}', "50,000,009 bytes; at most 5,242,880"),
    "a number of a million digits": (lambda _: "[" + "9" * 1_000_000 + "]", "a number or a nesting"),
    "a JWT of 50 MB": (lambda _: "eyJ" + "A" * 50_000_000 + ".x.x", "too long"),
    "300,000 keys": (lambda _: json.dumps(dict.fromkeys(map(str, range(300_000)))), "first @context"),
    "50,000 tags": (lambda i: badge_with(i, tag=list(map(str, range(50_000)))), "changed|too long"),
    "20,000 types": (
        lambda i: badge_with(i, type=["Achievement", *(f"urn:t:{n}" for n in range(20_000))]),
        "changed|too long",
    ),
    "10,000 alignments": (
        lambda i: badge_with(i, alignment=[{"type": ["Alignment"], "targetName": "x"}] * 10_000),
        "take too long",
    ),
    "5,000 contexts": (
        lambda i: badge_with(i, **{"@context": i.credential()["@context"] * 2_500}),
        "take too long",
    ),
    "a ring of blank nodes": (lambda i: badge_with(i, creator=organisations(400)), "take too long"),
    "1,000 terms of its own": (
        lambda i: badge_with(i, **{"@context": {f"t{n}": f"urn:t:{n}" for n in range(1_000)}}),
        "only plain names are read",
    ),
}


@pytest.mark.parametrize(("document", "fault"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_made_to_hurt_is_told_by_its_fault(
    issuer: Issuer, canonizer: Canonizer, document: Callable[[Issuer], str | bytes], fault: str
) -> None:
    data = document(issuer)
    report, seconds, grown = measured(lambda: verify(data, issuer.resources(), NOW, canonizer=canonizer))
    failed = [check for check in report.checks if check.outcome == "fail"]
    assert len(failed) == 1
    assert any(words in failed[0].detail for words in fault.split("|")), failed[0].detail
    assert seconds < SECONDS
    assert grown < MEMORY


def test_a_status_list_made_to_hurt_is_no_answer(issuer: Issuer, canonizer: Canonizer) -> None:
    bomb = issuer.status_list()
    bomb["credentialSubject"] |= {"encodedList": "u" + "A" * 5_000_000}
    for found in (bomb, Unavailable("The site issuer.example sent more than is read.")):
        report, seconds, _ = measured(
            lambda found=found: verify(  # type: ignore[misc]
                json.dumps(issuer.badge()), issuer.resources(status=found), NOW, canonizer=canonizer
            )
        )
        assert report.check("status").reason == "status_unavailable"
        assert seconds < SECONDS


def measured(run: Callable[[], Any]) -> tuple[Report, float, int]:
    """The answer, with the seconds of work that it took and the bytes by which the process grew."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    report = run()
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert isinstance(report, Report)
    return report, seconds, grown
