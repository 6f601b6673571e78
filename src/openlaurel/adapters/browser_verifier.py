"""The verifier in the browser as one file: the small modules of `browser/` put together, with what they need as data.

No bundler is asked. The modules keep to a few rules, which are checked here: each imports by name from its neighbours,
and no two of them give one name to different things at their top.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from openlaurel.adapters.contexts import load_bundle, load_files
from openlaurel.core.proofs.contexts import EARLIER_TEXTS
from openlaurel.core.verification import FURTHER_REASONS, REASONS

SOURCES = Path(__file__).parent.parent / "browser"
Form = Literal["module", "script"]

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_REEXPORT = re.compile(r'^export \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async |const |let |class |function))", re.MULTILINE)
_DECLARED = re.compile(r"^(?:const|let|class|(?:async )?function\*?) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
_MARGIN = re.compile(r"^[ \t]+", re.MULTILINE)


class BrowserVerifierError(Exception):
    """The modules can't be put together; the message says which rule one of them breaks."""


@cache
def rules() -> Mapping[str, Any]:
    """This function will return what the checks know beside their code: the bundled contexts, the digests of their files
    and of what was there before by address, and the English sentence of each reason."""
    digests = {
        url: {name: hashlib.new(name, data).hexdigest() for name in ("sha256", "sha384", "sha512")}
        for url, data in load_files().items()
    }
    return {
        "contexts": dict(load_bundle()),
        "digests": digests,
        "earlier": EARLIER_TEXTS,
        "sentences": FURTHER_REASONS | REASONS,
    }


def put_together(entry: str, data: Mapping[str, Any], *, form: Form = "module") -> str:
    """This function will return the module `entry` and all that it imports as one text of JavaScript.

    `data` is what its modules import as DATA from data.js. As a "module" it exports what `entry` passes on; as a "script"
    it runs by itself, also from a file on disk, where browsers load no modules. Raises BrowserVerifierError.
    """
    names = list(_in_order(entry))
    _check_names(names)
    whole = "".join([f"const DATA = {_as_javascript(data)};\n", *map(_code, names)])
    if form == "script":
        return f'(() => {{\n"use strict";\n{whole}}})();\n'
    passed_on = [name for match in _REEXPORT.finditer(_read(entry)) for name in _names(match[1])]
    return whole + (f"export {{ {', '.join(passed_on)} }};\n" if passed_on else "")


def _as_javascript(data: Mapping[str, Any]) -> str:
    """JSON that may also stand inside a <script> element."""
    return (
        json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        .replace("</", "<\\/")
        .replace("<!--", "<\\!--")
    )


def _in_order(entry: str) -> Iterator[str]:
    """The modules, each behind those that it imports."""
    done: set[str] = {"data"}

    def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise BrowserVerifierError(
                f"The modules import each other in a circle: {' → '.join((*above, name))}."
            )
        if name in done:
            return
        text = _read(name)
        for imported in [*_IMPORT.findall(text), *(match[2] for match in _REEXPORT.finditer(text))]:
            yield from visit(imported, (*above, name))
        done.add(name)
        yield name

    return visit(entry, ())


def _code(name: str) -> str:
    text = _EXPORT.sub("", _REEXPORT.sub("", _IMPORT.sub("", _read(name))))
    if re.search(r"^(?:import|export)\b", text, re.MULTILINE):
        raise BrowserVerifierError(f"{name}.js imports or exports in a form that isn't known here.")
    return _MARGIN.sub("", _COMMENT.sub("", text)).lstrip("\n")


def _check_names(modules: Sequence[str]) -> None:
    """Where modules become one, a name at the top of two of them would be declared twice."""
    owners: dict[str, str] = {"DATA": "data"}
    for module in modules:
        for name in _DECLARED.findall(_EXPORT.sub("", _read(module))):
            if owners.setdefault(name, module) != module:
                raise BrowserVerifierError(f"{owners[name]}.js and {module}.js both declare {name}.")


@cache
def _read(name: str) -> str:
    try:
        return (SOURCES / f"{name}.js").read_text("utf-8")
    except OSError as error:
        raise BrowserVerifierError(f"The module {name}.js isn't there.") from error


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
