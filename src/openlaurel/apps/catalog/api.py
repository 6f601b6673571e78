"""The catalogue for programs: what is published, in pages, and one achievement in full. Open to everybody."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import (
    Filters,
    Framework,
    achievement_of,
    achievement_url,
    get_published,
    version_url,
    written_as,
)
from openlaurel.apps.catalog.queries.custom_fields import fields_asked
from openlaurel.apps.catalog.queries.search import found_versions
from openlaurel.apps.catalog.registry import earnable_ids
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.fields import MOST_FIELDS

router = Router(tags=["achievements"])


class OrganisationOut(Schema):
    handle: str
    name: str


class AchievementOut(Schema):
    """One line of the catalogue: the published version of an achievement."""

    slug: str
    url: str
    version: int
    name: str
    description: str
    achievement_type: str
    level: str
    language: str
    country: str
    workload_hours: int
    ects: Decimal | None
    price_amount: Decimal
    price_currency: str
    validity_months: int | None
    organisation: OrganisationOut
    image: str
    published_at: datetime

    @classmethod
    def of(cls, version: AchievementVersion, **more: Any) -> "AchievementOut":
        """This function will read a version with its achievement and organisation."""
        columns = {
            name: getattr(version, name)
            for name in (
                *("name", "description", "achievement_type", "level", "language", "country", "published_at"),
                *("workload_hours", "ects", "price_amount", "price_currency", "validity_months"),
            )
        }
        organisation = version.achievement.organisation
        return cls(
            slug=version.achievement.slug,
            url=achievement_url(version),
            version=version.number,
            organisation=OrganisationOut(handle=organisation.handle, name=organisation.name),
            image=f"{version_url(version)}/image.png",
            **columns,
            **more,
        )


class AchievementPage(Schema):
    """`count` is the number of all matches, not only of those on this page."""

    items: list[AchievementOut]
    count: int


class AchievementFull(AchievementOut):
    """All that a definition says; `open_badges` is the Achievement as it stands in signed badges."""

    awarding_body_name: str
    awarding_body_url: str
    eqf_level: int | None
    credits: Decimal | None
    participation: str
    assessment_type: str
    supervision: str
    identity_check: str
    quality_assurance: str
    prerequisites: str
    required: list[str]
    outcomes: list[str]
    how_awarded: str
    is_offered: bool
    open_badges: dict[str, Any]


class CatalogueQuery(Schema):
    q: str = Field(
        "", max_length=200, description="Words that must all be found; case and accents don't count."
    )
    level: Literal["", "foundation", "intermediate", "advanced", "expert"] = ""
    language: str = Field("", max_length=12, description="Code of the language, such as en.")
    organisation: str = Field("", max_length=60, description="Handle of the organisation.")
    hours: Literal["", "10", "40", "100", "more"] = Field(
        "", description="Up to 10, 11 to 40, 41 to 100, more."
    )
    price: Literal["", "free", "paid"] = ""
    delivery: Literal["", "online", "onsite", "blended"] = ""
    credit: bool = Field(False, description="Only what counts as academic credit or continuing education.")
    earn_here: bool = Field(False, description="Only what can be earned on this site.")
    order: Literal["best", "newest", "name", "shortest"] = "best"
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get(
    "", auth=None, response={200: AchievementPage, 422: Problem}, summary="List published achievements"
)
def list_achievements(request: HttpRequest, query: Query[CatalogueQuery]) -> AchievementPage:
    """Search and filter the catalogue, a page at a time."""
    found = found_versions(
        Filters(
            words=query.q,
            level=query.level,
            language=query.language,
            organisation=query.organisation,
            hours=query.hours,
            price=query.price,
            delivery=query.delivery,
            credit=query.credit,
            order=query.order,
            only=earnable_ids() if query.earn_here else None,
        )
    )
    page = found[query.offset : query.offset + query.limit]
    return AchievementPage(items=[AchievementOut.of(version) for version in page], count=found.count())


class LossOut(Schema):
    """`not_held`: the definition says it and the framework has no place for it; `missing`: the framework asks for it."""

    field: str
    kind: Literal["not_held", "missing"]
    sentence: str


class FrameworkOut(Schema):
    """`document` is in the framework's own terms: JSON-LD, or for annex-i a list of elements."""

    document: dict[str, Any] | list[dict[str, Any]]
    losses: Annotated[list[LossOut], Field(max_length=100)]


@router.get(
    "/{slug}/frameworks/{framework}",
    auth=None,
    response={200: FrameworkOut, 404: Problem},
    summary="Read one achievement in the terms of another framework",
)
def read_in_framework(request: HttpRequest, slug: str, framework: Framework) -> FrameworkOut:
    """CTDL (`ceterms:`), the European Learning Model v3, the elements of EU 2022/C 243/02 Annex I, Open Badges 3.0 or
    CLR 2.0, and what each lacks."""
    try:
        export = written_as(get_published(slug), framework)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None
    losses = [
        LossOut(field=loss.field, kind=loss.kind.value, sentence=loss.sentence) for loss in export.losses
    ]
    return FrameworkOut(document=export.document, losses=losses)


class ChoiceOut(Schema):
    """`value` is what is sent and kept; `labels` are its names by language."""

    value: str
    labels: dict[str, str]


class FieldOut(Schema):
    """A custom field. `place` is where the signed badge says it (Open Badges 3.0, AchievementSubject): result, role,
    term, licenseNumber, creditsEarned, activityStartDate or activityEndDate; "" for a private one. `least` and `most`
    bound a number or a date; `most` is a text's longest length."""

    key: str
    kind: Literal["text", "number", "date", "choice", "url", "yes_no"]
    labels: dict[str, str]
    is_required: bool
    asked_of: Literal["issuer", "recipient"]
    place: str
    least: str
    most: str
    choices: list[ChoiceOut]
    preset: str


class FieldsOut(Schema):
    fields: list[FieldOut] = Field(max_length=MOST_FIELDS)


@router.get(
    "/{slug}/fields",
    auth=ApiKeyAuth(Scope.AWARDS_ISSUE),
    response={200: FieldsOut, 401: Problem, 403: Problem, 404: Problem, 429: Problem},
    summary="Read the custom fields of one of your achievements",
)
def read_fields(request: HttpRequest, slug: str) -> FieldsOut:
    """What is asked with each badge that is issued now: the achievement's own fields, then those of its programmes."""
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    achievement = organisation.achievements.filter(slug=slug).first()
    if achievement is None:
        raise Http404
    asked = fields_asked(achievement.pk)
    return FieldsOut(fields=[FieldOut.model_validate(spec, from_attributes=True) for spec in asked])


@router.get(
    "/{slug}", auth=None, response={200: AchievementFull, 404: Problem}, summary="Read one achievement"
)
def read_achievement(request: HttpRequest, slug: str) -> AchievementFull:
    """The published version in full, also when it is no longer offered."""
    try:
        version = get_published(slug)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None
    columns = {
        name: getattr(version, name)
        for name in AchievementFull.__annotations__
        if name not in {"required", "is_offered", "open_badges"}
    }
    full = AchievementFull.of(
        version,
        **columns,
        required=list(version.required.order_by("slug").values_list("slug", flat=True)),
        is_offered=version.achievement.archived_at is None,
        open_badges=achievement_of(version).as_json(),
    )
    assert isinstance(full, AchievementFull)
    return full
