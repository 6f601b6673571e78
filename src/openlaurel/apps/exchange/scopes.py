"""What a platform may be allowed (Open Badges 3.0.3, API, "Scopes")."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_BASE = "https://purl.imsglobal.org/spec/ob/v3p0/scope"
READ_CREDENTIALS = f"{_BASE}/credential.readonly"
WRITE_CREDENTIALS = f"{_BASE}/credential.upsert"
READ_PROFILE = f"{_BASE}/profile.readonly"
WRITE_PROFILE = f"{_BASE}/profile.update"
OFFLINE = "offline_access"

# In words, as the person is asked; the standard's own sentences are in the service description.
SCOPES: dict[str, Promise] = {
    READ_CREDENTIALS: _("See all your badges, from here and from your wallet, and download them"),
    WRITE_CREDENTIALS: _("Put badges into your wallet"),
    READ_PROFILE: _("See your name and your main e-mail address"),
    WRITE_PROFILE: _("Change your name"),
    OFFLINE: _("Do so also while you are away, until you end it"),
}
DESCRIPTIONS = {
    READ_CREDENTIALS: "Permission to read OpenBadgeCredentials for the authenticated entity.",
    WRITE_CREDENTIALS: "Permission to create or update OpenBadgeCredentials for the authenticated entity.",
    READ_PROFILE: "Permission to read the profile for the authenticated entity.",
    WRITE_PROFILE: "Permission to update the profile for the authenticated entity.",
    OFFLINE: "Permission to obtain a refresh token.",
}
