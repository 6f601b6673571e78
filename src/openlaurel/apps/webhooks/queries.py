"""Reading endpoints and what they were sent."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.webhooks.kinds import TYPES
from openlaurel.apps.webhooks.models import Endpoint, Message


def list_endpoints(organisation: Profile) -> QuerySet[Endpoint]:
    """This function will return where `organisation` sends its news, the oldest first."""
    return Endpoint.objects.filter(organisation=organisation)


def list_messages(endpoint: Endpoint) -> QuerySet[Message]:
    """This function will return what was queued for `endpoint`, the latest first, each with its tries."""
    return endpoint.messages.prefetch_related("tries")


def get_endpoint(organisation: Profile, endpoint_id: UUID) -> Endpoint:
    """This function will return one endpoint of `organisation`, or raise Endpoint.DoesNotExist."""
    return list_endpoints(organisation).select_related("organisation").get(id=endpoint_id)


def wanting(organisation_id: UUID | None, kind: str) -> list[Endpoint]:
    """This function will return the endpoints that are told of events of `kind`; none that is paused."""
    if organisation_id is None:
        return []
    endpoints = Endpoint.objects.filter(organisation_id=organisation_id, paused_at=None)
    return [endpoint for endpoint in endpoints if TYPES.get(kind) in endpoint.types]


def has_endpoint_for(kind: str, organisation_id: UUID | None) -> bool:
    """This function will tell whether anybody is told of events of `kind`."""
    return bool(wanting(organisation_id, kind))


def open_messages() -> Q:
    """This function will return the condition of what is neither delivered nor given up."""
    return Q(delivered_at=None, gave_up_at=None)


def subject_webhooks(identifiers: Iterable[str]) -> dict[str, Subject]:
    """This function will return the endpoints among `identifiers` as the audit trail names them."""
    found = Endpoint.objects.filter(id__in=list(identifiers)).select_related("organisation")
    return {
        str(endpoint.id): Subject(
            endpoint.url,
            reverse("webhooks:endpoint-detail", args=[endpoint.organisation.handle, endpoint.id]),
        )
        for endpoint in found
    }
