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
from openlaurel.apps.signon.services.saml_providers import (
    answer_behind,
    forget_answers,
    read_metadata_again,
    saml_addresses,
    set_saml_provider,
    site_for,
    take_answer,
)

__all__ = [
    "FactorMissing",
    "NotAdmitted",
    "ProviderMissing",
    "admit",
    "answer_behind",
    "end_sign_on",
    "end_two_factor",
    "endpoints_of",
    "forget_answers",
    "identity_behind",
    "read_metadata_again",
    "remove_provider",
    "require_sign_on",
    "require_two_factor",
    "saml_addresses",
    "set_provider",
    "set_saml_provider",
    "site_for",
    "take_answer",
]
