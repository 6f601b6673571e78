"""The list of revoked badges by their ids, as 1EdTech has it, from the same rows as the status lists."""

from datetime import datetime

from django.db.models import Count, Max, Q

from openlaurel.apps.issuing.addresses import issuer_did, revocation_list_url
from openlaurel.apps.issuing.models import Award, AwardState, Credential, PublishedRevocations
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.status import MAXIMUM_REVOKED, RevocationList, RevokedCredential


def publishes_revocations(organisation: Profile) -> bool:
    """This function will tell whether the list of an organisation is public."""
    return PublishedRevocations.objects.filter(organisation=organisation).exists()


def revocations_tag(handle: str) -> str | None:
    """This function will return what changes with an organisation's list, and only then; None where none is public."""
    found = PublishedRevocations.objects.filter(organisation__handle=handle).first()
    if found is None:
        return None
    revoked = Award.objects.filter(organisation=found.organisation_id, state=AwardState.REVOKED)
    counts = revoked.aggregate(number=Count("pk"), last=Max("revoked_at"))
    last: datetime | None = counts["last"]
    return f"{counts['number']}-{last.timestamp() if last else 0:.6f}-{found.since.timestamp():.6f}"


def revocation_list(handle: str, base: str) -> RevocationList | None:
    """This function will return the public list of an organisation under the address `base`; None where there is none.

    It names badges that their holders accepted: others were never public. The newest 200,000 are named, which is what is
    read elsewhere. A badge keeps the address that it was issued under, former ones included.
    """
    found = PublishedRevocations.objects.filter(organisation__handle=handle).first()
    if found is None:
        return None
    revoked = Credential.objects.filter(
        Q(award__accepted_at__isnull=False),
        award__organisation=found.organisation_id,
        award__state=AwardState.REVOKED,
        superseded_at=None,
    )
    rows = revoked.order_by("-award__revoked_at", "award").values_list("award", "status_list__base_url")
    lines = tuple(RevokedCredential(f"{url}/awards/{pk}") for pk, url in rows[:MAXIMUM_REVOKED])
    return RevocationList(revocation_list_url(handle, base), issuer_did(handle, base), lines)
