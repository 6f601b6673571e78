"""Badges between signing and storing: signed while the database is free for others, then stored, or never there."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.queries import accounts_of
from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.issuing.errors import HeldAlready, InvalidAward, NotIssuable
from openlaurel.apps.issuing.models import Award, AwardFields, Credential, SigningKey
from openlaurel.apps.issuing.services.bases import note_bases
from openlaurel.apps.issuing.services.documents import (
    Content,
    make_salts,
    mould_ids,
    sign_documents,
    whole_results,
)
from openlaurel.apps.issuing.services.drafts import AwardDraft, CheckedDraft, check_draft
from openlaurel.apps.issuing.services.duplicates import refused_duplicates, renew_earlier
from openlaurel.apps.issuing.services.outcomes import (
    Outcome,
    first_of_their_key,
    issued_before,
    repetition,
)
from openlaurel.apps.issuing.services.own_fields import asked_of, field_set_ids
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key, still_signs
from openlaurel.apps.issuing.services.status_lists import Entry, allocate_entries, purpose_of
from openlaurel.apps.issuing.services.storing import NewRows, near_ids
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.searching import search_form

# A mail is sent for each award that an event names, while the worker's lease on the event runs.
AWARDS_PER_EVENT = 50


class SignAnew(Exception):
    """Between signing and storing something happened, after which the drafts must be looked at and signed anew."""


class SigningKeyChanged(SignAnew):
    """The key was retired or revoked."""


class KeyUsedMeanwhile(SignAnew):
    """Somebody else issued one of the badges under the same idempotency key."""


@dataclass
class SignedDrafts:
    """Badges that were signed and aren't stored yet, so that they don't exist; and drafts that get none."""

    version: AchievementVersion
    by: Actor
    now: datetime
    notify: bool
    key: SigningKey | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    repetitions: dict[int, CheckedDraft] = field(default_factory=dict)
    contents: dict[int, Content] = field(default_factory=dict)
    issued: dict[int, Outcome] = field(default_factory=dict)
    awards: NewRows[Award] | None = None
    credentials: NewRows[Credential] | None = None
    fields: dict[uuid.UUID, AwardFields] = field(default_factory=dict)


def sign_drafts(
    *, version: AchievementVersion, drafts: Sequence[AwardDraft], by: Actor, now: datetime, notify: bool
) -> SignedDrafts:
    """This function will check and sign drafts, each with a place of its own in a status list, for `store_signed`.

    Signed and not stored, they leave nothing behind but unused places. Raises NotIssuable.
    """
    organisation = version.achievement.organisation
    check_can(by, "issue_award", organisation)
    if version.state == VersionState.DRAFT:
        raise NotIssuable(_("This version is still a draft. Publish it, then issue badges."))
    signed, asked = SignedDrafts(version, by, now, notify), asked_of(version)
    checked: dict[int, CheckedDraft] = {}
    for position, draft in enumerate(drafts):
        try:
            checked[position] = check_draft(draft, version, now, asked)
        except InvalidAward as error:
            signed.outcomes[position] = Outcome(error=error)
    checked = _with_owners(checked)
    known = issued_before(organisation, [c.draft.idempotency_key for c in checked.values()])
    fresh = first_of_their_key(checked, set(known))
    for position, candidate in checked.items():
        key = candidate.draft.idempotency_key or ""
        if key in known:
            signed.outcomes[position] = repetition(known[key], candidate)
        elif position not in fresh:
            signed.repetitions[position] = candidate
    if fresh:
        signed.key = ensure_signing_key(organisation=organisation, now=now)
        with transaction.atomic():
            entries = allocate_entries(
                organisation=organisation, count=len(fresh), now=now, purpose=purpose_of(version)
            )
        _sign(signed, fresh, entries)
    return signed


def store_signed(signed: SignedDrafts, *, leave_out: Collection[int] = ()) -> list[Outcome]:
    """This function will store signed badges in the caller's transaction, but for those at the positions `leave_out`.

    Returns an outcome for each draft that was to be stored, in order. Raises SignAnew, and IntegrityError when somebody
    else used one of the idempotency keys in the meantime: then sign anew.
    """
    contents = {position: c for position, c in signed.contents.items() if position not in leave_out}
    outcomes = {position: o for position, o in signed.outcomes.items() if position not in leave_out}
    refused = _refused(signed, contents)
    contents = {position: c for position, c in contents.items() if position not in refused}
    _store(signed, contents)
    outcomes |= {position: signed.issued[position] for position in contents}
    outcomes |= {position: Outcome(error=error) for position, error in refused.items()}
    repetitions = {position: c for position, c in signed.repetitions.items() if position not in leave_out}
    if repetitions:
        first = {
            c.checked.draft.idempotency_key: outcomes[at]
            for at, c in signed.contents.items()
            if at in outcomes
        }
        for position, candidate in repetitions.items():
            outcome = first[candidate.draft.idempotency_key]
            outcomes[position] = repetition(outcome.award, candidate) if outcome.award else outcome
    return [outcomes[position] for position in sorted(outcomes)]


def _sign(signed: SignedDrafts, fresh: Mapping[int, CheckedDraft], entries: Sequence[Entry]) -> None:
    """Signs, and makes all rows ready to be written: while they are, on SQLite nobody else can write."""
    assert signed.key is not None
    ids, salts = near_ids(2 * len(fresh)), make_salts(len(fresh))
    for number, (position, candidate) in enumerate(fresh.items()):
        results = whole_results(signed.version, candidate.draft.results)
        signed.contents[position] = Content(ids[number], candidate, entries[number], results, salts[number])
    contents = list(signed.contents.values())
    documents = sign_documents(contents, version=signed.version, key=signed.key, now=signed.now)
    moulds = mould_ids({mould for mould, content in documents})
    signed.awards = _award_rows(signed, contents)
    signed.credentials = NewRows(
        Credential,
        {"key_id": signed.key.id, "signed_at": signed.key.signing_moment(signed.now)},
        ("id", "award_id", "mould_id", "content", "status_list_id", "status_index"),
        [
            (own_id, c.award_id, moulds[mould], content, c.entry.status_list.id, c.entry.index)
            for own_id, c, (mould, content) in zip(ids[len(fresh) :], contents, documents, strict=True)
        ],
    )
    signed.fields = _field_rows(contents)
    signed.awards.prepare()
    signed.credentials.prepare()
    signed.issued = _outcomes(signed, signed.awards.maker())


def _with_owners(checked: dict[int, CheckedDraft]) -> dict[int, CheckedDraft]:
    """Each draft with the account that has proved its address, unless it names one."""
    owners = accounts_of({c.draft.recipient_email for c in checked.values() if c.draft.account is None})
    owned = {
        position: replace(c, draft=replace(c.draft, account=owners[c.draft.recipient_email]))
        for position, c in checked.items()
        if c.draft.account is None and c.draft.recipient_email in owners
    }
    return checked | owned


def _refused(signed: SignedDrafts, contents: Mapping[int, Content]) -> dict[int, HeldAlready]:
    """Whoever holds the badge and may have no second one. What was asked for twice at once is no duplicate."""
    refused = refused_duplicates(
        signed.version, {position: c.checked for position, c in contents.items()}, signed.now
    )
    keys = [contents[position].checked.draft.idempotency_key for position in refused]
    if issued_before(signed.version.achievement.organisation, keys):
        raise KeyUsedMeanwhile
    return refused


def _store(signed: SignedDrafts, contents: Mapping[int, Content]) -> None:
    if not contents:
        return
    assert signed.key is not None
    assert signed.awards is not None
    assert signed.credentials is not None
    if not still_signs(signed.key):
        raise SigningKeyChanged
    numbers = {position: number for number, position in enumerate(signed.contents)}
    unwanted = {number for position, number in numbers.items() if position not in contents}
    signed.awards.insert(leave_out=unwanted)
    signed.credentials.insert(leave_out=unwanted)
    AwardFields.objects.bulk_create(
        signed.fields[c.award_id] for c in contents.values() if c.award_id in signed.fields
    )
    note_bases(
        organisation=signed.version.achievement.organisation,
        drafts={c.award_id: c.checked.draft for c in contents.values()},
    )
    new = {c.checked.draft.recipient_email: c.award_id for c in contents.values()}
    renew_earlier(signed.version, new, signed.now)
    _record_issued(signed, [content.award_id for content in contents.values()])


def _outcomes(signed: SignedDrafts, make: Callable[[int], Award]) -> dict[int, Outcome]:
    def award(number: int) -> Award:
        made = make(number)
        made.version, made.organisation = signed.version, signed.version.achievement.organisation
        return made

    return {
        position: Outcome(content.award_id, is_new=True, found=partial(award, number))
        for number, (position, content) in enumerate(signed.contents.items())
    }


def _award_rows(signed: SignedDrafts, contents: Sequence[Content]) -> NewRows[Award]:
    version, now = signed.version, signed.now
    same = {
        "organisation_id": version.achievement.organisation_id,
        "version_id": version.id,
        "notify": signed.notify,
        "created_at": now,
        "created_by_id": signed.by.account and signed.by.account.id,
    }
    fields = (
        "id", "recipient_name", "recipient_email", "search_text", "language", "account_id", "awarded_at",
        "valid_from", "valid_until", "results", "evidence", "narrative", "idempotency_key", "request_hash",
    )  # fmt: skip
    rows = []
    for content in contents:
        checked, draft = content.checked, content.checked.draft
        account = draft.account
        rows.append(
            (
                content.award_id,
                draft.recipient_name,
                draft.recipient_email,
                search_form(f"{draft.recipient_name} {draft.recipient_email}")[:500],
                draft.language or (account.language if account else "") or version.language,
                account and account.id,
                checked.valid_from,
                checked.valid_from,
                checked.valid_until,
                [asdict(result) for result in draft.results],
                [asdict(item) for item in draft.evidence],
                draft.narrative,
                draft.idempotency_key,
                checked.request_hash,
            )
        )
    return NewRows(Award, same, fields, rows)


def _field_rows(contents: Sequence[Content]) -> dict[uuid.UUID, AwardFields]:
    answered = {c.award_id: c.answers for c in contents if c.answers.values}
    if not answered:
        return {}
    ids = field_set_ids({answers.asked.digest: answers.asked for answers in answered.values()})
    return {
        award_id: AwardFields(
            award_id=award_id, field_set_id=ids[answers.asked.digest], values=dict(answers.values)
        )
        for award_id, answers in answered.items()
    }


def _record_issued(signed: SignedDrafts, ids: Sequence[uuid.UUID]) -> None:
    """One badge is an event of its own; of many that are issued at once, one event names up to fifty."""
    quietly = "" if signed.notify else "_quietly"
    version, actor_id = signed.version, signed.by.id
    organisation_id = version.achievement.organisation_id
    data: dict[str, Any] = {"achievement_id": str(version.achievement_id), "version_id": str(version.id)}
    if len(ids) == 1:
        events = [EventDraft(f"award.issued{quietly}", ("award", ids[0]), actor_id, organisation_id, data)]
    else:
        subject = ("achievement", version.achievement_id)
        events = [
            EventDraft(
                f"award.many_issued{quietly}",
                subject,
                actor_id,
                organisation_id,
                {**data, "count": len(some), "awards": [str(award_id) for award_id in some]},
            )
            for some in (ids[n : n + AWARDS_PER_EVENT] for n in range(0, len(ids), AWARDS_PER_EVENT))
        ]
    record_events(events, now=signed.now)
