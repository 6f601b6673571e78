"""What the operating system knows about processes."""

import ctypes
import fcntl
import gc
import os
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

PR_SET_PDEATHSIG = 1
NEW_OBJECTS = 20_000  # so many more, and the collector looks

SERVED_BY = "OPENLAUREL_SERVED_BY"


def end_with_site() -> None:
    """This function will have Linux send SIGTERM to this process when the site that started it ends, however it ends.

    The site names itself in the environment as SERVED_BY; without it nothing happens. One that ended before this was
    called counts too. Processes that this one starts are not the site's. On other systems nothing happens: there a parent that was killed leaves its children running.
    """
    site = os.environ.pop(SERVED_BY, None)
    if site is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if str(os.getppid()) != site:
        os.kill(os.getpid(), signal.SIGTERM)


def settle() -> None:
    """This function will have Python's collector pass over all that is loaded by now, which stays until the end.

    It would look through those 200,000 objects for each few hundred badges: an eighth of a worker's time. What is new
    is looked through less often, too: little of it is garbage that only the collector finds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


def stop_when_asked() -> threading.Event:
    """This function will return an event that SIGINT and SIGTERM set. Call it in the main thread.

    A handler interrupts whatever holds the event's lock, another handler too, and would wait for it for ever; putting
    into a SimpleQueue is the one thing that may be interrupted by itself.
    """
    asked: SimpleQueue[int] = SimpleQueue()
    stop = threading.Event()

    def wait() -> None:
        asked.get()
        stop.set()

    threading.Thread(target=wait, name="stop", daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: asked.put(number))
    return stop


def hold_lock(file: Path, *, shared: bool) -> BinaryIO | None:
    """This function will lock `file` for this process and return the stream that keeps it; None when others hold it.

    Any number of processes may hold it `shared`; otherwise one alone. The lock ends with the process or the stream.
    """
    stream = file.open("ab")
    try:
        fcntl.flock(stream, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        return None
    return stream
