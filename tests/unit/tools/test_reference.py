"""Who imports the core reads what it is today, and starts from an example that runs."""

import ast
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT / "tools"))
import reference  # noqa: E402


@pytest.mark.parametrize("package", reference.PACKAGES)
def test_a_page_says_what_its_package_exports_and_what_its_example_prints(package: str) -> None:
    kept = reference.page_of(package).read_text("utf-8")
    assert kept == reference.page(package), "run .venv/bin/python tools/reference.py"


def test_every_package_of_the_core_has_a_page_and_an_example() -> None:
    core = reference.SOURCES / "openlaurel" / "core"
    assert {file.parent.name for file in core.glob("*/__init__.py")} <= set(reference.PACKAGES)
    assert {page.stem for page in reference.PAGES.glob("*.md")} == set(reference.PACKAGES)
    examples = {package.replace(".", "_") for package in reference.PACKAGES}
    assert {file.stem for file in reference.EXAMPLES.glob("*.py")} == examples


@pytest.mark.parametrize("package", reference.PACKAGES)
def test_everything_that_is_exported_is_explained(package: str) -> None:
    found = reference.definitions(f"openlaurel.core.{package}")
    assert found
    for definition in found:
        if isinstance(definition.node, ast.FunctionDef | ast.ClassDef) and not definition.is_error:
            assert definition.docstring, f"{definition.name} has no docstring."


def test_a_signature_is_shown_as_it_must_be_called() -> None:
    source = "def put(a: int, /, b: str = 'x', *, c: bool, d: int = 1, **rest: int) -> None: ..."
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    shown = reference._signature(reference.Definition("put", node, source, False), node, "put")
    assert shown == "put(a: int, /, b: str = 'x', *, c: bool, d: int = 1, **rest: int) -> None"
