"""What changes between platforms and wallets: who may do what, since when no more, and which badges go where."""

from openlaurel.apps.exchange.services.access import access_of, end_access, forget_old
from openlaurel.apps.exchange.services.connecting import (
    Return,
    add_connection,
    begin,
    complete,
    disconnect,
)
from openlaurel.apps.exchange.services.platforms import register_platform
from openlaurel.apps.exchange.services.profile import change_profile, profile_of
from openlaurel.apps.exchange.services.transfers import (
    fetch_badges,
    forget_old_transfers,
    resume_transfer,
    run_transfer,
    run_waiting_transfers,
    send_badges,
    stop_transfer,
)

__all__ = [
    "Return",
    "access_of",
    "add_connection",
    "begin",
    "change_profile",
    "complete",
    "disconnect",
    "end_access",
    "fetch_badges",
    "forget_old",
    "forget_old_transfers",
    "profile_of",
    "register_platform",
    "resume_transfer",
    "run_transfer",
    "run_waiting_transfers",
    "send_badges",
    "stop_transfer",
]
