"""A bar on standard error while something long is done; on anything but a terminal a line now and then."""

import sys
from collections.abc import Callable

WIDTH = 30


class Progress:
    """Counts from `done` of `total`; `clock` gives seconds."""

    def __init__(self, total: int, what: str, *, clock: Callable[[], float]) -> None:
        self.total, self.what = total, what
        self._clock, self._began = clock, clock()
        self._said = 0

    def show(self, done: int) -> None:
        """This function will say how far it is, and how fast it goes."""
        seconds = self._clock() - self._began
        rate = f", {done / seconds:,.0f} a second" if seconds > 1 else ""
        text = f"{done:,} of {self.total:,} {self.what}{rate}"
        if sys.stderr.isatty():
            filled = WIDTH * done // max(1, self.total)
            bar = "#" * filled + "." * (WIDTH - filled)
            end = "\n" if done >= self.total else ""
            print(f"\r\033[K[{bar}] {text}", end=end, file=sys.stderr, flush=True)
        elif (tenth := 10 * done // max(1, self.total)) > self._said:
            self._said = tenth
            print(text, file=sys.stderr, flush=True)
