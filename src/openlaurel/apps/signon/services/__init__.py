"""What changes at the entrance of a workspace, and who arrives there from an identity provider."""

from openlaurel.apps.signon.services.arrivals import NotAdmitted, admit, endpoints_of, identity_behind
from openlaurel.apps.signon.services.entry import (
    FactorMissing,
    ProviderMissing,
    end_sign_on,
    end_two_factor,
    require_sign_on,
    require_two_factor,
)
from openlaurel.apps.signon.services.providers import (
    remove_provider,
    set_provider,
)

__all__ = [
    "FactorMissing",
    "NotAdmitted",
    "ProviderMissing",
    "admit",
    "end_sign_on",
    "end_two_factor",
    "endpoints_of",
    "identity_behind",
    "remove_provider",
    "require_sign_on",
    "require_two_factor",
    "set_provider",
]
