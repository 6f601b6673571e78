"""What the catalogue does when it hears that an organisation changed."""

from openlaurel.apps.catalog.services.listings import relist_organisation
from openlaurel.apps.events.models import Event


def relist_renamed(event: Event) -> None:
    """This function will have the organisation's micro-credentials found by its new name."""
    if event.organisation_id is not None and "name" in event.data.get("fields", ()):
        relist_organisation(event.organisation_id)
