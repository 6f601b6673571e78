"""Correcting a badge: the same award and address, a new signed document; the one before is superseded.

For every verifier the one before is revoked, by its bit in the status list: to those who only know lists it counts no
longer, and at its own id, which is the award's address, is what counts instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.queries import accounts_of
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import (
    Award,
    AwardState,
    Correction,
    CorrectionRequest,
    Credential,
    RequestState,
    SigningKey,
)
from openlaurel.apps.issuing.services.correction_requests import check_correctable, decide, record
from openlaurel.apps.issuing.services.documents import Content, mould_ids, sign_documents, whole_results
from openlaurel.apps.issuing.services.drafts import AwardDraft, CheckedDraft, check_draft
from openlaurel.apps.issuing.services.own_fields import Asked, answers_of, asked_of, rewrite_answers
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key, still_signs
from openlaurel.apps.issuing.services.status_lists import allocate_entries, purpose_of, set_bits
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.openbadges import Evidence, Result
from openlaurel.core.searching import search_form


@dataclass(frozen=True)
class Wanted:
    """What an award shall say, all of it; the ids in `results` are the definition's, short ("quiz") or whole.

    `fields` are the values of the custom fields that the award was issued with, by key.
    """

    recipient_name: str
    recipient_email: str
    valid_from: datetime
    valid_until: datetime | None
    results: tuple[Result, ...]
    fields: Mapping[str, str] = field(default_factory=dict)


def wanted_of(award: Award) -> Wanted:
    """This function will return what an award says now, to be changed with dataclasses.replace."""
    results = tuple(Result(**result) for result in award.results)
    values = answers_of(award).values
    return Wanted(
        award.recipient_name, award.recipient_email, award.valid_from, award.valid_until, results, values
    )


def correct_award(
    *,
    award: Award,
    wanted: Wanted,
    reason: str,
    by: Actor,
    now: datetime,
    request: CorrectionRequest | None = None,
) -> Correction:
    """This function will sign the award anew as `wanted`; its address stays, and the file before is superseded.

    Everybody who checks either file reads `reason`. `request` is what the holder asked for, decided by this. Raises
    InvalidAward, also where nothing would change, NotIssuable, and NotPossibleNow.
    """
    check_can(by, "correct_award", award.organisation)
    return sign_anew(award=award, wanted=wanted, reason=reason_of(reason), by=by, now=now, request=request)


def sign_anew(
    *,
    award: Award,
    wanted: Wanted,
    reason: str,
    by: Actor,
    now: datetime,
    request: CorrectionRequest | None = None,
    kind: str = "award.corrected",
) -> Correction:
    """This function will do what `correct_award` says for whoever may: `kind` is the event that it records."""
    check_correctable(award)
    before = Credential.objects.defer("content").get(award=award, superseded_at=None)
    checked = checked_of(award, wanted, now)
    changes = changes_of(award, checked)
    if not changes:
        raise InvalidAward({"": _("Nothing is different from what the badge says. Change what is wrong.")})
    key = ensure_signing_key(organisation=award.organisation, now=now)
    with transaction.atomic():
        [entry] = allocate_entries(
            organisation=award.organisation, count=1, now=now, purpose=purpose_of(award.version)
        )
    content = Content(award.id, checked, entry, whole_results(award.version, checked.draft.results))
    [document] = sign_documents([content], version=award.version, key=key, now=now)
    with transaction.atomic():
        award = Award.objects.select_for_update(of=("self",), no_key=True).get(pk=award.pk)
        # Lists are locked before the key, as when the key is revoked: else each might wait for the other.
        set_bits(credentials=[before], now=now)
        is_same = Credential.objects.filter(pk=before.pk, superseded_at=None).update(superseded_at=now)
        check_correctable(award)
        if not is_same or not still_signs(key):
            raise NotPossibleNow(_("Somebody changed this badge at the same moment. Look at it again."))
        [correction] = replace_documents(
            [award],
            before={award.pk: before},
            checked={award.pk: checked},
            signed=[(content, document)],
            key=key,
            reason=reason,
            by=by,
            now=now,
        )
        _rewrite(award, checked)
        if "fields" in correction.fields:
            rewrite_answers(award.pk, checked.answers)
        if request is not None:
            decide(request.pk, RequestState.CORRECTED, "", by, now)
        data = {"correction": str(correction.id), "fields": list(changes)}
        record(kind, award, by.id, now, data)
        if "recipient_email" in changes and award.state == AwardState.OFFERED:
            record("award.mail_requested", award, by.id, now, {})
    return correction


def reason_of(reason: str) -> str:
    """This function will return a reason on one line, or raise InvalidAward."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 300:
        raise InvalidAward(
            {"reason": _("Say why in 1 to 300 characters: whoever checks the badge reads it.")}
        )
    return reason


def checked_of(award: Award, wanted: Wanted, now: datetime) -> CheckedDraft:
    """This function will return what an award shall say, ready to be signed, or raise InvalidAward."""
    draft = AwardDraft(
        recipient_name=wanted.recipient_name,
        recipient_email=wanted.recipient_email,
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        results=wanted.results,
        evidence=tuple(Evidence(**item) for item in award.evidence),
        narrative=award.narrative,
        fields=wanted.fields,
        is_asked=True,
    )
    answers = answers_of(award)
    asked = fields_of(award) if wanted.fields else answers.asked
    checked = check_draft(draft, award.version, now, _relaxed(asked, answers.values))
    return replace(checked, answers=replace(checked.answers, asked=asked))


def fields_of(award: Award) -> Asked:
    """This function will return the custom fields that can be corrected: those of the badge, or where it says nothing
    in any, those that are asked today."""
    answers = answers_of(award)
    return answers.asked if answers.values else asked_of(award.version)


def _relaxed(asked: Asked, values: Mapping[str, str]) -> Asked:
    """What the badge never said needn't be said now, and no preset comes in where somebody empties a field."""
    specs = (
        replace(spec, preset="", is_required=spec.is_required and spec.key in values) for spec in asked.specs
    )
    return replace(asked, specs=tuple(specs))


def changes_of(award: Award, checked: CheckedDraft) -> dict[str, list[Any]]:
    """This function will return what is and what will be, by field that differs; moments as ISO 8601."""
    pairs: Mapping[str, tuple[Any, Any]] = {
        "recipient_name": (award.recipient_name, checked.draft.recipient_name),
        "recipient_email": (award.recipient_email, checked.draft.recipient_email),
        "valid_from": (award.valid_from, checked.valid_from),
        "valid_until": (award.valid_until, checked.valid_until),
        "results": (award.results, [asdict(result) for result in checked.draft.results]),
        "fields": (dict(answers_of(award).values), dict(checked.answers.values)),
    }
    return {
        field: [value.isoformat() if isinstance(value, datetime) else value for value in pair]
        for field, pair in pairs.items()
        if pair[0] != pair[1]
    }


def replace_documents(
    awards: Sequence[Award],
    *,
    before: Mapping[UUID, Credential],
    checked: Mapping[UUID, CheckedDraft],
    signed: Sequence[tuple[Content, tuple[bytes, bytes]]],
    key: SigningKey,
    reason: str,
    by: Actor,
    now: datetime,
) -> list[Correction]:
    """This function will store documents that were signed anew, each as mould and content, with what was corrected.

    `before` and `checked` are by award: the credential that is replaced, and what the new one says. The awards still
    say what they said before.
    """
    moulds = mould_ids({mould for _, (mould, _) in signed})
    Credential.objects.bulk_create(
        Credential(
            award_id=content.award_id,
            mould_id=moulds[mould],
            content=own,
            key=key,
            status_list=content.entry.status_list,
            status_index=content.entry.index,
            signed_at=key.signing_moment(now),
        )
        for content, (mould, own) in signed
    )
    changes = {award.pk: changes_of(award, checked[award.pk]) for award in awards}
    return Correction.objects.bulk_create(
        Correction(
            award=award,
            replaced=before[award.pk],
            changes=changes[award.pk],
            fields=list(changes[award.pk]),
            reason=reason,
            corrected_at=now,
            corrected_by=by.account,
        )
        for award in awards
    )


def _rewrite(award: Award, checked: CheckedDraft) -> None:
    """The hash of what was asked for stays: who repeats the request gets the corrected badge."""
    draft = checked.draft
    if draft.recipient_email != award.recipient_email:
        _bind(award, draft.recipient_email)
    award.recipient_name = draft.recipient_name
    award.search_text = search_form(f"{draft.recipient_name} {draft.recipient_email}")[:500]
    award.awarded_at = award.valid_from = checked.valid_from
    award.valid_until = checked.valid_until
    award.results = [asdict(result) for result in draft.results]
    award.save()


def _bind(award: Award, email: str) -> None:
    """To an address and whoever has proved it; who has the one before has nothing of the badge any more.

    Whom it never reached, or who said that it isn't theirs, is asked no more: it is offered to the new address.
    """
    award.recipient_email, award.binding = email, award.binding + 1
    award.account = accounts_of([email]).get(email)
    if award.state in {AwardState.OFFERED, AwardState.DECLINED}:
        award.state, award.declined_at = AwardState.OFFERED, None
        award.mailed_at, award.mail_error = None, ""
