"""Issuing badges, one or many. A badge is signed and stored in one transaction, or it doesn't exist."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import accounts_of
from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.issuing.errors import InvalidAward, IssuingError, KeyUsedForAnother, NotIssuable
from openlaurel.apps.issuing.models import Award, Credential
from openlaurel.apps.issuing.services.claims import claim_token, hash_of_token
from openlaurel.apps.issuing.services.documents import Content, sign_documents, whole_results
from openlaurel.apps.issuing.services.drafts import AwardDraft, CheckedDraft, check_draft
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key
from openlaurel.apps.issuing.services.status_lists import allocate_entries
from openlaurel.apps.issuing.services.storing import insert_rows
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.openbadges import Evidence, Result
from openlaurel.core.searching import search_form

CHUNK = 500


@dataclass(frozen=True)
class Outcome:
    """What became of one draft: a new award, one that was issued before under the same key, or an error."""

    award: Award | None = None
    is_new: bool = False
    error: IssuingError | None = None


def issue_award(
    *,
    version: AchievementVersion,
    recipient_name: str,
    recipient_email: str,
    by: Actor,
    now: datetime,
    account: Account | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    narrative: str = "",
    language: str = "",
    idempotency_key: str | None = None,
    notify: bool = True,
) -> Award:
    """This function will issue one badge: signed, stored, and offered to its recipient.

    The same `idempotency_key` with the same values returns the badge that was issued before. Raises InvalidAward,
    NotIssuable for a draft, KeyUsedForAnother.
    """
    draft = AwardDraft(
        recipient_name=recipient_name,
        recipient_email=recipient_email,
        account=account,
        valid_from=valid_from,
        valid_until=valid_until,
        results=tuple(results),
        evidence=tuple(evidence),
        narrative=narrative,
        language=language,
        idempotency_key=idempotency_key,
    )
    [outcome] = issue_awards(version=version, drafts=[draft], by=by, now=now, notify=notify)
    if outcome.error is not None:
        raise outcome.error
    assert outcome.award is not None
    return outcome.award


def issue_awards(
    *,
    version: AchievementVersion,
    drafts: Sequence[AwardDraft],
    by: Actor,
    now: datetime,
    notify: bool = True,
) -> list[Outcome]:
    """This function will issue many badges of one definition and return an outcome for each draft, in order.

    Each chunk of 500 is one transaction; a draft with a fault doesn't keep the others from being issued. Drafts with
    an idempotency key can be given again after a crash: none is issued twice. Raises NotIssuable for a draft version.
    """
    organisation = version.achievement.organisation
    check_can(by, "issue_award", organisation)
    if version.state == VersionState.DRAFT:
        raise NotIssuable(_("This version is still a draft. Publish it, then issue badges."))
    outcomes: list[Outcome] = []
    for start in range(0, len(drafts), CHUNK):
        chunk = drafts[start : start + CHUNK]
        try:
            outcomes += _issue_chunk(version, organisation, chunk, by, now, notify)
        except IntegrityError:
            # Somebody else used one of the keys at this moment; now its badge is there to be found.
            outcomes += _issue_chunk(version, organisation, chunk, by, now, notify)
    return outcomes


def _issue_chunk(
    version: AchievementVersion,
    organisation: Profile,
    drafts: Sequence[AwardDraft],
    by: Actor,
    now: datetime,
    notify: bool,
) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    checked: dict[int, CheckedDraft] = {}
    for position, draft in enumerate(drafts):
        try:
            checked[position] = check_draft(draft, version, now)
        except InvalidAward as error:
            outcomes[position] = Outcome(error=error)
    checked = _with_owners(checked)
    with transaction.atomic():
        known = _issued_before(organisation, [c.draft.idempotency_key for c in checked.values()])
        fresh = _first_of_their_key(checked, set(known))
        awards = _store(version, organisation, list(fresh.values()), by, now, notify)
    for position, award in zip(fresh, awards, strict=True):
        outcomes[position] = Outcome(award, is_new=True)
        known[award.idempotency_key or ""] = award
    for position, candidate in checked.items():
        if position not in outcomes:
            outcomes[position] = _repetition(known[candidate.draft.idempotency_key or ""], candidate)
    return [outcomes[position] for position in range(len(drafts))]


def _with_owners(checked: dict[int, CheckedDraft]) -> dict[int, CheckedDraft]:
    """Each draft with the account that has proved its address, unless it names one."""
    owners = accounts_of({c.draft.recipient_email for c in checked.values() if c.draft.account is None})
    return {
        position: replace(
            c, draft=replace(c.draft, account=c.draft.account or owners.get(c.draft.recipient_email))
        )
        for position, c in checked.items()
    }


def _issued_before(organisation: Profile, keys: Sequence[str | None]) -> dict[str, Award]:
    given = [key for key in keys if key is not None]
    if not given:
        return {}
    rows = Award.objects.filter(organisation=organisation, idempotency_key__in=given)
    return {str(award.idempotency_key): award for award in rows.select_related("version__achievement")}


def _first_of_their_key(checked: dict[int, CheckedDraft], seen: set[str]) -> dict[int, CheckedDraft]:
    fresh = {}
    for position, candidate in checked.items():
        key = candidate.draft.idempotency_key
        if key is None or key not in seen:
            fresh[position] = candidate
        if key is not None:
            seen.add(key)
    return fresh


def _repetition(award: Award, draft: CheckedDraft) -> Outcome:
    if award.request_hash == draft.request_hash:
        return Outcome(award)
    return Outcome(
        error=KeyUsedForAnother(
            _("The idempotency key “%(key)s” was used for another badge. Use a new key for each badge.")
            % {"key": draft.draft.idempotency_key}
        )
    )


def _store(
    version: AchievementVersion,
    organisation: Profile,
    drafts: Sequence[CheckedDraft],
    by: Actor,
    now: datetime,
    notify: bool,
) -> list[Award]:
    if not drafts:
        return []
    key = ensure_signing_key(organisation=organisation, now=now)
    awards = [_award(version, organisation, draft, by, now, notify) for draft in drafts]
    entries = allocate_entries(organisation=organisation, count=len(drafts), now=now)
    contents = [
        Content(award, entry, whole_results(version, draft.draft.results), draft.draft.evidence)
        for award, entry, draft in zip(awards, entries, drafts, strict=True)
    ]
    documents = sign_documents(contents, version=version, key=key, now=now)
    insert_rows(awards)
    insert_rows(
        [
            Credential(
                award=award,
                document=document,
                key=key,
                status_list=entry.status_list,
                status_index=entry.index,
                signed_at=now,
            )
            for award, entry, document in zip(awards, entries, documents, strict=True)
        ]
    )
    kind = "award.issued" if notify else "award.issued_quietly"
    data = {"achievement_id": str(version.achievement_id), "version_id": str(version.id)}
    record_events(
        [EventDraft(kind, ("award", award.id), by.id, organisation.id, data) for award in awards], now=now
    )
    return awards


def _award(
    version: AchievementVersion,
    organisation: Profile,
    checked: CheckedDraft,
    by: Actor,
    now: datetime,
    notify: bool,
) -> Award:
    draft, award_id = checked.draft, uuid.uuid4()
    account_language = draft.account.language if draft.account else ""
    return Award(
        id=award_id,
        organisation=organisation,
        version=version,
        recipient_name=draft.recipient_name,
        recipient_email=draft.recipient_email,
        search_text=search_form(f"{draft.recipient_name} {draft.recipient_email}")[:500],
        language=draft.language or account_language or version.language,
        account=draft.account,
        awarded_at=checked.valid_from,
        valid_from=checked.valid_from,
        valid_until=checked.valid_until,
        results=[asdict(result) for result in draft.results],
        evidence=[asdict(item) for item in draft.evidence],
        narrative=draft.narrative,
        notify=notify,
        idempotency_key=draft.idempotency_key,
        request_hash=checked.request_hash,
        claim_token_hash=hash_of_token(claim_token(award_id)),
        created_at=now,
        created_by=by.account,
    )
