"""Status lists: which credentials of an organisation count no longer."""

import uuid

from django.db import models


class StatusList(models.Model):
    """A Bitstring Status List of an organisation (VC Bitstring Status List 1.0).

    It stays at the address under which it was begun, as the badges in it name that one for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="status_lists"
    )
    base_url = models.CharField(max_length=300, help_text="The installation's address when it was begun.")
    purpose = models.CharField(
        max_length=12,
        choices=[("revocation", "revocation"), ("suspension", "suspension")],
        default="revocation",
    )
    capacity = models.PositiveIntegerField(default=131072)
    allocated = models.PositiveIntegerField(default=0)
    permutation_key = models.BinaryField(help_text="Makes the order of indices unguessable.")
    bits = models.BinaryField(help_text="gzip of the bitstring.")
    signed_document = models.BinaryField(help_text="The signed list as it is published.")
    signed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allocated__lte=models.F("capacity")), name="a_list_is_not_overfull"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["revocation", "suspension"]),
                name="a_list_has_a_known_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=131072), name="a_list_hides_in_131072_entries"
            ),
        ]
