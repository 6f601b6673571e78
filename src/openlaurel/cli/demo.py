"""openlaurel demo"""

import argparse
import json
from typing import Any

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


def load(options: argparse.Namespace) -> None:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()
    load_once()
    show_sign_ins()


def load_once() -> None:
    """This function will load the demo world unless it is loaded; a load that was cut short starts over.

    Raises CommandFailed when the installation holds something else.
    """
    from django.conf import settings
    from django.utils import timezone

    from openlaurel.apps.accounts.models import Account
    from openlaurel.apps.profiles.models import Profile

    file = settings.DATA / "demo.json"
    state = json.loads(file.read_text("utf-8"))["state"] if file.exists() else "absent"
    if state == "loaded":
        return
    if state == "absent" and (Account.objects.exists() or Profile.objects.exists()):
        raise CommandFailed(
            f"The installation in {settings.DATA} holds something already, and the demo world needs an empty one. "
            "Choose another data folder (OPENLAUREL_DATA), or start this one without the demo world (--no-demo)."
        )
    if state == "loading":
        _clear()
    _note(file, {"state": "loading"})
    print("Loading the demo world; this takes a minute once.", flush=True)
    from openlaurel.demo.loader import load_world

    sign_ins = load_world(now=timezone.now(), progress=lambda text: print(f"  {text}", flush=True))
    _note(file, {"state": "loaded", "sign_ins": [sign_in.__dict__ for sign_in in sign_ins]})
    settings.OPENLAUREL_DEMO = True


def show_sign_ins() -> None:
    """This function will print who can sign in to the demo world; nothing where there is none."""
    from django.conf import settings

    file = settings.DATA / "demo.json"
    if not file.exists():
        return
    sign_ins: list[dict[str, str]] = json.loads(file.read_text("utf-8")).get("sign_ins", [])
    if not sign_ins:
        return
    widest = max(len(sign_in["who"]) for sign_in in sign_ins)
    print("Demo sign-ins:")
    for sign_in in sign_ins:
        print(f"  {sign_in['who']:<{widest}}  {sign_in['email']}  {sign_in['password']}")


def _note(file: Any, content: dict[str, Any]) -> None:
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps(content, indent=2, ensure_ascii=False), "utf-8")
    new.replace(file)


def _clear() -> None:
    """What a load that was cut short left behind is the demo world's alone: it began in an empty installation."""
    import shutil

    from django.conf import settings
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    for folder in ("files", "mail"):
        shutil.rmtree(settings.DATA / folder, ignore_errors=True)
