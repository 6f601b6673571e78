"""Claim codes for programs: made, read, changed and stopped."""

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.issuing.api_values import SLUG, FieldValue, as_texts, own_version
from openlaurel.apps.offers.models import ClaimCode
from openlaurel.apps.offers.queries import code_url, list_claim_codes
from openlaurel.apps.offers.services import Terms, change_claim_code, create_claim_code, stop_claim_code
from openlaurel.apps.offers.services.own_fields import still_asked_of_issuer
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, IdempotencyHeader, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import once
from openlaurel.core.fields import MOST_FIELDS

router = Router(tags=["offers"], auth=ApiKeyAuth(Scope.OFFERS_MANAGE))


class TermsIn(Schema):
    """When a code works, for how many people, and whether somebody decides on each."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field("", max_length=120, description="What it is for; only your organisation sees it.")
    opens_at: AwareDatetime | None = Field(None, description="Without it the code works at once.")
    closes_at: AwareDatetime | None = Field(
        None, description="Without it the code works until it is stopped."
    )
    most: int | None = Field(None, description="For how many people, 1 to 1,000,000; null for no limit.")
    needs_approval: bool = False
    fields: dict[str, FieldValue] = Field(
        default_factory=dict,
        max_length=MOST_FIELDS,
        description="Custom fields of the issuer's, the same on all badges that it brings.",
    )

    def over(self, terms: Terms) -> Terms:
        """This function will return the terms with what was sent in their place; fields that aren't named stay."""
        given: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set - {"fields", "achievement"}
        }
        return replace(terms, **given, fields={**terms.fields, **as_texts(self.fields)})


class ClaimCodeIn(TermsIn):
    """A new code."""

    achievement: str = Field(
        max_length=100, pattern=SLUG, description="Slug of a published micro-credential of yours."
    )


class ClaimCodeOut(Schema):
    """A code. `url` is what its QR code opens; `taken` counts confirmed addresses, `waiting` those to be decided on."""

    id: UUID
    achievement: str
    code: str
    url: str
    note: str
    opens_at: AwareDatetime | None
    closes_at: AwareDatetime | None
    most: int | None
    taken: int
    waiting: int
    needs_approval: bool
    fields: dict[str, str]
    stage: Literal["open", "early", "late", "full", "stopped"]
    stopped_at: AwareDatetime | None
    created_at: AwareDatetime

    @classmethod
    def of(cls, claim_code: Any) -> "ClaimCodeOut":
        """This function will read a code with how many wait."""
        same = (
            *("id", "note", "opens_at", "closes_at", "most", "taken", "waiting", "needs_approval"),
            *("fields", "stopped_at", "created_at"),
        )
        return cls(
            achievement=claim_code.achievement.slug,
            code=claim_code.in_groups,
            url=code_url(claim_code),
            stage=claim_code.stage(timezone.now()),
            **{name: getattr(claim_code, name) for name in same},
        )


class ClaimCodePage(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ClaimCodeOut]
    count: int
    next: str | None


@router.get("", response={200: ClaimCodePage, **ERRORS}, summary="List your claim codes")
def list_own_claim_codes(request: HttpRequest, query: Query[LongPageQuery]) -> ClaimCodePage:
    """The codes of the key's organisation, the latest first, with those that were stopped."""
    page, count, following = query.read(list_claim_codes(_organisation(request)))
    return ClaimCodePage(items=[ClaimCodeOut.of(one) for one in page], count=count, next=following)


@router.post("", response={201: ClaimCodeOut, 200: ClaimCodeOut, **CHANGE}, summary="Make a claim code")
def make_claim_code(
    request: HttpRequest, body: ClaimCodeIn, idempotency_key: IdempotencyHeader = None
) -> Status[ClaimCodeOut]:
    """Twelve letters by which people get a badge: 201. The same idempotency key with the same body returns the code that
    was made then: 200; with another body: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    achievement, now = own_version(organisation, body.achievement).achievement, timezone.now()

    def make() -> UUID:
        made = create_claim_code(achievement=achievement, terms=body.over(Terms()), by=actor, now=now)
        return made.pk

    asked = body.model_dump(mode="json")
    made_id, is_new = once(
        organisation=organisation, kind="claim_code", key=idempotency_key, asked=asked, make=make, now=now
    )
    return Status(201 if is_new else 200, ClaimCodeOut.of(_claim_code(organisation, made_id)))


@router.get("/{uuid:claim_code_id}", response={200: ClaimCodeOut, **ONE}, summary="Read one claim code")
def read_claim_code(request: HttpRequest, claim_code_id: UUID) -> ClaimCodeOut:
    """Its terms, and how far it was used."""
    return ClaimCodeOut.of(_claim_code(_organisation(request), claim_code_id))


@router.patch("/{uuid:claim_code_id}", response={200: ClaimCodeOut, **CHANGE}, summary="Change a claim code")
def alter_claim_code(request: HttpRequest, claim_code_id: UUID, body: TermsIn) -> ClaimCodeOut:
    """Other terms; what isn't sent stays as it is, and so does what people asked for. Fewer places than are taken: 422."""
    actor, organisation = program_of(request)
    claim_code = _claim_code(_organisation(request), claim_code_id)
    present = Terms(
        note=claim_code.note,
        opens_at=claim_code.opens_at,
        closes_at=claim_code.closes_at,
        most=claim_code.most,
        needs_approval=claim_code.needs_approval,
        fields=still_asked_of_issuer(claim_code.achievement, claim_code.fields),
    )
    change_claim_code(claim_code=claim_code, terms=body.over(present), by=actor, now=timezone.now())
    return ClaimCodeOut.of(_claim_code(organisation, claim_code_id))


@router.post("/{uuid:claim_code_id}/stop", response={200: ClaimCodeOut, **ONE}, summary="Stop a claim code")
def end_claim_code(request: HttpRequest, claim_code_id: UUID) -> ClaimCodeOut:
    """For good; who waits for a decision still gets one."""
    actor, organisation = program_of(request)
    claim_code = _claim_code(_organisation(request), claim_code_id)
    stop_claim_code(claim_code=claim_code, by=actor, now=timezone.now())
    return ClaimCodeOut.of(_claim_code(organisation, claim_code_id))


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    return organisation


def _claim_code(organisation: Profile, claim_code_id: UUID) -> ClaimCode:
    found = list_claim_codes(organisation).select_related("organisation", "achievement__organisation")
    try:
        return found.get(pk=claim_code_id)
    except ClaimCode.DoesNotExist:
        raise Http404 from None
