"""How far badges get, counted: no number here names a person, a visitor or an address; and who gets them by mail."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How far the awards of one achievement got that were issued on one day (UTC) to one roster, or to none.

    Each award counts once among the columns from `quiet` to `later`, by where it got to: those from `within_hour` on
    were accepted, so long after they were issued. `revoked`, `shared`, `viewed` and `verified` are parts of the
    accepted. A tally is worked out from the awards alone and can be made anew at any time.
    """

    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="tallies", db_index=False
    )
    achievement = models.ForeignKey("catalog.Achievement", on_delete=models.CASCADE, related_name="tallies")
    day = models.DateField()
    month = models.DateField(help_text="The first day of the day's month.")
    batch_id = models.UUIDField(null=True, blank=True, help_text="The batch that issued them, if any.")
    issued = models.PositiveIntegerField(default=0)
    quiet = models.PositiveIntegerField(default=0, help_text="Issued without a mail, and not opened.")
    waiting = models.PositiveIntegerField(default=0, help_text="The mail hasn't left yet.")
    unsent_revoked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0, help_text="The mail couldn't be handed over.")
    unopened = models.PositiveIntegerField(default=0)
    unopened_revoked = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)
    unanswered_revoked = models.PositiveIntegerField(default=0)
    within_hour = models.PositiveIntegerField(default=0)
    within_day = models.PositiveIntegerField(default=0)
    within_three_days = models.PositiveIntegerField(default=0)
    within_week = models.PositiveIntegerField(default=0)
    within_month = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    revoked = models.PositiveIntegerField(default=0, help_text="Accepted, and revoked since.")
    shared = models.PositiveIntegerField(default=0)
    viewed = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["organisation", "day"], name="tally_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "day"],
                condition=models.Q(batch_id__isnull=True),
                name="one_tally_a_day_without_batch",
            ),
            models.UniqueConstraint(
                fields=["achievement", "day", "batch_id"],
                condition=models.Q(batch_id__isnull=False),
                name="one_tally_a_day_and_batch",
            ),
            models.CheckConstraint(condition=models.Q(issued__gt=0), name="a_tally_counts_something"),
        ]


class Reach(models.Model):
    """On which day a badge was first shared by a button of its page, seen by a visitor, and verified."""

    award = models.OneToOneField(
        "issuing.Award", on_delete=models.CASCADE, primary_key=True, related_name="reach"
    )
    shared_on = models.DateField(null=True, blank=True)
    viewed_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)


class TrafficKind(models.TextChoices):
    VIEW = "view", _("Views")
    SHARE = "share", _("Shares")
    VERIFICATION = "verification", _("Verifications")


class Traffic(models.Model):
    """How often the badges of one achievement were seen, shared or verified in a month, by where that came from.

    `origin` is a class of referrers, or the channel of a share: never an address.
    """

    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="traffic", db_index=False
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="traffic", db_index=False
    )
    month = models.DateField(help_text="The first day of it.")
    kind = models.CharField(max_length=12, choices=TrafficKind.choices)
    origin = models.CharField(max_length=12)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "traffic"
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "month", "kind", "origin"], name="one_row_of_traffic_a_month"
            )
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="traffic_by_month")]


class PublicCount(models.Model):
    """What everybody is told of an organisation that has too many badges to count them at each visit."""

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    badges = models.PositiveIntegerField(help_text="In force.")
    holders = models.PositiveIntegerField(help_text="Addresses that hold one of them.")
    counted_at = models.DateTimeField()


class Sequel(models.Model):
    """How many people earned one badge of an organisation next after another; fewer than five aren't written down."""

    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="+")
    achievement = models.ForeignKey("catalog.Achievement", on_delete=models.CASCADE, related_name="sequels")
    following = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["achievement", "following"], name="a_sequel_is_counted_once"),
            models.CheckConstraint(condition=models.Q(people__gte=5), name="a_sequel_names_nobody"),
            models.CheckConstraint(
                condition=~models.Q(achievement=models.F("following")), name="nothing_follows_itself"
            ),
        ]


class Recount(models.Model):
    """A day of an organisation whose tallies are out of date. Rows are added freely and go when it was counted."""

    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()


class Counting(models.Model):
    """Who counts for an organisation at the moment: one worker at a time, which holds a lease."""

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sequels_counted_at = models.DateTimeField(
        null=True, blank=True, help_text="When was counted what its holders earned next."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lease__isnull=True, lease_until__isnull=True)
                | models.Q(lease__isnull=False, lease_until__isnull=False),
                name="a_counting_lease_has_an_end",
            )
        ]


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of each month")


class Period(models.TextChoices):
    """Of which months, by when badges were issued, counted back from the day on which it is told."""

    ALL = "all", _("All since the first badge")
    YEAR = "year", _("The last 12 months")
    QUARTER = "quarter", _("The last 3 months")
    MONTH = "month", _("The month before")


class ReportPlan(models.Model):
    """Figures of a selection that go to members by mail, each time that their rhythm says, by the clock of `time_zone`.

    What is due is told in one transaction with the next moment, so that each time is told once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="report_plans"
    )
    rhythm = models.CharField(max_length=7, choices=Rhythm.choices)
    period = models.CharField(max_length=7, choices=Period.choices, default=Period.ALL)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    time_zone = models.CharField(max_length=60, default="UTC")
    next_at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "id"]


class ReportReader(models.Model):
    """A member who gets the figures of a plan, until they stop it; only they themselves begin it again."""

    plan = models.ForeignKey("figures.ReportPlan", on_delete=models.CASCADE, related_name="readers")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="report_readers")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account__email"]
        constraints = [models.UniqueConstraint(fields=["plan", "account"], name="a_member_reads_a_plan_once")]
