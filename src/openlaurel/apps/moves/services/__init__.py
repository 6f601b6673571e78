"""What changes when badges move: imports are planned, confirmed and done."""

from openlaurel.apps.moves.errors import ImportUnusable, MoveNotPossibleNow, MovingError
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
    "forget_old_imports",
    "remove_import",
    "run_import",
    "run_waiting_imports",
    "stop_import",
    "upload_import",
]
