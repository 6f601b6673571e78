"""The command helps on one screen, at once, and forgets none of its parts."""

import argparse
import pkgutil
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from openlaurel import cli
from openlaurel.cli.main import COMMANDS, build_parser, main


def subcommands(
    parser: argparse.ArgumentParser, path: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield f"{path}{name}", child
                yield from subcommands(child, f"{path}{name} ")


PARSERS = dict(subcommands(build_parser()))


def test_help_fits_on_one_screen():
    lines = build_parser().format_help().splitlines()
    assert len(lines) <= 24
    assert max(len(line) for line in lines) <= 80


def test_help_answers_without_loading_django():
    code = "import sys; from openlaurel.cli.main import build_parser; build_parser(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_module_with_a_subcommand_is_found():
    found = {
        module.name
        for module in pkgutil.iter_modules(cli.__path__)
        if module.name != "__main__" and hasattr(import_module(f"openlaurel.cli.{module.name}"), "add_parser")
    }
    assert found == set(COMMANDS)


@pytest.mark.parametrize("name", PARSERS)
def test_each_subcommand_has_an_example_that_it_accepts(name):
    example = re.search(r"examples?:\n  (.+)", PARSERS[name].format_help())
    assert example is not None
    words = shlex.split(example[1].partition("openlaurel ")[2].split(" | ")[0])
    assert words[: len(name.split())] == name.split()
    assert callable(build_parser().parse_args(words).run)


def test_a_problem_is_one_line_on_standard_error_and_not_a_traceback(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OPENLAUREL_DATA", str(tmp_path / "nothing"))
    assert main(["address", "show"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("openlaurel: No installation has been started in")
    assert said.err.count("\n") == 1


def test_a_command_that_does_not_exist_names_those_that_do(capsys):
    with pytest.raises(SystemExit):
        main(["isue"])
    assert "'serve'" in capsys.readouterr().err
