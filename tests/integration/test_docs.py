"""What README, glossary and help say is what the program does."""

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from openlaurel.cli.main import build_parser
from openlaurel.demo.loader import PASSWORD, sign_ins
from openlaurel.demo.reading import read_world

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text("utf-8")
# Set by the program for its own processes, or Django's name for what a file in the data folder says.
INTERNAL = {"OPENLAUREL_SERVED_BY", "OPENLAUREL_VC_API", "OPENLAUREL_DEMO"}
COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


def test_every_setting_is_in_the_table_of_the_readme_and_none_is_invented():
    sources = [PROJECT / "run", PROJECT / "test", PROJECT / "tests" / "settings.py"]
    sources += [*(PROJECT / "tools").iterdir(), *(PROJECT / "src" / "openlaurel").rglob("*.py")]
    used = {
        name
        for file in sources
        if file.is_file()
        for name in re.findall(r"OPENLAUREL_[A-Z]+(?:_[A-Z]+)*", file.read_text("utf-8"))
    }
    told = set(re.findall(r"^\| `(OPENLAUREL_[A-Z_]+)` \|", README, re.MULTILINE))
    assert told == used - INTERNAL


@pytest.mark.parametrize("command", [c for c in COMMANDS if "openlaurel " in c])
def test_every_openlaurel_command_in_the_readme_is_one(command):
    words = shlex.split(command)
    assert callable(build_parser().parse_args(words[words.index(".venv/bin/openlaurel") + 1 :]).run)


def test_every_option_of_run_in_the_readme_is_in_its_help_and_the_reverse():
    said = subprocess.run([PROJECT / "run", "--help"], capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z-]+", said))
    used = {word for command in COMMANDS if "./run" in command for word in re.findall(r"--[a-z-]+", command)}
    assert used == options
    assert len(said.splitlines()) <= 24


def test_test_says_how_to_run_a_part():
    said = subprocess.run([PROJECT / "test", "--help"], capture_output=True, text=True, check=True).stdout
    assert "./test tests/unit -k" in said
    assert "--strict" in said


def test_the_demo_sign_ins_of_the_readme_work():
    assert PASSWORD in README
    people = {email for email, _ in sign_ins(read_world())}
    told = set(re.findall(r"`([a-z.]+@[a-z.-]+\.example)`", README))
    assert told
    assert told <= people


def test_every_file_that_a_document_links_to_is_there():
    for document in [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_noun_of_the_database_is_in_the_glossary():
    glossary = (PROJECT / "GLOSSARY.md").read_text("utf-8")
    for model in apps.get_models():
        if model.__module__.startswith("openlaurel."):
            name = model.__name__
            assert re.search(rf"\b{name}\b", glossary), f"{name} isn't in GLOSSARY.md."


def test_the_plan_names_the_layers_that_are_checked():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    plan = (PROJECT / "DESIGN.md").read_text("utf-8")
    for contract in contracts:
        if contract["type"] == "layers" and "containers" in contract:
            assert " → ".join(contract["layers"]) in plan


def test_documents_name_no_registry_and_no_other_machine():
    for document in [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]:
        text = document.read_text("utf-8")
        assert not re.search(r"(?<![\w.])/(work|root)/", text), document.name
        assert "shared/" not in text, document.name
