"""A person's public page: chosen badges, and what they say of themselves."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.portfolio.models.placed import PlacedBadge


class Theme(models.TextChoices):
    """The colours of a portfolio; readable ones are worked out from each (`themes.py`)."""

    LAUREL = "laurel", _("Laurel")
    DUSK = "dusk", _("Dusk")
    HARBOUR = "harbour", _("Harbour")
    CLAY = "clay", _("Clay")
    PLUM = "plum", _("Plum")
    INK = "ink", _("Ink")
    OWN = "own", _("A colour of your own")


class EntryKind(models.TextChoices):
    PROJECT = "project", _("Project")
    WORK = "work", _("Work")
    DEGREE = "degree", _("Degree or school")


class Portfolio(models.Model):
    """What a person shows of themselves at /people/<handle>, once it is published."""

    account = models.OneToOneField(
        "accounts.Account", on_delete=models.CASCADE, primary_key=True, related_name="portfolio"
    )
    handle = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    headline = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=120, blank=True)
    statement = models.TextField(blank=True, max_length=4000)
    language = models.CharField(max_length=12, help_text="In which the person writes.")
    links = models.JSONField(default=list, blank=True, help_text="Pages elsewhere: label and url.")
    email = models.EmailField(blank=True, help_text="For résumés of one's own, never on the page.")
    phone = models.CharField(
        max_length=40, blank=True, help_text="For résumés of one's own, never on the page."
    )
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.LAUREL)
    colour = models.CharField(max_length=7, blank=True, help_text="Own colour as #rrggbb.")
    is_published = models.BooleanField(default=False)
    is_findable = models.BooleanField(default=False, help_text="Whether search engines may list it.")
    offers_resume = models.BooleanField(default=False, help_text="Whether visitors may download the résumé.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(theme="own") | ~models.Q(colour=""), name="an_own_theme_has_a_colour"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormerHandle(models.Model):
    """A handle that a portfolio had: it leads to the present one, and nobody else gets it."""

    handle = models.SlugField(max_length=40, primary_key=True)
    portfolio = models.ForeignKey(
        "portfolio.Portfolio", on_delete=models.CASCADE, related_name="former_handles"
    )
    left_at = models.DateTimeField()


class PortfolioBadge(PlacedBadge):
    """A badge that a portfolio shows."""

    portfolio = models.ForeignKey("portfolio.Portfolio", on_delete=models.CASCADE, related_name="badges")


class Entry(models.Model):
    """A project, a job or a degree as the person states it; nobody has checked it, but for the badges beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey("portfolio.Portfolio", on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    title = models.CharField(max_length=200, help_text="Of a project, a job, or what was studied.")
    organisation = models.CharField(max_length=200, blank=True, help_text="Where; of a project for whom.")
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True, max_length=4000)
    starts = models.CharField(max_length=7, blank=True, help_text="YYYY or YYYY-MM.")
    ends = models.CharField(max_length=7, blank=True, help_text="YYYY or YYYY-MM; empty while it lasts.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "id")


class EntryBadge(PlacedBadge):
    """A badge that proves something of an entry."""

    entry = models.ForeignKey("portfolio.Entry", on_delete=models.CASCADE, related_name="badges")
