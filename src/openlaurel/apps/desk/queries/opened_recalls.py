"""Recalls as the people of an organisation see them, and their notes as everybody does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Item
from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.desk.models import Recall, RecalledAward
from openlaurel.apps.desk.models.recalls import CauseKind
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.issuing.models import Award, SigningKey
from openlaurel.apps.profiles.models import Profile

MOST_NAMED = 20


@dataclass(frozen=True)
class RecallCounts:
    """How the awards of a recall stand now. `in_force` is the rest, those that have expired included."""

    all: int
    direct: int
    suspended: int
    revoked: int

    @property
    def in_force(self) -> int:
        return self.all - self.suspended - self.revoked


@dataclass(frozen=True)
class Note:
    """What a recall tells everybody. It names nobody; the last day is part of the time."""

    recall: Recall
    url: str
    last_day: datetime
    count: int
    achievements: list[AchievementVersion]


def list_recalls(organisation: Profile) -> QuerySet[Recall]:
    """This function will return an organisation's recalls, newest first."""
    return organisation.recalls.select_related("opened_by")


def get_recall(organisation: Profile, recall_id: UUID) -> Recall:
    """This function will return a recall of this organisation, or raise Recall.DoesNotExist."""
    return organisation.recalls.select_related("organisation", "opened_by").get(id=recall_id)


def cause_words(recall: Recall) -> str:
    """This function will return what people of the organisation call the cause; "" where it is no more."""
    if recall.cause_kind == CauseKind.ASSESSOR:
        found: object = Account.objects.filter(pk=recall.cause_key).first()
    elif recall.cause_kind == CauseKind.ACHIEVEMENT:
        found = Achievement.objects.filter(pk=recall.cause_key).first()
    elif recall.cause_kind == CauseKind.KEY:
        found = (
            SigningKey.objects.filter(pk=recall.cause_key).values_list("public_multibase", flat=True).first()
        )
    else:
        item = Item.objects.select_related("assessment").filter(pk=recall.cause_key).first()
        found = item and f"{item.assessment.title} · {item.position}"
    return str(found or "")


def last_day(recall: Recall) -> datetime:
    """This function will return a moment of the last day that is meant."""
    return recall.until - timedelta(microseconds=1)


def count_recalled(recall: Recall) -> RecallCounts:
    """This function will count how the awards of a recall stand now.

    Those that were suspended or revoked are fewer than those that the recall names, and found by indexes of their own.
    """
    meant = Exists(RecalledAward.objects.filter(recall=recall, award=OuterRef("pk")))
    awards = Award.objects.filter(organisation=recall.organisation_id).order_by()
    return RecallCounts(
        all=recall.awards_count,
        direct=recall.direct_count,
        suspended=awards.filter(meant, suspended_at__isnull=False).count(),
        revoked=awards.filter(meant, stage="revoked").count(),
    )


def get_note(recall_id: UUID) -> Note:
    """This function will return a published note, or raise Recall.DoesNotExist."""
    recall = Recall.objects.select_related("organisation").get(id=recall_id, published_at__isnull=False)
    return preview_note(recall)


def preview_note(recall: Recall) -> Note:
    """This function will return the note of a recall as it would be, published or not."""
    versions = AchievementVersion.objects.filter(awards__recalls__recall=recall)
    newest = versions.values("achievement").annotate(Count("pk")).values("achievement")[:MOST_NAMED]
    named = AchievementVersion.objects.filter(
        achievement__in=list(newest.values_list("achievement", flat=True))
    )
    shown = (
        named.filter(state="published")
        .select_related("achievement")
        .only("name", "language", "achievement__slug")
    )
    return Note(recall, note_url(recall), last_day(recall), recall.awards_count, list(shown.order_by("name")))


def note_url(recall: Recall) -> str:
    """This function will return the public address of a recall's note."""
    return settings.OPENLAUREL_URL + reverse("desk:recall-note", args=[recall.id])


def notes_about(award_id: UUID) -> list[Recall]:
    """This function will return the recalls with a published note that an award is part of, the newest first."""
    rows = Recall.objects.filter(awards__award=award_id, published_at__isnull=False)
    return list(rows.select_related("organisation").order_by("-published_at")[:5])


def subject_recalls(ids: Iterable[str]) -> dict[str, Subject]:
    """This function will name recalls in the audit trail."""
    rows = Recall.objects.filter(id__in=list(ids)).select_related("organisation")
    return {
        str(recall.id): Subject(
            name=str(CauseKind(recall.cause_kind).label),
            url=reverse("desk:recall-detail", args=[recall.organisation.handle, recall.id]),
        )
        for recall in rows
    }
