"""What changes in a wallet: badges come in, are verified again, are shown or not, and go."""

from openlaurel.apps.wallet.services.archiving import (
    download_archive,
    forget_old_archives,
    remove_archive,
    resume_archive,
    run_archive,
    run_waiting_archives,
    start_archive,
    stop_archive,
)
from openlaurel.apps.wallet.services.checking import check_again, check_due
from openlaurel.apps.wallet.services.dids import ask_for_proof, asked_of, prove_did, remove_did
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
    "ask_for_proof",
    "asked_of",
    "change_evidence",
    "change_visibility",
    "check_again",
    "check_due",
    "download_archive",
    "forget_old_archives",
    "forget_old_changes",
    "keep_file",
    "keep_from_address",
    "keep_pushed",
    "prove_did",
    "remove_archive",
    "remove_badge",
    "remove_did",
    "resume_archive",
    "run_archive",
    "run_waiting_archives",
    "start_archive",
    "stop_archive",
    "undo_change",
]
