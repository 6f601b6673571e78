"""What the answers about an award rest on, read at once: as long as it is the same, they are."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from openlaurel.apps.desk.models import RecalledAward
from openlaurel.apps.issuing.models import Award, SigningKey

Stamp = tuple[Any, ...]

_COLUMNS = (
    "state",
    "visibility",
    "hides_evidence",
    "show_name",
    "account_id",
    "recipient_name",
    "recipient_erased_at",
    "valid_from",
    "valid_until",
    "accepted_at",
    "revoked_at",
    "revocation_reason",
    "suspended_at",
    "suspension_reason",
    "renewed_by_id",
    "version__state",
    "version__achievement__archived_at",
    "organisation__name",
    "organisation__language",
    "organisation__linkedin_id",
    "organisation__hue",
    "organisation__colour",
    "organisation__accent",
    "organisation__logo__digest",
    "own_fields__field_set_id",
    "own_fields__values",
    # What else a badge says changes by a correction alone, which signs anew.
    "current__id",
    "current__key__revoked_at",
    "current__status_list__signed_at",
    "revoked_keys",
    "notes",
    "note_changed_at",
)
_PLACE = UUID(int=2**128 - 1)


def stamp_of(award_id: UUID) -> Stamp | None:
    """This function will read by one statement what decides about an award and what its issuer says; None without one.

    Not in it is what is worded otherwise without deciding anything, such as the name of a skill.
    """
    statement, parameters = _statement(connection.vendor)
    own = award_id.hex if connection.vendor == "sqlite" else award_id
    with connection.cursor() as cursor:
        cursor.execute(statement, [own if _is_place(value) else value for value in parameters])
        row: Stamp | None = cursor.fetchone()
    return row


@cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement, and its parameters with _PLACE where the id of the award goes: composing it takes longer than it."""
    revoked = SigningKey.objects.filter(organisation=OuterRef("organisation"), revoked_at__isnull=False)
    notes = RecalledAward.objects.filter(award=OuterRef("pk"), recall__published_at__isnull=False)
    rows = (
        Award.objects.filter(pk=_PLACE)
        .order_by()
        .annotate(
            current=FilteredRelation("credentials", condition=Q(credentials__superseded_at=None)),
            revoked_keys=Subquery(revoked.values("organisation").annotate(n=Count("pk")).values("n")),
            notes=Subquery(notes.values("award").annotate(n=Count("pk")).values("n")),
            note_changed_at=Subquery(
                notes.values("award")
                .annotate(at=Max(Coalesce("recall__changed_at", F("recall__published_at"))))
                .values("at")
            ),
        )
        .values_list(*_COLUMNS)
    )
    statement, parameters = rows.query.sql_with_params()
    return statement, tuple(parameters)


def _is_place(value: Any) -> bool:
    return value in (_PLACE, _PLACE.hex)
