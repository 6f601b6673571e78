"""Definitions to write out: one that says everything, one that says next to nothing, and any."""

from dataclasses import fields, replace
from decimal import Decimal

from hypothesis import strategies as st

from openlaurel.core.frameworks import Definition, SkillClaim

FULL = Definition(
    address="https://laurel.example/achievements/soil-sampling",
    name="Soil sampling",
    language="en",
    description="Takes samples that a laboratory can use.",
    outcomes=("Plans a grid of samples.", "Keeps a sample clean."),
    criteria="Hand in a plan and pass the quiz.",
    level="intermediate",
    country="IE",
    awarding_body_name="Moss Institute",
    awarding_body_url="https://moss.example/",
    eqf_level=5,
    workload_hours=60,
    ects=Decimal("2.5"),
    participation="blended",
    assessment_type="Practical task",
    supervision="onsite",
    identity_check="Passport shown on site",
    quality_assurance="Reviewed each year by the national agency",
    prerequisites="Basic chemistry",
    required=("https://laurel.example/achievements/chemistry",),
    price_amount=Decimal("49.50"),
    price_currency="EUR",
    validity_months=24,
    stackability="Counts towards the diploma in soil science",
    credits=Decimal("3"),
    how_awarded="By the board in June",
    tags=("soil", "field work"),
    skills=(
        SkillClaim(
            url="https://skills.example/sampling",
            name="Sampling",
            level="advanced",
            code="S-1",
            framework="Field skills",
            description="Takes samples.",
        ),
    ),
)
BARE = Definition(address="https://laurel.example/achievements/bare", name="Bare", language="en")

WORDS = st.text(max_size=12)
ADDRESSES = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z]{0,8}", fullmatch=True)
LEVELS = st.sampled_from(["", "foundation", "intermediate", "advanced", "expert"])


def _decimals(places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=0, max_value=9999, places=places)


SKILLS = st.builds(
    SkillClaim, url=ADDRESSES, name=WORDS, level=LEVELS, code=WORDS, framework=WORDS, description=WORDS
)
ANY = st.builds(
    Definition,
    address=ADDRESSES,
    name=st.text(min_size=1, max_size=12),
    language=st.sampled_from(["en", "es", "ar", "pt-BR", "tlh"]),
    description=WORDS,
    outcomes=st.lists(WORDS, max_size=3).map(tuple),
    criteria=WORDS,
    achievement_type=st.sampled_from(["MicroCredential", "Certification", "Badge", "Course", "ext:Own"]),
    level=LEVELS,
    country=st.sampled_from(["", "IE", "ES", "EG", "XX"]),
    awarding_body_name=WORDS,
    awarding_body_url=st.just("") | ADDRESSES,
    eqf_level=st.none() | st.integers(1, 8),
    workload_hours=st.integers(0, 5000),
    ects=st.none() | _decimals(1),
    participation=st.sampled_from(["", "online", "onsite", "blended"]),
    assessment_type=WORDS,
    supervision=st.sampled_from(["", "none", "onsite", "online"]),
    identity_check=WORDS,
    quality_assurance=WORDS,
    prerequisites=WORDS,
    required=st.lists(ADDRESSES, max_size=2).map(tuple),
    price_amount=_decimals(2),
    price_currency=st.sampled_from(["", "EUR", "EGP"]),
    validity_months=st.none() | st.integers(1, 600),
    stackability=WORDS,
    credits=st.none() | _decimals(2),
    how_awarded=WORDS,
    tags=st.lists(WORDS, max_size=3).map(tuple),
    skills=st.lists(SKILLS, max_size=2).map(tuple),
)


def changes(definition: Definition, other: Definition):
    """Each field in which the two differ, with the first definition changed in that field alone."""
    for field in fields(Definition):
        if getattr(definition, field.name) != getattr(other, field.name):
            yield field.name, replace(definition, **{field.name: getattr(other, field.name)})
