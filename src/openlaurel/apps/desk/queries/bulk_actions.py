"""Bulk actions as the people of an organisation see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from openlaurel.apps.desk.models import ActionKind, ActionState, BulkAction, BulkItem, ItemState
from openlaurel.apps.desk.words import REFUSALS
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.issuing.models import Credential
from openlaurel.apps.issuing.queries import AwardFilters, list_awards
from openlaurel.apps.profiles.models import Profile

MOST_CHOSEN = 200_000
HIDDEN = tuple(f"award__version__{column}" for column in ("artwork_svg", "artwork_png", "search_text"))


@dataclass(frozen=True)
class ActionCounts:
    """How many badges of an action are in which state."""

    ready: int
    done: int
    refused: int

    @property
    def total(self) -> int:
        return self.ready + self.done + self.refused

    @property
    def handled(self) -> int:
        return self.done + self.refused


@dataclass(frozen=True)
class Refusal:
    """Why some badges would be, or were, left as they were."""

    code: str
    words: str
    count: int


@dataclass(frozen=True)
class Preview:
    """What an action would do as things are now: to how many, to whom for example, and whom it would leave out."""

    effective: int
    examples: list[BulkItem]
    refusals: list[Refusal]
    accepted: int


def count_chosen(organisation: Profile, filters: AwardFilters, *, now: datetime) -> int:
    """This function will count which badges an action would choose, but no further than one too many."""
    return list_awards(organisation, filters, now=now).order_by()[: MOST_CHOSEN + 1].count()


def list_bulk_actions(organisation: Profile) -> QuerySet[BulkAction]:
    """This function will return an organisation's bulk actions, newest first."""
    return organisation.bulk_actions.select_related("created_by", "created_with")


def get_bulk_action(organisation: Profile, action_id: UUID) -> BulkAction:
    """This function will return an action of this organisation, or raise BulkAction.DoesNotExist."""
    rows = organisation.bulk_actions.select_related(
        "organisation", "created_by", "created_with", "confirmed_by", "confirmed_with", "recall"
    )
    return rows.get(id=action_id)


def count_items(action: BulkAction) -> ActionCounts:
    """This function will say how many of an action's items are in which state at this moment."""
    numbers = BulkAction.objects.values_list("chosen", "done", "refused")
    chosen, done, refused = numbers.get(pk=action.pk)
    return ActionCounts(chosen - done - refused, done, refused)


def preview_of(action: BulkAction, most: int = 5) -> Preview:
    """This function will say what an action would do, as it was found when it was prepared, with examples of today.

    Whoever does it looks at each badge again.
    """
    outlook = action.outlook
    refusals = [Refusal(code, str(REFUSALS[code]), number) for code, number in outlook["refusals"].items()]
    examples = _with_outlook(action).filter(would="").select_related("award__version__achievement")
    return Preview(outlook["effective"], list(examples.defer(*HIDDEN)[:most]), refusals, outlook["accepted"])


def outlook_of(action: BulkAction) -> dict[str, Any]:
    """This function will count what an action would come to now: `effective`, `accepted` of them, and `refusals` by code."""
    accepted = Count("pk", filter=Q(award__state="accepted"))
    rows = _with_outlook(action).order_by().values_list("would").annotate(n=Count("pk"), accepted=accepted)
    found = {code: rest for code, *rest in rows}
    effective, of_them = found.pop("", (0, 0))
    would = {code: number for code, (number, _) in found.items()}
    return {"effective": effective, "accepted": of_them, "refusals": dict(_refused(action)) | would}


def _with_outlook(action: BulkAction) -> Any:
    """What is ready, each with the code of why it would be left as it is, or nothing."""
    whens = [When(refuses, then=Value(code)) for code, refuses in _would_refuse(action).items()]
    would = Case(*whens, default=Value(""), output_field=CharField())
    return action.items.filter(state=ItemState.READY).annotate(would=would)


def refusals_of(action: BulkAction) -> list[Refusal]:
    """This function will say why badges were left as they were, and how many for each reason."""
    return [Refusal(code, str(REFUSALS[code]), number) for code, number in _refused(action)]


def mails_wait(action: BulkAction, now: datetime) -> bool:
    """This function will tell whether mails of an action may still wait, so that they can be held back."""
    if not action.hold_minutes or action.started_at is None or action.mails_withdrawn_at is not None:
        return False
    return action.finished_at is None or now < mails_leave_by(action.finished_at, action)


def mails_leave_by(moment: datetime, action: BulkAction) -> datetime:
    """This function will return when the mails leave that tell of what was done at that moment."""
    return moment + timedelta(minutes=action.hold_minutes)


def is_active(action: BulkAction) -> bool:
    """This function will tell whether an action waits or runs."""
    return action.state in {ActionState.QUEUED, ActionState.RUNNING}


def subject_bulk_actions(ids: set[str]) -> dict[str, Subject]:
    """This function will name bulk actions in the audit trail."""
    rows = BulkAction.objects.filter(id__in=ids).select_related("organisation")
    return {
        str(action.id): Subject(
            name=str(ActionKind(action.kind).label),
            url=reverse("desk:bulk-detail", args=[action.organisation.handle, action.id]),
        )
        for action in rows
    }


def _refused(action: BulkAction) -> QuerySet[BulkItem, Any]:
    rows = action.items.filter(state=ItemState.REFUSED).order_by().values_list("refusal")
    return rows.annotate(Count("pk"))


def _would_refuse(action: BulkAction) -> dict[str, Q]:
    """By code, of which awards it is true today; the first that is true of one says why."""
    revoked = Q(award__state="revoked")
    if action.kind == ActionKind.REVOKE:
        return {"revoked_already": revoked}
    if action.kind == ActionKind.SUSPEND:
        is_suspended = Q(award__suspended_at__isnull=False)
        return {"revoked_already": revoked, "suspended": is_suspended, "without_suspension": _unsuspendable()}
    if action.kind == ActionKind.RESTORE:
        return {"revoked_already": revoked, "not_suspended": Q(award__suspended_at__isnull=True)}
    erased = Q(award__recipient_erased_at__isnull=False)
    if action.kind == ActionKind.RESEND:
        return {"erased": erased, "answered": ~Q(award__state="offered")}
    if action.kind == ActionKind.INVITE:
        return {
            "erased": erased,
            "untold": Q(award__accepted_at__isnull=True, award__mailed_at__isnull=True),
        }
    ends_later = Q(award__valid_until__isnull=True) | Q(award__valid_until__gte=action.valid_until)
    is_suspended = Q(award__suspended_at__isnull=False)
    return {
        "erased": erased,
        "revoked_already": revoked,
        "suspended": is_suspended,
        "ends_later": ends_later,
    }


def _unsuspendable() -> Q:
    current = Credential.objects.filter(award=OuterRef("award"), superseded_at=None)
    return Q(~Exists(current.filter(status_list__purpose="suspension")))
