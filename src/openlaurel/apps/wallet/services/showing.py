"""What a holder shows of their badges, earned here or brought in: changed for many at once, and undone again."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.issuing.services import hide_evidence, show_awards
from openlaurel.apps.wallet.errors import UndoneAlready
from openlaurel.apps.wallet.held import AWARD, KEPT, parted
from openlaurel.apps.wallet.models import ChangedField, KeptBadge, ShowingChange

HIDDEN, SHOWN = "hidden", "shown"
UNDONE_WITHIN = timedelta(days=30)

Before = dict[str, str]


def change_visibility(
    *, account: Account, refs: Collection[str], visibility: str, now: datetime
) -> ShowingChange:
    """This function will say who may see badges of `account`, named as forms name them.

    The change that it returns says what was before; others' badges are passed over. Badges from elsewhere that don't
    name their holder stay private: `refused` counts them.
    """
    with transaction.atomic():
        before, refused = _visibility(account, refs, visibility, now)
        return _kept_change(account, ChangedField.VISIBILITY, visibility, before, refused, now)


def change_evidence(
    *, account: Account, refs: Collection[str], is_hidden: bool, now: datetime
) -> ShowingChange:
    """This function will hide the evidence of badges of `account` from others, or show it again.

    It can't be taken out of a signed file, so that others aren't given the file as long as it is hidden.
    """
    with transaction.atomic():
        before = _evidence(account, refs, is_hidden, now)
        value = HIDDEN if is_hidden else SHOWN
        return _kept_change(account, ChangedField.EVIDENCE, value, before, 0, now)


def undo_change(*, change: ShowingChange, now: datetime) -> int:
    """This function will set back the badges of a change that weren't changed again since; returns how many.

    Raises UndoneAlready.
    """
    with transaction.atomic():
        change = ShowingChange.objects.select_for_update().select_related("account").get(pk=change.pk)
        if change.undone_at is not None:
            raise UndoneAlready(_("This was undone already."))
        change.undone_at = now
        change.save(update_fields=["undone_at"])
        refs: dict[str, set[str]] = defaultdict(set)
        for ref, before in change.before.items():
            refs[before].add(ref)
        done = 0
        for before, group in refs.items():
            group &= _as_changed(change)
            if change.field == ChangedField.VISIBILITY:
                done += len(_visibility(change.account, group, before, now)[0])
            else:
                done += len(_evidence(change.account, group, before == HIDDEN, now))
    return done


def forget_old_changes(now: datetime) -> None:
    """This function will forget changes that are too old to be undone."""
    ShowingChange.objects.filter(changed_at__lt=now - UNDONE_WITHIN).delete()


def _as_changed(change: ShowingChange) -> set[str]:
    """The badges that are as the change left them; what was changed again since stays as it is."""
    award_ids, kept_ids = parted(change.before)
    wanted = (
        {"visibility": change.value}
        if change.field == ChangedField.VISIBILITY
        else {"hides_evidence": change.value == HIDDEN}
    )
    awards = change.account.awards.filter(pk__in=award_ids, **wanted).values_list("pk", flat=True)
    kept = KeptBadge.objects.filter(account=change.account, pk__in=kept_ids, **wanted)
    return {f"{AWARD}:{pk}" for pk in awards} | {f"{KEPT}:{pk}" for pk in kept.values_list("pk", flat=True)}


def _visibility(
    account: Account, refs: Collection[str], visibility: str, now: datetime
) -> tuple[Before, int]:
    award_ids, kept_ids = parted(refs)
    before: Mapping[UUID, str] = show_awards(awards=award_ids, holder=account, visibility=visibility, now=now)
    rows = list(
        KeptBadge.objects.select_for_update()
        .filter(account=account, pk__in=kept_ids)
        .exclude(visibility=visibility)
        .only("visibility", "names_holder")
    )
    able = [badge for badge in rows if badge.names_holder or visibility == Visibility.PRIVATE]
    KeptBadge.objects.filter(pk__in=[badge.pk for badge in able]).update(visibility=visibility)
    _record("kept_badge.shown", account, able, now, {"visibility": visibility})
    changed = {f"{AWARD}:{pk}": value for pk, value in before.items()}
    changed |= {f"{KEPT}:{badge.pk}": badge.visibility for badge in able}
    return changed, len(rows) - len(able)


def _evidence(account: Account, refs: Collection[str], is_hidden: bool, now: datetime) -> Before:
    award_ids, kept_ids = parted(refs)
    changed = hide_evidence(awards=award_ids, holder=account, is_hidden=is_hidden, now=now)
    rows = list(
        KeptBadge.objects.select_for_update()
        .filter(account=account, pk__in=kept_ids)
        .exclude(hides_evidence=is_hidden)
        .only("pk")
    )
    KeptBadge.objects.filter(pk__in=[badge.pk for badge in rows]).update(hides_evidence=is_hidden)
    kind = "kept_badge.evidence_hidden" if is_hidden else "kept_badge.evidence_shown"
    _record(kind, account, rows, now, {})
    before = SHOWN if is_hidden else HIDDEN
    return {f"{AWARD}:{pk}": before for pk in changed} | {f"{KEPT}:{badge.pk}": before for badge in rows}


def _kept_change(
    account: Account, field: ChangedField, value: str, before: Before, refused: int, now: datetime
) -> ShowingChange:
    return ShowingChange.objects.create(
        account=account, field=field, value=value, before=before, refused=refused, changed_at=now
    )


def _record(
    kind: str, account: Account, badges: Collection[KeptBadge], now: datetime, data: dict[str, str]
) -> None:
    drafts = [EventDraft(kind, ("kept_badge", badge.pk), account.pk, None, data) for badge in badges]
    record_events(drafts, now=now)
