"""What is done to many awards of one organisation at once, in the caller's transaction.

The awards are locked first, in one order for everybody, and each is looked at again: what was possible when somebody
asked for it need not be any more.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.lifecycle import is_possible
from openlaurel.apps.issuing.models import Award, AwardState, Credential
from openlaurel.apps.issuing.services.corrections import checked_of, reason_of, replace_documents, wanted_of
from openlaurel.apps.issuing.services.documents import Content, sign_documents, whole_results
from openlaurel.apps.issuing.services.drafts import CheckedDraft
from openlaurel.apps.issuing.services.signed import AWARDS_PER_EVENT
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key, still_signs
from openlaurel.apps.issuing.services.status_lists import allocate_entries, purpose_of, set_bits
from openlaurel.apps.issuing.services.suspensions import begin_suspensions, end_suspensions, refusal_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can


@dataclass(frozen=True)
class Done:
    """What became of a set: the awards that were changed, and by id why the others weren't."""

    changed: tuple[Award, ...]
    refused: dict[UUID, str]


def revoke_many(
    *, organisation: Profile, ids: Collection[UUID], reason: str, by: Actor, now: datetime
) -> Done:
    """This function will revoke those awards for good, but for those that are revoked already."""
    check_can(by, "revoke_award", organisation)
    reason = reason_of(reason)
    awards, refused = _locked(organisation, ids), {}
    for award in awards:
        if not is_possible(award.state, "revoke"):
            refused[award.pk] = "revoked_already"
    changed = [award for award in awards if award.pk not in refused]
    kept = [award.pk for award in changed]
    Award.objects.filter(pk__in=kept).update(
        state=AwardState.REVOKED,
        revoked_at=now,
        revocation_reason=reason,
        suspended_at=None,
        suspension_reason="",
    )
    end_suspensions(kept, by=by, now=now)
    set_bits(credentials=list(Credential.objects.defer("content").filter(award__in=kept)), now=now)
    _record("award.many_revoked", organisation, kept, by, now)
    return Done(tuple(changed), refused)


def suspend_many(
    *, organisation: Profile, ids: Collection[UUID], reason: str, by: Actor, now: datetime
) -> Done:
    """This function will suspend those awards, but for those that are suspended or revoked, or were issued without it."""
    check_can(by, "suspend_award", organisation)
    reason = reason_of(reason)
    return _change_suspensions(organisation, ids, "suspend", reason, by, now)


def restore_many(
    *, organisation: Profile, ids: Collection[UUID], reason: str, by: Actor, now: datetime
) -> Done:
    """This function will let those awards count again, but for those that aren't suspended."""
    check_can(by, "suspend_award", organisation)
    reason = reason_of(reason)
    return _change_suspensions(organisation, ids, "restore", reason, by, now)


def resend_many(*, organisation: Profile, ids: Collection[UUID], by: Actor, now: datetime) -> Done:
    """This function will have the mails with the links of those awards sent again, but for those that were answered."""
    check_can(by, "issue_award", organisation)
    awards, refused = _locked(organisation, ids), {}
    for award in awards:
        if award.recipient_erased_at is not None:
            refused[award.pk] = "erased"
        elif award.state != AwardState.OFFERED:
            refused[award.pk] = "answered"
    changed = [award for award in awards if award.pk not in refused]
    kept = [award.pk for award in changed]
    Award.objects.filter(pk__in=kept).update(notify=True)
    _record("award.many_mail_requested", organisation, kept, by, now)
    return Done(tuple(changed), refused)


def extend_many(
    *,
    organisation: Profile,
    ids: Collection[UUID],
    valid_until: datetime,
    reason: str,
    by: Actor,
    now: datetime,
) -> Done:
    """This function will sign those awards anew, to end at `valid_until`: a correction of each, but for those that end
    later already, never, or count no longer. Raises NotPossibleNow when the key changes meanwhile: try again.
    """
    check_can(by, "correct_award", organisation)
    reason = reason_of(reason)
    awards, refused = _locked(organisation, ids), {}
    checked: dict[UUID, CheckedDraft] = {}
    for award in awards:
        if award.recipient_erased_at is not None:
            refused[award.pk] = "erased"
        elif award.state == AwardState.REVOKED:
            refused[award.pk] = "revoked_already"
        elif award.suspended_at is not None:
            refused[award.pk] = "suspended"
        elif award.valid_until is None or award.valid_until >= valid_until:
            refused[award.pk] = "ends_later"
        else:
            try:
                checked[award.pk] = checked_of(award, replace(wanted_of(award), valid_until=valid_until), now)
            except InvalidAward:
                refused[award.pk] = "unsignable"
    changed = [award for award in awards if award.pk in checked]
    if changed:
        _sign_anew(organisation, changed, checked, reason, by, now)
    _record("award.many_corrected", organisation, [award.pk for award in changed], by, now)
    return Done(tuple(changed), refused)


def _sign_anew(
    organisation: Profile,
    awards: Sequence[Award],
    checked: dict[UUID, CheckedDraft],
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    current = Credential.objects.defer("content").filter(award__in=awards, superseded_at=None)
    before = {credential.award_id: credential for credential in current}
    key = ensure_signing_key(organisation=organisation, now=now)
    places = {
        purpose: iter(allocate_entries(organisation=organisation, count=count, now=now, purpose=purpose))
        for purpose, count in Counter(purpose_of(award.version) for award in awards).items()
    }
    contents: dict[UUID, list[Content]] = defaultdict(list)
    for award in awards:
        entry = next(places[purpose_of(award.version)])
        draft = checked[award.pk]
        results = whole_results(award.version, draft.draft.results)
        contents[award.version_id].append(Content(award.pk, draft, entry, results))
    versions = {award.version_id: award.version for award in awards}
    signed = [
        pair
        for version_id, some in contents.items()
        for pair in zip(
            some, sign_documents(some, version=versions[version_id], key=key, now=now), strict=True
        )
    ]
    # Lists are locked before the key, as when the key is revoked: else each might wait for the other.
    set_bits(credentials=list(before.values()), now=now)
    if not still_signs(key):
        raise NotPossibleNow("The signing key was replaced.")
    current.update(superseded_at=now)
    replace_documents(
        awards, before=before, checked=checked, signed=signed, key=key, reason=reason, by=by, now=now
    )
    for award in awards:
        award.valid_until = checked[award.pk].valid_until
    Award.objects.bulk_update(awards, ["valid_until"])


def _change_suspensions(
    organisation: Profile, ids: Collection[UUID], action: str, reason: str, by: Actor, now: datetime
) -> Done:
    awards = _locked(organisation, ids)
    current = Credential.objects.defer("content").select_related("status_list")
    by_award = {c.award_id: c for c in current.filter(award__in=awards, superseded_at=None)}
    refused = {award.pk: refusal_of(award, by_award[award.pk], action) for award in awards}
    refused = {award_id: code for award_id, code in refused.items() if code}
    changed = [award for award in awards if award.pk not in refused]
    kept = [award.pk for award in changed]
    bits = [by_award[award_id] for award_id in kept]
    if action == "suspend":
        Award.objects.filter(pk__in=kept).update(suspended_at=now, suspension_reason=reason)
        begin_suspensions(kept, reason=reason, by=by, now=now)
        set_bits(credentials=bits, now=now)
    else:
        Award.objects.filter(pk__in=kept).update(suspended_at=None, suspension_reason="")
        end_suspensions(kept, by=by, now=now, reason=reason)
        set_bits(credentials=bits, now=now, value=0)
    kind = "award.many_suspended" if action == "suspend" else "award.many_restored"
    _record(kind, organisation, kept, by, now)
    return Done(tuple(changed), refused)


def _locked(organisation: Profile, ids: Iterable[UUID]) -> list[Award]:
    rows = Award.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation", "version__achievement__organisation", "own_fields__field_set"
    )
    return list(rows.filter(organisation=organisation, pk__in=list(ids)).order_by("pk"))


def _record(kind: str, organisation: Profile, ids: Sequence[UUID], by: Actor, now: datetime) -> None:
    """One event names up to fifty awards; the audit trail has the action as a whole."""
    drafts = [
        EventDraft(
            kind,
            ("organisation", organisation.pk),
            by.id,
            organisation.pk,
            {"count": len(some), "awards": [str(award_id) for award_id in some]},
        )
        for some in (ids[n : n + AWARDS_PER_EVENT] for n in range(0, len(ids), AWARDS_PER_EVENT))
    ]
    if drafts:
        record_events(drafts, now=now)
