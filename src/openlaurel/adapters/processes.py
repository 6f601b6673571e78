"""What the operating system knows about processes."""

import ctypes
import fcntl
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """This function will have Linux send SIGTERM to this process when its parent ends, however it ends.

    On other systems nothing happens: there a parent that was killed leaves its children running.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


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
