"""Whether an award can be suspended, and what is on record of an entry of a list of suspensions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openlaurel.apps.issuing.addresses import read_identifier
from openlaurel.apps.issuing.models import Award, AwardState, Credential


@dataclass(frozen=True)
class Standing:
    """What a set bit of a list of suspensions means: `kind` is "revoked", which is for good, or "suspended"."""

    kind: str
    issuer: str
    since: datetime
    why: str


def can_be_suspended(award: Award) -> bool:
    """This function will tell whether the credential of an award names a list of suspensions."""
    current = award.credentials.filter(superseded_at=None)
    return current.filter(status_list__purpose="suspension").exists()


def standing_of(list_url: str, index: int) -> Standing | None:
    """This function will return what is on record of an entry of a list of suspensions here; None where nothing is.

    A credential that was superseded counts as one that was revoked.
    """
    place = read_identifier(list_url)
    if place is None or place.kind != "status":
        return None
    rows = Credential.objects.defer("content").select_related("award__organisation")
    found = rows.filter(
        status_list=UUID(place.key), status_list__purpose="suspension", status_index=index
    ).first()
    if found is None:
        return None
    award, issuer = found.award, found.award.organisation.name
    if found.superseded_at is not None:
        return Standing("revoked", issuer, found.superseded_at, "")
    if award.state == AwardState.REVOKED and award.revoked_at is not None:
        return Standing("revoked", issuer, award.revoked_at, award.revocation_reason)
    if award.suspended_at is not None:
        return Standing("suspended", issuer, award.suspended_at, award.suspension_reason)
    return None
