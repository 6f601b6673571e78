"""Who signs records of learning here."""

from django.db import models


class RecordKeeper(models.Model):
    """The profile by which this site signs the records that people have made of their badges; there is one at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    profile = models.OneToOneField("profiles.Profile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_record_keeper")]
