"""What changes when badges move: imports are planned, confirmed and done."""

from openlaurel.apps.moves.errors import ImportUnusable, MoveNotPossibleNow, MovingError
from openlaurel.apps.moves.services.archiving import (
    forget_old_archives,
    note_download,
    remove_archive,
    resume_archive,
    run_archive,
    run_waiting_archives,
    start_archive,
    stop_archive,
)
from openlaurel.apps.moves.services.importing import (
    confirm_import,
    run_import,
    run_waiting_imports,
    stop_import,
)
from openlaurel.apps.moves.services.planning import (
    answer_dates,
    choose_definitions,
    forget_old_imports,
    remove_import,
    upload_import,
)
from openlaurel.apps.moves.services.resigning import (
    can_undo,
    confirm_resigning,
    prepare_resigning,
    run_resigning,
    run_waiting_resignings,
    stop_resigning,
    undo_resigning,
)

__all__ = [
    "ImportUnusable",
    "MoveNotPossibleNow",
    "MovingError",
    "answer_dates",
    "can_undo",
    "choose_definitions",
    "confirm_import",
    "confirm_resigning",
    "forget_old_archives",
    "forget_old_imports",
    "note_download",
    "prepare_resigning",
    "remove_archive",
    "remove_import",
    "resume_archive",
    "run_archive",
    "run_import",
    "run_resigning",
    "run_waiting_archives",
    "run_waiting_imports",
    "run_waiting_resignings",
    "start_archive",
    "stop_archive",
    "stop_import",
    "stop_resigning",
    "undo_resigning",
    "upload_import",
]
