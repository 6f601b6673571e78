"""What programs say of badges: values of custom fields, evidence, and which micro-credential is meant."""

from collections.abc import Mapping
from typing import Annotated, cast

from ninja import Field, Schema
from pydantic import ConfigDict

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.profiles.api_parts import no_such_achievement
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.openbadges import Evidence

FieldValue = Annotated[str, Field(max_length=2000)] | bool | int | float
SLUG = "^[a-z0-9-]*$"


class EvidenceIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=300)
    url: str = Field("", max_length=2000)
    narrative: str = Field("", max_length=4000)

    def part(self) -> Evidence:
        """This function will return it as it stands in a badge."""
        return Evidence(name=self.name, id=self.url, narrative=self.narrative)


def as_texts(fields: Mapping[str, FieldValue]) -> dict[str, str]:
    """This function will return values of custom fields as the services read them."""
    return {
        key: str(value).lower() if isinstance(value, bool) else format(value) for key, value in fields.items()
    }


def own_version(organisation: Profile, slug: str, field: str = "achievement") -> AchievementVersion:
    """This function will return what of an organisation's own is published as `slug`, or answer 404 naming `field`."""
    version = issuable_versions(organisation).filter(achievement__slug=slug).first()
    if version is None:
        raise no_such_achievement(field)
    return cast(AchievementVersion, version)
