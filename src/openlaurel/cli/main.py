"""The command `openlaurel`: one module a subcommand, each with add_parser(subparsers) and a function that runs it.

What a subcommand needs is imported when it runs, so that --help answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from openlaurel import __version__
from openlaurel.cli.errors import CommandFailed

# In the order of --help. A module of this package that adds a subcommand stands here.
COMMANDS = (
    "serve", "worker", "setup", "issue", "verify", "achievement", "award", "key", "account", "backup", "restore", "address", "context", "demo",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run the subcommand that `arguments` name and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except CommandFailed as error:
        print(f"openlaurel: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough, as in `openlaurel … | head`.
        sys.stderr.close()
        return 141


def build_parser() -> argparse.ArgumentParser:
    """This function will return the parser of the whole command; each subcommand sets `run` to its function."""
    parser = argparse.ArgumentParser(
        prog="openlaurel",
        description="Define, prove, award, share and verify micro-credentials.",
        usage="openlaurel [-h] [--version] COMMAND ...",
        epilog="More: openlaurel COMMAND --help. The data folder is OPENLAUREL_DATA, else var/.",
        formatter_class=Narrow,
    )
    # Named in the first line alone: the screen is for the commands.
    version = f"openlaurel {__version__}"
    parser.add_argument("--version", action="version", version=version, help=argparse.SUPPRESS)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"openlaurel.cli.{name}").add_parser(subparsers)
    return parser


class Narrow(argparse.HelpFormatter):
    """Help for a screen of 80 columns, whatever the terminal says."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=79, max_help_position=24)

    def _format_action(self, action: argparse.Action) -> str:
        """The list of commands stands under its title, without a line that only says COMMAND."""
        if isinstance(action, argparse._SubParsersAction):
            return "".join(self._format_action(one) for one in self._iter_indented_subactions(action))
        return super()._format_action(action)

    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        if isinstance(
            action, argparse._SubParsersAction
        ):  # room for the longest name, on the line of what it does
            longest = max(len(one.metavar or "") for one in action._get_subactions())
            self._action_max_length = max(self._action_max_length, longest + self._indent_increment + 2)
