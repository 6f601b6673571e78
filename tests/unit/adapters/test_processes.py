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
