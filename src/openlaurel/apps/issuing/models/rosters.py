"""Uploaded files of recipients."""

import uuid

from django.db import models


class Roster(models.Model):
    """An uploaded file of recipients. Its content is kept until a batch of it is done, then only what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="rosters")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    row_count = models.PositiveIntegerField()
    encoding = models.CharField(max_length=20)
    encoding_is_guessed = models.BooleanField(default=False)
    delimiter = models.CharField(max_length=1)
    dialect = models.CharField(max_length=20, help_text="Whose columns these are: credly, canvas, …")
    headers = models.JSONField()
    mapping = models.JSONField(default=dict, help_text='{"field": "column header"}')
    uploaded_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "id"]
