"""Badges for programs: issue one, list and read one's own, revoke. An accepted badge may be read by everybody."""

from typing import Annotated, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import AuthenticationError, HttpError
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.issuing.api_values import SLUG, EvidenceIn, FieldValue, as_texts, own_version
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import (
    AwardFilters,
    award_line,
    award_url,
    claim_url,
    get_award,
    get_public_award,
    stage_of,
    validity_of,
)
from openlaurel.apps.issuing.services import AwardDraft, issue_awards, revoke_award
from openlaurel.apps.issuing.services.own_fields import answers_of
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of, read_on
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, LONGEST_KEY, IdempotencyHeader
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, can, check_can
from openlaurel.apps.profiles.queries.long_pages import portion
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.fields import MOST_FIELDS
from openlaurel.core.openbadges import Result

router = Router(tags=["awards"])
# A key of ours is told from other ways to issue by its beginning, so theirs can't meet.
PREFIX = "api:"


class ResultIn(Schema):
    """`result` is the id of one of the micro-credential's result descriptions, such as "quiz"."""

    model_config = ConfigDict(extra="forbid")

    result: str = Field(max_length=200)
    value: str = Field("", max_length=200)
    achieved_level: str = Field("", max_length=200)


class AwardIn(Schema):
    """One badge. Without `valid_from` it is awarded now; without `valid_until` the micro-credential says how long."""

    model_config = ConfigDict(extra="forbid")

    achievement: str = Field(
        max_length=100, pattern=SLUG, description="Slug of a published micro-credential of yours."
    )
    recipient_name: str = Field(max_length=200)
    recipient_email: str = Field(max_length=254)
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    narrative: str = Field("", max_length=4000)
    evidence: list[EvidenceIn] = Field(default_factory=list, max_length=20)
    results: list[ResultIn] = Field(default_factory=list, max_length=50)
    fields: dict[str, FieldValue] = Field(
        default_factory=dict,
        max_length=MOST_FIELDS,
        description="Values of the micro-credential's custom fields by key: see GET /achievements/{slug}/fields.",
    )
    language: str = Field("", max_length=12, description="Language of the mail, such as es.")
    notify: bool = Field(True, description="Whether the recipient gets the mail with the link.")
    idempotency_key: str | None = Field(
        None, min_length=1, max_length=LONGEST_KEY, description="The same as the header Idempotency-Key."
    )

    def draft(self, key: str | None) -> AwardDraft:
        """This function will return what is asked for."""
        return AwardDraft(
            recipient_name=self.recipient_name,
            recipient_email=self.recipient_email,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            narrative=self.narrative,
            evidence=tuple(each.part() for each in self.evidence),
            results=tuple(
                Result(r.result, value=r.value, achieved_level=r.achieved_level) for r in self.results
            ),
            language=self.language,
            idempotency_key=None if key is None else PREFIX + key,
            fields=as_texts(self.fields),
            is_asked=True,
        )


_DATES = ("awarded_at", "valid_from", "valid_until", "suspended_at")
_REASONS = ("revocation_reason", "suspension_reason")


class AwardOut(Schema):
    """What everybody may know of an accepted badge. `recipient_name` is empty unless its holder shows it."""

    id: UUID
    url: str
    credential: str
    achievement: str
    version: int
    organisation: str
    state: str
    validity: str
    recipient_name: str
    awarded_at: AwareDatetime
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    revocation_reason: str
    suspended_at: AwareDatetime | None
    suspension_reason: str
    fields: dict[str, str]

    @classmethod
    def of(cls, award: Award, *, recipient_name: str, for_issuer: bool = False, **more: Any) -> "AwardOut":
        """This function will read an award with its version and organisation; private fields are for the issuer."""
        said = answers_of(award)
        return cls(
            id=award.id,
            url=award_url(award.id),
            credential=f"{award_url(award.id)}.json",
            achievement=award.version.achievement.slug,
            version=award.version.number,
            organisation=award.organisation.handle,
            state=award.state,
            validity=validity_of(award, timezone.now()).value,
            recipient_name=recipient_name,
            fields={
                spec.key: said.values[spec.key]
                for spec in said.asked.specs
                if spec.key in said.values and (for_issuer or not spec.is_private)
            },
            **{name: getattr(award, name) for name in _DATES + _REASONS},
            **more,
        )


class OwnAwardOut(AwardOut):
    """What the issuer knows. `stage` says how far the badge got; `claim_url` is empty once it was answered."""

    recipient_email: str
    stage: str
    claim_url: str
    idempotency_key: str | None
    mailed_at: AwareDatetime | None
    mail_error: str
    opened_at: AwareDatetime | None
    accepted_at: AwareDatetime | None
    declined_at: AwareDatetime | None
    revoked_at: AwareDatetime | None

    @classmethod
    def own(cls, award: Award, actor: Actor) -> "OwnAwardOut":
        """This function will read an award for a key of its issuer."""
        may_claim = award.state in {"offered", "declined"} and can(actor, "issue_award", award.organisation)
        key = award.idempotency_key
        found = cls.of(
            award,
            recipient_name=award.recipient_name,
            for_issuer=True,
            recipient_email=award.recipient_email,
            stage=stage_of(award),
            claim_url=claim_url(award) if may_claim else "",
            idempotency_key=key.removeprefix(PREFIX) if key and key.startswith(PREFIX) else None,
            mailed_at=award.mailed_at,
            mail_error=award.mail_error,
            opened_at=award.opened_at,
            accepted_at=award.accepted_at,
            declined_at=award.declined_at,
            revoked_at=award.revoked_at,
        )
        return cast(OwnAwardOut, found)


class OwnAwardPage(Schema):
    """`count` is the number of all matches as far as 10,001, null where very many match `q`. `next`, given as `after`,
    reads on; it is null at the end."""

    items: list[OwnAwardOut]
    count: int | None
    next: str | None


class AwardsQuery(Schema):
    q: str = Field("", max_length=200, description="How words of a name or an e-mail address begin.")
    stage: str = Field(
        "",
        max_length=12,
        description="unmailed, mail_failed, mailed, opened, accepted, declined, revoked, expired or suspended.",
    )
    achievement: str = Field("", max_length=100)
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000, description="For more, use `after`.")] = 0
    after: str = Field("", max_length=100, description="`next` of the page before.")


class RevocationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=300, description="Shown where the badge is.")


@router.post(
    "",
    auth=ApiKeyAuth(Scope.AWARDS_ISSUE),
    response={201: OwnAwardOut, 200: OwnAwardOut, **CHANGE},
    summary="Issue a badge",
)
def create_award(
    request: HttpRequest,
    body: AwardIn,
    idempotency_key: IdempotencyHeader = None,
) -> Status[OwnAwardOut]:
    """Signs and stores a badge: 201. The same idempotency key with the same body returns the first one: 200; with
    another body: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    if idempotency_key and body.idempotency_key and idempotency_key != body.idempotency_key:
        raise HttpError(422, _("The header and the field name different idempotency keys. Send one of them."))
    [outcome] = issue_awards(
        version=own_version(organisation, body.achievement),
        drafts=[body.draft(idempotency_key or body.idempotency_key)],
        by=actor,
        now=timezone.now(),
        notify=body.notify,
    )
    if outcome.error is not None:
        raise outcome.error
    assert outcome.award is not None
    return Status(201 if outcome.is_new else 200, OwnAwardOut.own(outcome.award, actor))


@router.get(
    "",
    auth=ApiKeyAuth(Scope.AWARDS_READ),
    response={200: OwnAwardPage, **ERRORS},
    summary="List your badges",
)
def list_own_awards(request: HttpRequest, query: Query[AwardsQuery]) -> OwnAwardPage:
    """The badges that the key's organisation issued, newest first."""
    actor, organisation = program_of(request)
    check_can(actor, "view_awards", organisation)
    filters = AwardFilters(words=query.q, stage=query.stage, achievement=query.achievement)
    place, now = read_on(query.after, Award), timezone.now()
    line = award_line(organisation, filters, place, query.offset + query.limit, now=now)
    page, following = portion(line, place, offset=query.offset, most=query.limit)
    items = [OwnAwardOut.own(award, actor) for award in page]
    return OwnAwardPage(items=items, count=line.count, next=following)


@router.get(
    "/{uuid:award_id}",
    auth=None,
    response={200: OwnAwardOut | AwardOut, 401: Problem, 403: Problem, 404: Problem, 429: Problem},
    summary="Read one badge",
    openapi_extra={"security": [{}, {"ApiKeyAuth": [Scope.AWARDS_READ.value]}]},
)
def read_award(request: HttpRequest, award_id: UUID) -> AwardOut:
    """Everybody may read a badge that its holder accepted; with a key of its issuer there is more, and any badge."""
    actor = _actor_of_key(request)
    if actor is not None and actor.api_key is not None:
        organisation = actor.api_key.organisation
        if can(actor, "view_awards", organisation) and (own := _own(organisation, award_id)):
            return OwnAwardOut.own(own, actor)
    try:
        award = get_public_award(award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    return AwardOut.of(award, recipient_name=award.recipient_name if award.show_name else "")


@router.post(
    "/{uuid:award_id}/revoke",
    auth=ApiKeyAuth(Scope.AWARDS_REVOKE),
    response={200: OwnAwardOut, **CHANGE},
    summary="Revoke a badge",
)
def revoke(request: HttpRequest, award_id: UUID, body: RevocationIn) -> OwnAwardOut:
    """For good: every check of it fails from now on. One that is revoked already: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "revoke_award", organisation)
    award = _own(organisation, award_id)
    if award is None:
        raise Http404
    return OwnAwardOut.own(revoke_award(award=award, reason=body.reason, by=actor, now=timezone.now()), actor)


def _actor_of_key(request: HttpRequest) -> Actor | None:
    """The key's actor when one is sent. A wrong key is refused, so that nobody takes the public answer for all."""
    if "Authorization" not in request.headers:
        return None
    actor: Actor | HttpResponse | None = ApiKeyAuth(Scope.AWARDS_READ)(request)
    if not isinstance(actor, Actor):
        raise AuthenticationError
    return actor


def _own(organisation: Profile, award_id: UUID) -> Award | None:
    try:
        return get_award(organisation, award_id)
    except Award.DoesNotExist:
        return None
