"""What a published achievement says about itself, as a value that every framework is written from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openlaurel.core.frameworks.errors import NotADefinition


@dataclass(frozen=True)
class SkillClaim:
    """A skill that the achievement proves; `level` is one of foundation, intermediate, advanced and expert."""

    url: str
    name: str
    level: str = ""
    code: str = ""
    framework: str = ""
    description: str = ""


@dataclass(frozen=True)
class Definition:
    """All that a published version says in words and numbers; its picture and its result scales stay outside.

    `address` is where the achievement is shown. `language` is a BCP 47 tag, `country` ISO 3166-1 alpha-2,
    `price_currency` ISO 4217. `criteria` is Markdown. `required` are the addresses of achievements to be earned
    before. `level`, `participation` and `supervision` take the catalogue's words. Empty means not said.
    """

    address: str
    name: str
    language: str
    description: str = ""
    outcomes: tuple[str, ...] = ()
    criteria: str = ""
    achievement_type: str = "MicroCredential"
    level: str = ""
    country: str = ""
    awarding_body_name: str = ""
    awarding_body_url: str = ""
    eqf_level: int | None = None
    workload_hours: int = 0
    ects: Decimal | None = None
    participation: str = ""
    assessment_type: str = ""
    supervision: str = ""
    identity_check: str = ""
    quality_assurance: str = ""
    prerequisites: str = ""
    required: tuple[str, ...] = ()
    price_amount: Decimal = Decimal(0)
    price_currency: str = ""
    validity_months: int | None = None
    stackability: str = ""
    credits: Decimal | None = None
    how_awarded: str = ""
    tags: tuple[str, ...] = ()
    skills: tuple[SkillClaim, ...] = ()

    def __post_init__(self) -> None:
        for field in ("address", "name", "language"):
            if not getattr(self, field):
                raise NotADefinition(
                    f"A definition needs its {field}, which is empty: give what the published version says."
                )

    def says(self, field: str) -> bool:
        """This function will tell whether `field` differs from its default, which stands for not said.

        "skills.level" asks whether any skill has a level. Zero credits are said, zero hours aren't.
        """
        name, _, part = field.partition(".")
        value = getattr(self, name)
        if part:
            return any(getattr(item, part) for item in value)
        return bool(value != getattr(Definition, name, ""))
