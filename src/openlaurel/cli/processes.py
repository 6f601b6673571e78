"""The processes of a served site: granian's web processes, one worker that is started again when it dies."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from openlaurel.adapters.processes import SERVED_BY
from openlaurel.cli.exposure import own_url

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60.0
STOP_SECONDS = 20


def serve(*, host: str, port: int, processes: int, worker: bool, shown_url: str) -> None:
    """This function will serve the site until SIGINT or SIGTERM; requests and tasks at hand are finished first."""
    os.environ[SERVED_BY] = str(os.getpid())
    server = Site(
        "openlaurel.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )
    if worker:
        companion = Companion([sys.executable, "-m", "openlaurel.cli", "worker"])
        server.when_forked.append(companion.start)
        server.on_shutdown(companion.stop)
    announcement = threading.Thread(target=_announce, args=(own_url(host, port), shown_url), daemon=True)
    server.when_forked.append(announcement.start)
    server.serve()


class Site(Server):  # type: ignore[misc, valid-type]
    """Calls `when_forked` once its web processes are there.

    No thread may run before: a lock that it holds at that moment, such as one on a module that it imports, would stay
    held in the new process for ever.
    """

    def __init__(self, target: str, **options: Any) -> None:
        super().__init__(target, **options)
        self.when_forked: list[Callable[[], None]] = []

    def startup(self, *arguments: Any) -> None:
        super().startup(*arguments)
        for call in self.when_forked:
            call()


class Companion:
    """A process that runs beside the site and is started again, with growing pauses, whenever it ends."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="companion", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """This function will ask the process to end, and kill it when it doesn't in time."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(STOP_SECONDS)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            started = time.monotonic()
            # In a session of its own, Ctrl-C reaches only us, and we stop it in order.
            self._process = subprocess.Popen(self.command, start_new_session=True)
            if self._stopping.is_set():
                self._process.terminate()
            code = self._process.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - started > STABLE_SECONDS:
                pause = 1.0
            logger.error("The worker ended with %d and is started again in %.0f s.", code, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _announce(own: str, shown_url: str) -> None:
    for _ in range(600):
        try:
            # A file that exists and is served by every web process, without a line in the log.
            with urlopen(f"{own}/static/htmx.min.js", timeout=5):  # noqa: S310
                break
        except HTTPError:
            break
        except (URLError, OSError):
            time.sleep(0.05)
    print(f"OpenLaurel is running. Open {shown_url} in a browser; Ctrl-C here stops it.", flush=True)
