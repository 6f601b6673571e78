"""Publishing which badges were revoked by their ids, or not."""

from datetime import datetime

from django.db import transaction

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.models import PublishedRevocations
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can


def publish_revocations(*, organisation: Profile, is_public: bool, by: Actor, now: datetime) -> None:
    """This function will publish an organisation's 1EdTechRevocationList from now on, or end that."""
    check_can(by, "manage_signing_keys", organisation)
    with transaction.atomic():
        found = PublishedRevocations.objects.filter(organisation=organisation)
        if found.exists() == is_public:
            return
        if is_public:
            PublishedRevocations.objects.create(organisation=organisation, since=now)
        else:
            found.delete()
        record_event(
            kind="organisation.revocations_published" if is_public else "organisation.revocations_withdrawn",
            subject=("organisation", organisation.id),
            now=now,
            actor_id=by.id,
            organisation_id=organisation.id,
        )
