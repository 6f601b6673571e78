from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.openbadges import (
    EMAIL,
    BadDefinition,
    Criteria,
    Evidence,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    hash_identity,
)
from openlaurel.core.proofs.shapes import Canonizer


def test_every_field_of_a_full_badge_is_signed(issuer: Issuer, canonizer: Canonizer) -> None:
    rubric = ResultDescription(
        "urn:uuid:1",
        "Planning",
        "RubricCriterionLevel",
        levels=(RubricCriterionLevel("urn:uuid:2", "Sure", "Plans with a margin", "3"),),
    )
    quiz = ResultDescription(
        "urn:uuid:3", "Quiz", "Percent", value_min="0", value_max="100", required_value="80"
    )
    creator = Profile(
        "https://body.example/", "Sea Board", "https://body.example/", "a@body.example", "Sets it"
    )
    document = issuer.credential(
        achievement=issuer.achievement(
            creator=creator,
            result_descriptions=(rubric, quiz),
            version="2",
            field_of_study="Navigation",
            criteria=Criteria("Plan one passage.", "https://issuer.example/criteria"),
        ),
        subject_id="did:key:z6MkholderHolderHolder",
        narrative="Planned two passages.",
        results=[
            Result("urn:uuid:1", achieved_level="urn:uuid:2"),
            Result("urn:uuid:3", value="92", status="Completed"),
        ],
        evidence=[Evidence("Plan", "https://issuer.example/plan.pdf", "Two tides.", "A plan", "Document")],
    )
    canonical = canonizer.canonicalize_slowly(document).decode()
    for text in texts_of({key: value for key, value in document.items() if key != "@context"}):
        assert text in canonical


def texts_of(value: Any, key: str = "") -> list[str]:
    if isinstance(value, str):
        return [] if key in {"type", "targetType"} or key.startswith("result") else [value]
    if isinstance(value, list):
        return [text for entry in value for text in texts_of(entry, key)]
    if isinstance(value, dict):
        return [text for name, entry in value.items() for text in texts_of(entry, name)]
    return []


def test_no_address_of_a_recipient_stands_in_a_badge(issuer: Issuer) -> None:
    assert "ana@learners.example" not in str(issuer.badge())
    assert "Ana Sousa" not in str(issuer.badge())


def test_dates_are_in_utc_to_the_second(issuer: Issuer) -> None:
    moment = datetime(2026, 1, 1, 1, 30, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    assert issuer.credential(valid_from=moment)["validFrom"] == "2025-12-31T23:30:00Z"


def test_what_is_empty_is_left_out_rather_than_signed_as_nothing(issuer: Issuer) -> None:
    document = issuer.credential(evidence=[], results=[], valid_until=None, status=None, narrative="")
    assert not {"evidence", "validUntil", "credentialStatus"} & set(document)
    assert not {"result", "narrative", "id"} & set(document["credentialSubject"])
    assert (
        issuer.credential(achievement=issuer.achievement(credits=0))["credentialSubject"]["achievement"][
            "creditsAvailable"
        ]
        == 0
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"recipients": []}, "whom it is about"),
        ({"valid_until": NOW - timedelta(days=9999)}, "must end after it begins"),
        ({"results": [Result("urn:uuid:other", "1")]}, "doesn't describe"),
        ({"valid_from": datetime(2026, 1, 1)}, "needs a time zone"),
    ],
)
def test_a_badge_that_says_nothing_sensible_is_not_built(
    issuer: Issuer, fields: dict[str, Any], fault: str
) -> None:
    with pytest.raises(BadDefinition, match=fault):
        issuer.credential(**fields)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"achievement_type": "Sticker"},
            "credentialSubject.achievement.achievementType: 'Sticker' is none of",
        ),
        (
            {"result_descriptions": (ResultDescription("urn:uuid:1", "x", "Stars"),)},
            r"resultDescription\[0\].resultType: 'Stars' is none of",
        ),
    ],
)
def test_words_outside_of_the_standard_are_refused(
    issuer: Issuer, fields: dict[str, Any], fault: str
) -> None:
    with pytest.raises(BadDefinition, match=fault):
        issuer.credential(achievement=issuer.achievement(**fields), results=[])


def test_a_holder_may_be_named_by_an_id_alone(issuer: Issuer) -> None:
    subject = issuer.credential(recipients=[], subject_id="did:key:z6Mk")["credentialSubject"]
    assert subject["id"] == "did:key:z6Mk"
    assert "identifier" not in subject


def test_the_status_entry_names_the_list_and_the_place(issuer: Issuer) -> None:
    entry = issuer.credential(index=5)["credentialStatus"]
    assert entry["id"] == f"{issuer.list_url}#5"
    assert entry["statusPurpose"] == "revocation"


def test_one_recipient_alone_is_enough(issuer: Issuer) -> None:
    only = hash_identity("ana@learners.example", identity_type=EMAIL, salt="s")
    assert len(issuer.credential(recipients=[only])["credentialSubject"]["identifier"]) == 1
