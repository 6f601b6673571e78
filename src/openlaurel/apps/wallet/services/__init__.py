"""What changes in a wallet: badges come in, are verified again, are shown or not, and go."""

from openlaurel.apps.wallet.services.checking import check_again, check_due
from openlaurel.apps.wallet.services.keeping import (
    keep_file,
    keep_from_address,
    keep_pushed,
    remove_badge,
    show_badge,
)

__all__ = [
    "check_again",
    "check_due",
    "keep_file",
    "keep_from_address",
    "keep_pushed",
    "remove_badge",
    "show_badge",
]
