"""The promise of compiled shapes: byte for byte what the full processor writes, or the full processor itself."""

import hashlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.core.issuers import Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.openbadges import EMAIL, NAME, hash_identity
from openlaurel.core.proofs.errors import HiddenTerm, ProofsError, UndefinedTerm
from openlaurel.core.proofs.shapes import Canonizer, NotSound, replace_leaves, structure

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
FAST = Canonizer(load_bundle())  # one for all examples, so that a shape meets documents it wasn't made from
SLOW = Canonizer(load_bundle())

texts = st.sampled_from(
    ["", "a", "b", "%s", "100%", '"', "\\", "\n", "urn:x:a", "_:b0", "€", "😀", "\ufb33"]
) | st.text(max_size=12)
addresses = st.sampled_from(
    [
        "urn:uuid:1",
        "https://a.example/x",
        "did:web:a.example",
        "https://a.example/ü?x=%20",
        "ceasn:Competency",
        "_:b0",
        "_:node",
        "relative",
        "https://a.example/with space",
        "https://a.example/\u00a0",
        "http:/one-slash",
        "mailto:a@b.example",
        "HTTPS://A.example",
        "",
    ]
) | st.text(max_size=6).map(lambda text: f"https://a.example/{text}")
language_values = st.fixed_dictionaries(
    {"@value": texts, "@language": st.sampled_from(["en", "ar", "de-AT"])}
)
alignments = st.fixed_dictionaries(
    {"type": st.just(["Alignment"]), "targetName": texts, "targetUrl": addresses},
    optional={"targetType": st.sampled_from(["ceasn:Competency", "CFItem", "ext:other"])},
)
evidence = st.fixed_dictionaries(
    {"type": st.sampled_from([["Evidence"], "Evidence"])}, optional={"id": addresses, "name": texts}
)
identities = st.fixed_dictionaries(
    {"type": st.just("IdentityObject"), "hashed": st.booleans(), "identityHash": texts, "identityType": texts}
)
documents = st.fixed_dictionaries(
    {
        "@context": st.just(CONTEXTS),
        "id": addresses,
        "type": st.just(["VerifiableCredential", "OpenBadgeCredential"]),
        "issuer": st.fixed_dictionaries({"id": addresses, "type": st.just(["Profile"]), "name": texts}),
        "validFrom": texts,
        "credentialSubject": st.fixed_dictionaries(
            {
                "type": st.just(["AchievementSubject"]),
                "achievement": st.fixed_dictionaries(
                    {"id": addresses, "type": st.just(["Achievement"]), "name": texts},
                    optional={
                        "creditsAvailable": st.sampled_from([1, 2.5, 0]),
                        "tag": st.lists(texts, max_size=2),
                        "alignment": st.lists(alignments, max_size=3),
                    },
                ),
            },
            optional={"id": addresses, "identifier": st.lists(identities, max_size=3)},
        ),
    },
    optional={"name": texts | language_values, "evidence": st.lists(evidence, max_size=3)},
)


def outcome(canonicalize: Any, document: dict[str, Any]) -> tuple[str, bytes | str]:
    try:
        return "canonical", canonicalize(document)
    except ProofsError as error:
        return type(error).__name__, str(error)


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(documents)
def test_a_shape_writes_what_the_full_processor_writes(document: dict[str, Any]) -> None:
    expected = outcome(SLOW.canonicalize_slowly, document)
    assert outcome(FAST.canonicalize, document) == expected
    assert outcome(FAST.canonicalize, document) == expected  # now surely by the shape, where there is one


def test_badges_of_one_programme_need_one_run_of_the_full_processor(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    canonizer = Canonizer(load_bundle())
    canonizer.canonicalize(issuer.credential())
    monkeypatch.setattr(canonizer, "canonicalize_slowly", None)
    for index in range(40):
        document = issuer.credential(index=index, id=f"https://issuer.example/awards/{index}", narrative="")
        assert canonizer.canonicalize(document) == SLOW.canonicalize_slowly(document)


def test_several_blank_nodes_get_the_labels_that_their_values_give_them(issuer: Issuer) -> None:
    """Two identities of one subject look alike from outside, which RDFC-1.0 counts as two and not as one."""
    for number in range(30):
        recipients = [
            hash_identity(f"person{number}@a.example", identity_type=EMAIL, salt=f"s{number}"),
            hash_identity(f"Person {number}", identity_type=NAME, salt=f"t{number}"),
        ]
        document = issuer.credential(recipients=recipients)
        assert FAST.canonicalize(document) == SLOW.canonicalize_slowly(document)


def test_two_equal_blank_nodes_go_the_long_way(issuer: Issuer) -> None:
    twin = {"type": ["Alignment"], "targetName": "Same", "targetUrl": "https://skills.example/same"}
    document = issuer.credential()
    document["credentialSubject"]["achievement"]["alignment"] = [twin, dict(twin)]
    shape = FAST.compile(document)
    leaves: list[str] = []
    structure(document, leaves)
    with pytest.raises(NotSound, match="only their neighbours"):
        shape.fill(leaves)
    assert FAST.canonicalize(document) == SLOW.canonicalize_slowly(document)


@pytest.mark.parametrize(
    "value", ["has space", "relative", "\u00a0", "javascript:x", "https://a.example/\ud800"]
)
def test_a_value_that_is_no_plain_address_is_not_filled_in(issuer: Issuer, value: str) -> None:
    document = issuer.credential()
    shape = FAST.compile(document, [0])  # the credential's id
    shape.fill(["https://issuer.example/awards/2"])
    with pytest.raises(NotSound):
        shape.fill([value])


def test_a_text_that_reaches_no_quad_is_never_signed_by_a_template() -> None:
    document = {
        "@context": CONTEXTS,
        "type": ["VerifiableCredential"],
        "id": "urn:uuid:1",
        "nonsense": "unsigned",
    }
    with pytest.raises(UndefinedTerm):
        FAST.compile(document)


@pytest.mark.parametrize(
    "context",
    [
        [*CONTEXTS, {"kind": "@type"}],
        [*CONTEXTS, {"urn": "https://elsewhere.example/"}],
        [*CONTEXTS, {"extra": {"@id": "urn:x:extra", "@type": "@json"}}],
    ],
)
def test_a_document_that_brings_its_own_terms_goes_the_long_way(context: Any) -> None:
    canonizer = Canonizer(load_bundle())
    for kind in ("VerifiableCredential", "BitstringStatusListCredential"):
        document = {"@context": context, "id": "urn:uuid:1", "type": [kind], "name": "x"}
        if "kind" in str(context):
            document["kind"] = document.pop("type")[0]
        assert outcome(canonizer.canonicalize, document) == outcome(SLOW.canonicalize_slowly, document)


def test_strangers_documents_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    canonizer = Canonizer(load_bundle(), max_shapes=4)
    base = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "id": "urn:uuid:1"}
    for count in range(12):
        canonizer.canonicalize(base | {"credentialSubject": [{"name": "x"}] * count})
    assert len(canonizer._shapes) == 4
    large = base | {"credentialSubject": [{"name": str(number)} for number in range(600)]}
    long = base | {"type": ["VerifiableCredential", "urn:x:" + "long" * 20_000]}
    for document in (large, long):
        before = list(canonizer._shapes)
        canonizer.canonicalize(document)
        assert list(canonizer._shapes) == before


def test_a_known_shape_excuses_no_document_from_saying_something_further_down(issuer: Issuer) -> None:
    """Two documents of one structure, in the second of which an endorsement speaks for the badge itself."""
    canonizer = Canonizer(load_bundle())
    badge = issuer.credential()
    types = ["VerifiableCredential", "EndorsementCredential"]
    until = {"type": types, "validUntil": "2036-01-01T00:00:00Z"}
    apart = {**badge, "endorsement": [{"id": "urn:uuid:1", **until}]}
    moved = {**badge, "endorsement": [{"id": badge["id"], **until}]}
    assert structure(apart, []) == structure(moved, [])
    assert canonizer.canonicalize_checked(apart) == canonizer.canonicalize_slowly(apart)
    with pytest.raises(HiddenTerm):
        canonizer.canonicalize_checked(moved)
    with pytest.raises(HiddenTerm):
        canonizer.canonicalize_checked({**badge, "https://schema.org/name": "x"})


def test_options_that_come_again_are_hashed_as_they_are(issuer: Issuer) -> None:
    canonizer = Canonizer(load_bundle())
    signed = issuer.sign(issuer.credential())["proof"][0]
    options = {name: value for name, value in signed.items() if name != "proofValue"}
    same = dict(reversed(options.items()))
    other = {**options, "created": "2026-01-01T00:00:00Z"}
    long = {**options, "challenge": "x" * 3000}
    for asked in (options, other, same, long, {**options, "nonce": "x"}, options, other, long):
        expected = SLOW.canonicalize_slowly({**asked, "@context": CONTEXTS})
        assert canonizer.hash_options(asked, CONTEXTS) == hashlib.sha256(expected).digest()
    assert len(canonizer._options) == 3


def test_options_that_are_changed_afterwards_are_other_options(issuer: Issuer) -> None:
    canonizer = Canonizer(load_bundle())
    options = {"type": "DataIntegrityProof", "proofPurpose": "assertionMethod", "domain": ["a.example"]}
    first = canonizer.hash_options(options, CONTEXTS)
    options["domain"] += ["b.example"]
    assert canonizer.hash_options(options, CONTEXTS) != first


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_programme_writes_what_the_full_processor_writes(data: st.DataObject) -> None:
    """One document in many forms, until what stays the same is known, and then others among them."""
    canonizer = Canonizer(load_bundle())
    base = data.draw(documents)
    leaves: list[str] = []
    structure(base, leaves)
    varying = data.draw(st.sets(st.integers(0, len(leaves) - 1), max_size=4))
    for _ in range(10):
        changed = list(leaves)
        for number in varying:
            changed[number] = data.draw(addresses | texts)
        document = replace_leaves(base, iter(changed))
        assert outcome(canonizer.canonicalize, document) == outcome(SLOW.canonicalize_slowly, document)
    stranger = list(leaves)
    stranger[data.draw(st.integers(0, len(leaves) - 1))] += "x"
    document = replace_leaves(base, iter(stranger))
    assert outcome(canonizer.canonicalize, document) == outcome(SLOW.canonicalize_slowly, document)


def programme_of(issuer: Issuer, count: int = 8) -> Canonizer:
    canonizer = Canonizer(load_bundle())
    for index in range(count):
        canonizer.canonicalize(issuer.credential(index=index, id=f"https://issuer.example/awards/{index}"))
    return canonizer


def test_badges_of_one_programme_are_known_by_what_they_share(issuer: Issuer) -> None:
    canonizer = programme_of(issuer)
    ((_, programme),) = canonizer._programmes
    document = issuer.credential(index=9, id="https://issuer.example/awards/9")
    leaves: list[str] = []
    assert programme.match(document, leaves)
    assert 0 < len(leaves) < 8
    assert programme.fill(leaves) == SLOW.canonicalize_slowly(document)


@pytest.mark.parametrize("value", ["Another name", 1, True, None, ["Sailing"], {"@value": "x"}])
def test_what_a_programme_shares_is_compared(issuer: Issuer, value: Any) -> None:
    """A document that differs from its programme in one place is canonicalized as what it is."""
    canonizer = programme_of(issuer)
    for place in ("name", "id", "validFrom"):
        document = issuer.credential(index=9) | {place: value}
        assert outcome(canonizer.canonicalize, document) == outcome(SLOW.canonicalize_slowly, document)
    changed = issuer.credential(index=9)
    changed["credentialSubject"]["achievement"]["name"] = value
    assert outcome(canonizer.canonicalize, changed) == outcome(SLOW.canonicalize_slowly, changed)


def test_what_happens_to_a_document_afterwards_changes_no_programme(issuer: Issuer) -> None:
    canonizer = Canonizer(load_bundle())
    for index in range(8):
        document = issuer.credential(index=index, id=f"https://issuer.example/awards/{index}")
        canonizer.canonicalize(document)
        document["credentialSubject"]["achievement"]["name"] = "Forged"
        document["type"].append("Forged")
    ((_, programme),) = canonizer._programmes
    assert not programme.match(document, [])
    forged = issuer.credential(index=8)
    forged["credentialSubject"]["achievement"]["name"] = "Forged"
    assert canonizer.canonicalize(forged) == SLOW.canonicalize_slowly(forged)


def test_a_programme_is_widened_by_what_did_not_fit(issuer: Issuer) -> None:
    canonizer = programme_of(issuer)
    for index in range(16):
        document = issuer.credential(
            index=index, id=f"https://issuer.example/awards/{index}", narrative=f"n{index}"
        )
        later = document | {"validFrom": f"2026-02-{index + 1:02}T00:00:00Z"}
        canonizer.canonicalize(document)
        canonizer.canonicalize(later)
    assert len(canonizer._programmes) <= 2
    assert any(programme.match(later, []) for _, programme in canonizer._programmes)


def test_strangers_documents_have_few_programmes_made(issuer: Issuer) -> None:
    """Whatever comes, a structure gets twice as many documents each time before it is looked at again."""
    canonizer = Canonizer(load_bundle())
    made = set()
    for index in range(400):
        document = issuer.credential(index=index, id=f"https://issuer.example/awards/{index}")
        document["credentialSubject"]["achievement"]["description"] = str(index // 8)
        document["name"] = str(index // 9)
        canonizer.canonicalize(document)
        made |= {id(programme) for _, programme in canonizer._programmes}
        assert len(canonizer._programmes) <= 4
    assert len(made) <= 6
