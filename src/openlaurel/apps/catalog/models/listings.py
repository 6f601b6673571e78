"""What a search of the catalogue looks through. All of it is made from the definitions, and can be made anew."""

from django.db import models

from openlaurel.apps.catalog.models.achievements import Level, Participation

LONGEST_WORD = 40


class Listing(models.Model):
    """An achievement as the catalogue offers it: its words by weight, and what is filtered by. Archived ones have none."""

    achievement = models.OneToOneField(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="listing"
    )
    version = models.OneToOneField(
        "catalog.AchievementVersion", on_delete=models.CASCADE, related_name="listing"
    )
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="listings")
    name_words = models.TextField()
    skill_words = models.TextField(help_text="Of its skills, and their synonyms.")
    other_words = models.TextField()
    name = models.CharField(max_length=200, help_text="In its search form, by which lists are sorted.")
    level = models.CharField(max_length=12, choices=Level.choices)
    language = models.CharField(max_length=12)
    workload_hours = models.PositiveIntegerField()
    is_free = models.BooleanField()
    participation = models.CharField(max_length=8, choices=Participation.choices)
    bears_credit = models.BooleanField(help_text="Whether it counts in ECTS credits or continuing education.")
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "id"], name="listing_by_time"),
            models.Index(fields=["name", "id"], name="listing_by_name"),
            models.Index(fields=["workload_hours", "name", "id"], name="listing_by_workload"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word of the listings, so that one with a slip can be told from one that is there."""

    text = models.CharField(max_length=LONGEST_WORD, unique=True)

    def __str__(self) -> str:
        return self.text


class SearchWordForm(models.Model):
    """A word, or one without one of its letters: what two words share of which one is the other with a slip."""

    word = models.ForeignKey("catalog.SearchWord", on_delete=models.CASCADE, related_name="forms")
    text = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "word"], name="a_word_has_each_of_its_forms_once")
        ]
