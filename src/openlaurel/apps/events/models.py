"""The audit trail and the outbox in one: a row per change that matters, written in the change's transaction."""

from django.db import models
from django.db.models.functions import Left, StrIndex

# News of each set of a bulk action, of which the action as a whole has a line, and what the page of a badge tells.
PARTS_OF_ONE_LINE = (
    "award.mailed",
    "award.many_corrected",
    "award.many_mail_requested",
    "award.many_restored",
    "award.many_revoked",
    "award.many_suspended",
    "award.opened",
    "bulk_action.set_done",
)


class Event(models.Model):
    """What happened, to what, by whom. Holds ids and reasons, never names or addresses."""

    kind = models.CharField(max_length=64)
    trail_group = models.GeneratedField(
        expression=models.Case(
            models.When(kind__in=PARTS_OF_ONE_LINE, then=models.Value(None)),
            default=Left("kind", StrIndex("kind", models.Value(".")) - 1),
        ),
        output_field=models.CharField(max_length=64, null=True),
        db_persist=True,
        help_text="The beginning of its kind; nothing where the trail shows it as a part of another line.",
    )
    occurred_at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["organisation_id", "-occurred_at", "-id"], name="event_by_organisation"),
            models.Index(
                fields=["organisation_id", "-occurred_at", "-id"],
                condition=models.Q(trail_group__isnull=False),
                name="trail_line_by_time",
            ),
            models.Index(
                fields=["organisation_id", "trail_group", "-occurred_at", "-id"],
                condition=models.Q(trail_group__isnull=False),
                name="trail_line_by_group",
            ),
            models.Index(
                fields=["organisation_id", "actor_id", "-occurred_at", "-id"],
                condition=models.Q(trail_group__isnull=False, actor_id__isnull=False),
                name="trail_line_by_actor",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="event_by_subject"),
        ]


class Delivery(models.Model):
    """One handler's duty to one event: open until it is delivered or, after its last attempt, given up.

    While a worker attempts it, `leased_until` keeps the others away; a worker that was killed loses it then.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(delivered_at__isnull=True, gave_up_at__isnull=True),
                name="open_delivery_by_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler"),
            models.CheckConstraint(
                condition=models.Q(delivered_at__isnull=True) | models.Q(gave_up_at__isnull=True),
                name="delivered_or_given_up",
            ),
        ]


class WorkerProcess(models.Model):
    """A process that does background work, and when it was last alive."""

    id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "worker processes"


class LongJob(models.Model):
    """A row of which a worker does one piece after the other (`events.services.long_jobs`).

    Whoever does it holds a lease and gives it back; one that was killed loses it when it ends. Each kind has a `state`
    of its own, among them queued, running and stopped.
    """

    state = models.CharField(max_length=9)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text="What stopped it, when nobody did.")

    class Meta:
        abstract = True
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lease__isnull=True, lease_until__isnull=True)
                | models.Q(lease__isnull=False, lease_until__isnull=False),
                name="%(class)s_lease_has_an_end",
            ),
        ]
