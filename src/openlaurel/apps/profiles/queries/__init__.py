"""What others ask about organisations, their members, keys and audit trail."""

from openlaurel.apps.profiles.queries.brand import LogoView, colour_of, logo_bytes, logo_of, sheet_url
from openlaurel.apps.profiles.queries.domains import confirmed_domains, domain_over
from openlaurel.apps.profiles.queries.organisations import (
    Member,
    api_key_of,
    get_member,
    get_organisation,
    issuers,
    list_api_keys,
    list_members,
    members_of,
    open_invitations,
    organisations_of,
)
from openlaurel.apps.profiles.queries.paging import page_of
from openlaurel.apps.profiles.queries.places import (
    country_choices,
    country_name,
    currency_choices,
    language_choices,
    language_name,
)
from openlaurel.apps.profiles.queries.trail import TrailLine, list_events, read_trail, trail_people

__all__ = [
    "LogoView",
    "Member",
    "TrailLine",
    "api_key_of",
    "colour_of",
    "confirmed_domains",
    "country_choices",
    "country_name",
    "currency_choices",
    "domain_over",
    "get_member",
    "get_organisation",
    "issuers",
    "language_choices",
    "language_name",
    "list_api_keys",
    "list_events",
    "list_members",
    "logo_bytes",
    "logo_of",
    "members_of",
    "open_invitations",
    "organisations_of",
    "page_of",
    "read_trail",
    "sheet_url",
    "trail_people",
]
