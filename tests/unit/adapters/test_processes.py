import subprocess
import sys

ASKED_TWICE_IN_THE_MIDDLE = """
import signal
from openlaurel.adapters.processes import stop_when_asked

stop = stop_when_asked()
with stop._cond:  # as while the main thread begins to wait
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
assert stop.wait(10)
"""


def test_a_process_that_is_asked_twice_to_stop_at_a_bad_moment_stops() -> None:
    subprocess.run([sys.executable, "-c", ASKED_TWICE_IN_THE_MIDDLE], check=True, timeout=20)


SETTLED = """
import gc
import openlaurel.core.openbadges
from openlaurel.adapters.processes import NEW_OBJECTS, settle

settle()
loaded, seen = gc.get_freeze_count(), []
gc.callbacks.append(lambda phase, info: seen.append(info["generation"]))
kept = [[] for _ in range(NEW_OBJECTS + 100)]
assert loaded > 10_000
assert seen == [0, 0], seen  # one pass, which begins and ends
assert len(gc.get_objects()) < NEW_OBJECTS + 1_000
"""


def test_what_a_worker_has_loaded_is_not_looked_through_for_each_few_badges() -> None:
    subprocess.run([sys.executable, "-c", SETTLED], check=True, timeout=60)
