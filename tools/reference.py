"""The reference of the core: a page a package, made from what it exports, its docstrings and a script that is run.

    .venv/bin/python tools/reference.py

Writes docs/reference/core/. The core is read, not imported, so that a page is the same on every version of Python;
only the scripts in examples/core run, whose output the pages show.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = PROJECT / "src"
EXAMPLES = PROJECT / "examples" / "core"
PAGES = PROJECT / "docs" / "reference" / "core"
PACKAGES = (
    "keys",
    "proofs",
    "credentials",
    "status",
    "openbadges",
    "openbadges.legacy",
    "verification",
    "frameworks",
    "artwork",
    "resumes",
    "rosters",
    "fields",
    "rubrics",
    "mail",
    "moves",
    "dossiers",
)
WIDTH = 100


@dataclass(frozen=True)
class Definition:
    """What stands behind an exported name: a statement of the module whose text is `source`."""

    name: str
    node: ast.stmt
    source: str
    is_error: bool

    @property
    def docstring(self) -> str:
        return _docstring(self.node)

    def text(self, node: ast.AST) -> str:
        """This function will return the source of a part, on one line."""
        return " ".join((ast.get_source_segment(self.source, node) or "").split())


def main() -> int:
    PAGES.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        page_of(package).write_text(page(package), "utf-8")
        print(page_of(package).relative_to(PROJECT))
    return 0


def page_of(package: str) -> Path:
    """This function will return where the page of a package of the core is."""
    return PAGES / f"{package}.md"


def example_of(package: str) -> Path:
    """This function will return the script whose text and output the page of a package shows."""
    return EXAMPLES / f"{package.replace('.', '_')}.py"


def run_example(package: str) -> str:
    """This function will return what the example of a package prints; raises CalledProcessError when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", str(example_of(package))]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment).stdout


def page(package: str) -> str:
    """This function will return the page of a package of the core, such as "keys", as Markdown."""
    module = f"openlaurel.core.{package}"
    found = definitions(module)
    example = example_of(package)
    parts = [
        "<!-- Made by tools/reference.py from the docstrings and the example. -->",
        f"# openlaurel.core.{package}",
        ast.get_docstring(_tree(_file(module))) or "",
        "## Example",
        f"`{example.relative_to(PROJECT)}`",
        f"```python\n{example.read_text('utf-8').strip()}\n```",
        f"prints\n\n```text\n{run_example(package).strip()}\n```",
    ]
    chapters = {
        "Functions": [d for d in found if isinstance(d.node, ast.FunctionDef)],
        "Classes": [d for d in found if isinstance(d.node, ast.ClassDef) and not d.is_error],
        "Constants and types": [d for d in found if isinstance(d.node, ast.Assign | ast.AnnAssign)],
        "Errors": [d for d in found if d.is_error],
    }
    for title, chosen in chapters.items():
        if chosen:
            parts += [f"## {title}", *map(_section, chosen)]
    return "\n\n".join(parts) + "\n"


def definitions(module: str) -> list[Definition]:
    """This function will return what a package exports, in its order; a module that it exports as what is in it."""
    found: list[Definition] = []
    for name in _exported(_tree(_file(module))):
        inner = _file(f"{module}.{name}")
        if inner.exists():
            source = inner.read_text("utf-8")
            public = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
            found += [
                Definition(f"{name}.{node.name}", node, source, False)
                for node in public
                if not node.name.startswith("_")
            ]
        else:
            found.append(_definition(module, name))
    return found


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    raise LookupError("The package has no __all__.")


def _definition(module: str, name: str) -> Definition:
    """Where `name` is defined, through the packages that pass it on."""
    file = _file(module)
    source = file.read_text("utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}:
            return _definition(node.module or "", name)
        if name in _names(node):
            return Definition(name, node, source, file.name == "errors.py")
    raise LookupError(f"{module} has no {name}.")


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return {
        part.id
        for target in targets
        for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(part, ast.Name)
    }


def _file(module: str) -> Path:
    path = SOURCES.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _docstring(node: ast.stmt) -> str:
    documented = isinstance(node, ast.FunctionDef | ast.ClassDef)
    return (ast.get_docstring(node) or "") if documented else ""  # type: ignore[arg-type]


def _section(definition: Definition) -> str:
    node = definition.node
    if isinstance(node, ast.FunctionDef):
        code = _signature(definition, node, definition.name)
        return f"### {definition.name}\n\n```python\n{code}\n```\n\n{definition.docstring}".strip()
    if isinstance(node, ast.ClassDef):
        return _class_section(definition, node)
    value = definition.text(node)
    short = value if len(value) <= WIDTH else f"{definition.name} = …"
    return f"### {definition.name}\n\n```python\n{short}\n```"


def _class_section(definition: Definition, node: ast.ClassDef) -> str:
    bases = ", ".join(definition.text(base) for base in node.bases)
    heading = f"### {definition.name}"
    if definition.is_error:
        return f"{heading}({bases})\n\n{definition.docstring or _message(node)}"
    head = f"class {definition.name}({bases}):" if bases else f"class {definition.name}:"
    decorators = [f"@{definition.text(decorator)}" for decorator in node.decorator_list]
    body = [f"    {line}" for line in _members(definition, node)]
    code = [*decorators, head, *body] if body else [*decorators, f"{head} ..."]
    parts = [heading, "```python\n" + "\n".join(code) + "\n```"]
    parts += [definition.docstring] if definition.docstring else []
    for method in _methods(node):
        if said := _docstring(method):
            parts.append(f"**{method.name}**: {said}")
    return "\n\n".join(parts)


def _message(node: ast.ClassDef) -> str:
    """What an error without a docstring says: its template."""
    (template,) = (part.value for part in node.body if isinstance(part, ast.Assign))
    return str(ast.literal_eval(template))


def _members(definition: Definition, node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        is_field = isinstance(part, ast.AnnAssign) and not definition.text(part.target).startswith("_")
        if is_field or (isinstance(part, ast.Assign) and all(name.isupper() for name in _names(part))):
            line = definition.text(part)
            yield line if len(line) <= WIDTH else f"{line.split(' = ')[0]} = …"
    for method in _methods(node):
        for decorator in method.decorator_list:
            yield f"@{definition.text(decorator)}"
        yield from _signature(definition, method, f"def {method.name}", indent=4).split("\n")


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    """What others call: all but what starts with an underscore; how it is made counts where it is written out."""
    return [
        part
        for part in node.body
        if isinstance(part, ast.FunctionDef) and (part.name == "__init__" or not part.name.startswith("_"))
    ]


def _signature(definition: Definition, node: ast.FunctionDef, name: str, indent: int = 0) -> str:
    arguments = list(_arguments(definition, node.args))
    returns = f" -> {definition.text(node.returns)}" if node.returns else ""
    line = f"{name}({', '.join(arguments)}){returns}"
    if len(line) + indent <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {argument}," for argument in arguments), f"){returns}"])


def _arguments(definition: Definition, given: ast.arguments) -> Iterator[str]:
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults)) + list(given.defaults)
    for argument, default in zip(positional, defaults, strict=True):
        yield _argument(definition, argument, default)
        if given.posonlyargs and argument is given.posonlyargs[-1]:
            yield "/"
    if given.vararg:
        yield "*" + _argument(definition, given.vararg, None)
    elif given.kwonlyargs:
        yield "*"
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _argument(definition, argument, default)
    if given.kwarg:
        yield "**" + _argument(definition, given.kwarg, None)


def _argument(definition: Definition, argument: ast.arg, default: ast.expr | None) -> str:
    told = f"{argument.arg}: {definition.text(argument.annotation)}" if argument.annotation else argument.arg
    if default is None:
        return told
    return (
        f"{told} = {definition.text(default)}"
        if argument.annotation
        else f"{told}={definition.text(default)}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
