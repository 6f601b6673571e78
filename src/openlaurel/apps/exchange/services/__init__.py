"""What changes between platforms and wallets: who may do what, and since when no more."""

from openlaurel.apps.exchange.services.access import access_of, end_access, forget_old
from openlaurel.apps.exchange.services.platforms import register_platform
from openlaurel.apps.exchange.services.profile import change_profile, profile_of

__all__ = ["access_of", "change_profile", "end_access", "forget_old", "profile_of", "register_platform"]
