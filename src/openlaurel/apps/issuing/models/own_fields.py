"""The custom fields of awards: what was asked, stored once for all that were asked the same, and what each was given."""

from django.db import models


class FieldSet(models.Model):
    """Custom fields as they were when badges were issued with them. It never changes, whatever is asked later."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the fields.")
    fields = models.JSONField()


class AwardFields(models.Model):
    """What one award says in its custom fields; there is none for an award that says nothing in them."""

    award = models.OneToOneField(
        "issuing.Award", on_delete=models.CASCADE, primary_key=True, related_name="own_fields"
    )
    field_set = models.ForeignKey(
        "issuing.FieldSet", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    values = models.JSONField(help_text="By the key of the field, in the form in which it is kept.")
