"""What changes in a wallet: badges come in, are verified again, are shown or not, and go."""

from openlaurel.apps.wallet.services.checking import check_again, check_due
from openlaurel.apps.wallet.services.keeping import (
    keep_file,
    keep_from_address,
    keep_pushed,
    remove_badge,
)
from openlaurel.apps.wallet.services.showing import (
    change_evidence,
    change_visibility,
    forget_old_changes,
    undo_change,
)

__all__ = [
    "change_evidence",
    "change_visibility",
    "check_again",
    "check_due",
    "forget_old_changes",
    "keep_file",
    "keep_from_address",
    "keep_pushed",
    "remove_badge",
    "undo_change",
]
