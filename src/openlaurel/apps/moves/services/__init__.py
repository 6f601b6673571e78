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

__all__ = [
    "ImportUnusable",
    "MoveNotPossibleNow",
    "MovingError",
    "answer_dates",
    "choose_definitions",
    "confirm_import",
    "forget_old_archives",
    "forget_old_imports",
    "note_download",
    "remove_archive",
    "remove_import",
    "resume_archive",
    "run_archive",
    "run_import",
    "run_waiting_archives",
    "run_waiting_imports",
    "start_archive",
    "stop_archive",
    "stop_import",
    "upload_import",
]
