"""openlaurel demo"""

import argparse
import sys

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "demo",
        None,
        does="load the demo world into a new installation",
        more="Everyone and everything in it is invented. Its passwords are public: never serve it to others.",
        example="openlaurel demo load",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    add_command(
        actions,
        "load",
        load,
        does="fill this installation, which must be empty, with the demo world",
        example="openlaurel demo load",
    )
    add_command(
        actions,
        "fill",
        fill,
        does="issue the rest of the demo world's 20,000 badges now",
        more="A worker does so by itself in some fifteen minutes; this does it in the foreground, and shows how far it is.\n"
        "It may be stopped and started again at any moment, and while the site is served.",
        example="openlaurel demo fill",
    )


def load(options: argparse.Namespace) -> None:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()
    load_once()
    show_sign_ins()


def fill(options: argparse.Namespace) -> None:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()

    from django.conf import settings

    if not (settings.DATA / "demo.json").exists():
        raise CommandFailed(
            f"The installation in {settings.DATA} has no demo world. Load it first: openlaurel demo load"
        )
    from openlaurel.demo.filling import fill_all

    bar = ProgressBar()
    fill_all(progress=lambda done, total: bar(done, total, "weeks"))
    print("The demo world is complete. What is to be mailed and counted follows while the site is served.")


def load_once() -> None:
    """This function will load the demo world unless it is loaded; a load that was cut short goes on.

    Raises CommandFailed when the installation holds something else.
    """
    from django.conf import settings
    from django.utils import timezone

    from openlaurel.apps.accounts.models import Account
    from openlaurel.apps.profiles.models import Profile
    from openlaurel.demo.filling import begin_filling

    if (settings.DATA / "demo.json").exists():
        begin_filling()
        return
    begun = settings.DATA / "demo-loading"
    if not begun.exists() and (Account.objects.exists() or Profile.objects.exists()):
        raise CommandFailed(
            f"The installation in {settings.DATA} holds something already, and the demo world needs an empty one. "
            "Choose another data folder, or start this one without the demo world (--no-demo)."
        )
    begun.touch()
    print("Loading the demo world, once:", flush=True)
    from openlaurel.demo.loader import load_world

    load_world(data=settings.DATA, now=timezone.now(), progress=ProgressBar())
    begin_filling()
    print(
        "Its technology company issues 20,000 badges more in the background, while the site is served; "
        "to do it at once: openlaurel demo fill",
        flush=True,
    )
    begun.unlink()
    (settings.DATA / "without-demo").unlink(missing_ok=True)
    settings.OPENLAUREL_DEMO = True


def show_sign_ins() -> None:
    """This function will print who can sign in to the demo world; nothing where there is none."""
    from django.conf import settings

    if not (settings.DATA / "demo.json").exists():
        return
    from openlaurel.demo.loader import PASSWORD, sign_ins
    from openlaurel.demo.reading import read_world

    people = sign_ins(read_world())
    widest = max(len(email) for email, _ in people)
    print(f"Demo sign-ins, all with the password {PASSWORD}:")
    for email, what in people:
        print(f"  {email:<{widest}}  {what}")


class ProgressBar:
    """A bar that grows on a terminal; a line now and then elsewhere."""

    WIDTH = 30

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, done: int, total: int, what: str) -> None:
        if sys.stdout.isatty():
            filled = self.WIDTH * done // total
            bar = "#" * filled + "." * (self.WIDTH - filled)
            end = "\n" if done == total else ""
            print(f"\r\033[K  [{bar}] {done} of {total}  {what[:34]}", end=end, flush=True)
        elif (tenth := 10 * done // total) > self._said:
            self._said = tenth
            print(f"  {done} of {total}: {what}", flush=True)
