"""Which badge took the place of an earlier one that was renewed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openlaurel.apps.issuing.addresses import award_url, read_identifier
from openlaurel.apps.issuing.models import Award, AwardState, Credential, Visibility

MOST_STEPS = 100


@dataclass(frozen=True)
class Renewal:
    """When a badge was renewed, and the badge that counts since: the newest where that one was renewed in its turn."""

    renewed_at: datetime
    newest: Award

    @property
    def url(self) -> str:
        """The page of the newest badge; empty where its holder shows it to nobody."""
        return "" if self.newest.visibility == Visibility.PRIVATE else award_url(self.newest.pk)


def renewal_of(award: Award) -> Renewal | None:
    """This function will say by what a badge was renewed; None for one that wasn't, or was revoked for another reason."""
    newest, renewed_at = _successor(award), award.revoked_at
    if newest is None or renewed_at is None:
        return None
    for _step in range(MOST_STEPS):
        newer = _successor(newest)
        if newer is None:
            break
        newest = newer
    return Renewal(renewed_at, newest)


def renewal_at(list_url: str, index: int) -> Renewal | None:
    """This function will say by what the badge with that entry of a status list here was renewed; None for others."""
    place = read_identifier(list_url)
    if place is None or place.kind != "status":
        return None
    rows = Credential.objects.filter(status_list=UUID(place.key), status_index=index)
    found = Award.objects.filter(pk__in=rows.values("award"), renewed_by__isnull=False).first()
    return renewal_of(found) if found is not None else None


def _successor(award: Award) -> Award | None:
    """The badge by whose acceptance this one was revoked: at one moment, which tells it from what was revoked before."""
    if award.state != AwardState.REVOKED or award.renewed_by_id is None:
        return None
    newer = Award.objects.filter(pk=award.renewed_by_id, accepted_at=award.revoked_at).first()
    return newer if newer is not None and newer.recipient_erased_at is None else None
