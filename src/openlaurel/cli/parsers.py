"""How every subcommand introduces itself: what it does, its options, an example."""

import argparse
from collections.abc import Callable
from typing import Any

Subparsers = Any  # argparse's own type of it is private
Run = Callable[[argparse.Namespace], int | None]


def add_command(
    subparsers: Subparsers, name: str, run: Run | None, *, does: str, example: str, more: str = ""
) -> argparse.ArgumentParser:
    """This function will add a subcommand with one line of help, a longer text and an example."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.\n{more}".strip(),
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if run is not None:
        parser.set_defaults(run=run)
    return parser
