"""Whatever a stranger makes of a good badge: verification answers, and verifies nothing that says something else."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Report, Unavailable, compare_recipient, verify

CANONIZER = Canonizer(load_bundle())
ISSUER = Issuer(CANONIZER)
BADGE = json.loads(json.dumps(ISSUER.badge()))
CANONICAL = CANONIZER.canonicalize_slowly({key: value for key, value in BADGE.items() if key != "proof"})


class OutOfReach(dict[str, Any]):
    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Unavailable:
        return Unavailable("It is out of reach.")


RESOURCES = OutOfReach(ISSUER.resources())


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, entry in value.items():
            found += places(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            found += places(entry, (*path, index))
    return found


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["", "did:key:z6Mk", "_:b0", "@type", "https://a.example/", "2030-01-01T00:00:00Z", "1", "urn:x"]
    )
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "type", "@id", "@value", "@context", "@type", "name", "@graph", "validUntil", "proof"]
            )
            | st.text(max_size=4),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(places(BADGE)), st.sampled_from(["replace", "remove", "wrap", "add", "double"]), anything
)
def test_no_altered_badge_verifies_or_raises(path: tuple[Any, ...], how: str, value: Any) -> None:
    holder = {"root": copy.deepcopy(BADGE)}
    target: Any = holder
    *steps, last = ("root", *path)
    for step in steps:
        target = target[step]
    if how == "replace":
        target[last] = value
    elif how == "remove":
        del target[last]
    elif how == "wrap":
        target[last] = [target[last]]
    elif how == "double":
        target[last] = [target[last], target[last]]
    elif isinstance(target[last], dict):
        target[last][str(value)[:20]] = value
    else:
        target[last] = [target[last], value]
    document = holder.get("root")
    report = verify(json.dumps(document), RESOURCES, NOW, canonizer=CANONIZER)
    assert isinstance(report, Report)
    compare_recipient(report, "Ana Sousa")
    json.dumps(report.as_json())
    if report.verified:
        unsecured = {key: entry for key, entry in document.items() if key != "proof"}
        assert CANONIZER.canonicalize_slowly(unsecured) == CANONICAL


@settings(max_examples=200, deadline=None)
@given(anything, anything)
def test_no_published_document_raises(did: Any, status: Any) -> None:
    for resources in (
        {ISSUER.did: did, ISSUER.list_url: status},
        {ISSUER.did: ISSUER.did_json(), ISSUER.list_url: status},
        {ISSUER.did: {**ISSUER.did_json(), "verificationMethod": did, "assertionMethod": status}},
    ):
        report = verify(json.dumps(BADGE), OutOfReach(resources), NOW, canonizer=CANONIZER)
        assert isinstance(report, Report)
        assert not report.verified
