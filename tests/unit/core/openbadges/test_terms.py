"""What a stranger wrote wrongly is refused, and the error says where it stands."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.core.openbadges import (
    AchievementCredential,
    BadForm,
    BadTerm,
    EndorsementCredential,
    EndorsementSubject,
    MissingTerm,
    NestedTooDeep,
    Profile,
    UnknownTerm,
    UnknownWord,
    WrongKind,
)

SUBJECT = "credentialSubject"
ACHIEVEMENT = f"{SUBJECT}.achievement"


def test_a_signed_badge_is_read_and_written_as_it_stands(issuer: Issuer) -> None:
    badge = issuer.badge()
    read = AchievementCredential.read(badge)
    assert read.as_json() == badge
    assert read.subject.achievement.alignments[0].code == "T1"
    assert read.subject.identifiers[0].type == "emailAddress"
    assert isinstance(read.issuer, Profile)
    assert read.issuer.name == "Harbour Institute"


def test_what_a_badge_says_beyond_the_standard_is_kept(issuer: Issuer) -> None:
    badge = issuer.badge()
    badge["x-note"] = {"deep": [1]}
    badge[SUBJECT]["achievement"]["specialization"] = ""
    badge[SUBJECT]["achievement"]["type"].insert(0, "ext:Course")
    assert AchievementCredential.read(badge).as_json() == badge


def test_an_endorsement_in_either_form_is_part_of_what_it_endorses() -> None:
    endorsement = EndorsementCredential(
        id="urn:uuid:1",
        name="Well made",
        issuer="did:web:body.example",
        subject=EndorsementSubject("did:web:issuer.example", "They know the sea."),
        valid_from="2026-01-01T00:00:00+02:00",
        proofs=({"type": "DataIntegrityProof", "proofValue": "z1"},),
    )
    profile = Profile(
        "did:web:issuer.example", endorsements=(endorsement,), endorsement_jwts=("e30.e30.c2ln",)
    )
    document = profile.as_json()
    assert document["endorsement"][0]["credentialSubject"]["endorsementComment"] == "They know the sea."
    assert document["endorsementJwt"] == ["e30.e30.c2ln"]
    assert Profile.read(document) == profile


FLAWS: list[tuple[str, Any, type[BadTerm], str]] = [
    (f"{SUBJECT}", "ana", WrongKind, SUBJECT),
    (f"{ACHIEVEMENT}.name", None, WrongKind, f"{ACHIEVEMENT}.name"),
    (f"{ACHIEVEMENT}.name", "", MissingTerm, f"{ACHIEVEMENT}.name"),
    (f"{ACHIEVEMENT}.id", "tides", BadForm, f"{ACHIEVEMENT}.id"),
    (f"{ACHIEVEMENT}.type", "Achievement", WrongKind, f"{ACHIEVEMENT}.type"),
    (f"{ACHIEVEMENT}.type", ["Badge"], UnknownWord, f"{ACHIEVEMENT}.type"),
    (f"{ACHIEVEMENT}.achievementType", "Sticker", UnknownWord, f"{ACHIEVEMENT}.achievementType"),
    (f"{ACHIEVEMENT}.achievementType", "ext:", UnknownWord, f"{ACHIEVEMENT}.achievementType"),
    (f"{ACHIEVEMENT}.inLanguage", "English", BadForm, f"{ACHIEVEMENT}.inLanguage"),
    (f"{ACHIEVEMENT}.creditsAvailable", True, WrongKind, f"{ACHIEVEMENT}.creditsAvailable"),
    (f"{ACHIEVEMENT}.creditsAvailable", float("inf"), BadForm, f"{ACHIEVEMENT}.creditsAvailable"),
    (f"{ACHIEVEMENT}.criteria", "Pass.", WrongKind, f"{ACHIEVEMENT}.criteria"),
    (f"{ACHIEVEMENT}.alignment.0.targetType", "Skill", UnknownWord, f"{ACHIEVEMENT}.alignment[0].targetType"),
    (f"{ACHIEVEMENT}.image.width", 3, UnknownTerm, f"{ACHIEVEMENT}.image.width"),
    (f"{ACHIEVEMENT}.endorsementJwt", ["a.b"], BadForm, f"{ACHIEVEMENT}.endorsementJwt[0]"),
    (f"{ACHIEVEMENT}.endorsement", [{}], MissingTerm, f"{ACHIEVEMENT}.endorsement[0].type"),
    (f"{SUBJECT}.identifier.1.identityType", "nickname", UnknownWord, f"{SUBJECT}.identifier[1].identityType"),
    (f"{SUBJECT}.identifier.1.hashed", "yes", WrongKind, f"{SUBJECT}.identifier[1].hashed"),
    (f"{SUBJECT}.identifier.1.more", "yes", UnknownTerm, f"{SUBJECT}.identifier[1].more"),
    (f"{SUBJECT}.result.0.status", "ext:Nearly", UnknownWord, f"{SUBJECT}.result[0].status"),
    (f"{SUBJECT}.activityEndDate", "2026-01-01", BadForm, f"{SUBJECT}.activityEndDate"),
    ("@context", ["https://www.w3.org/2018/credentials/v1"], BadForm, "@context[0]"),
    ("type", ["VerifiableCredential"], UnknownWord, "type"),
    ("issuer.dateOfBirth", "2001-02-30", BadForm, "issuer.dateOfBirth"),
    ("issuer.otherIdentifier", [{"type": "IdentifierEntry", "identifier": "1"}], MissingTerm,
     "issuer.otherIdentifier[0].identifierType"),
    ("issuer.address", {"type": ["Address"], "geo": {"type": "Geo"}}, UnknownWord, "issuer.address.geo.type"),
    ("validFrom", "yesterday", BadForm, "validFrom"),
    ("proof", {"type": "DataIntegrityProof"}, WrongKind, "proof"),
    ("termsOfUse", [{"id": "https://issuer.example/terms"}], MissingTerm, "termsOfUse[0].type"),
    ("refreshService", {"type": "Refresh"}, MissingTerm, "refreshService.id"),
    ("credentialSchema", [{"id": "schema", "type": "1EdTechJsonSchemaValidator2019"}], BadForm,
     "credentialSchema[0].id"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value", "error", "path"), FLAWS, ids=[f"{f[0]}={f[1]!r}"[:60] for f in FLAWS]
)
def test_what_is_malformed_is_refused_where_it_stands(
    issuer: Issuer, place: str, value: Any, error: type[BadTerm], path: str
) -> None:
    badge = changed(issuer.badge(), place, lambda _: value)
    with pytest.raises(BadTerm) as caught:
        AchievementCredential.read(badge)
    assert (type(caught.value), caught.value.path) == (error, path)
    assert str(caught.value).startswith(path)


def test_a_badge_about_nobody_is_refused(issuer: Issuer) -> None:
    badge = issuer.badge()
    del badge[SUBJECT]["identifier"]
    with pytest.raises(MissingTerm, match="whom it is about"):
        AchievementCredential.read(badge)


def test_organisations_within_organisations_end_somewhere() -> None:
    document: dict[str, Any] = {"id": "urn:x:1", "type": ["Profile"]}
    for _ in range(100):
        document = {"id": "urn:x:1", "type": ["Profile"], "parentOrg": document}
    with pytest.raises(NestedTooDeep):
        Profile.read(document)


def changed(document: dict[str, Any], place: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """A copy in which what stands at `place` is another."""
    copy = deepcopy(document)
    target: Any = copy
    *way, last = place.split(".")
    for step in way:
        target = target[int(step) if step.isdigit() else step]
    target[last] = change(target.get(last))
    return copy
