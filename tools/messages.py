"""Keeps src/openlaurel/web/locale in step with the sources, without gettext's own programs.

    .venv/bin/python tools/messages.py            add what is new to each .po file and drop what is gone
    .venv/bin/python tools/messages.py --check    change nothing; fail when a language is not complete

Another language is one more folder with a .po file: `mkdir -p …/locale/pl/LC_MESSAGES`, its line in LANGUAGES of
src/openlaurel/web/settings.py, and one run of this. tools/assets.py compiles them.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "src" / "openlaurel"
LOCALE = PACKAGE / "web" / "locale"
SIMPLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
# How many forms each language has, and which form a number takes (Unicode CLDR).
FORMS = {
    "es": (2, "nplurals=2; plural=(n != 1);"),
    "ar": (
        6,
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5;",
    ),
}
# What templatize leaves of a template: _("…"), gettext('…'), ngettext('…', '…', count).
_STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"(?<!\w)(_|n?gettext)\(\s*({_STRING})(?:\s*,\s*({_STRING}))?", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")


class Message(NamedTuple):
    singular: str
    plural: str = ""


def messages() -> dict[Message, None]:
    """This function will return every text on screen, in the order of the files, each once."""
    found: dict[Message, None] = {}
    for file in sorted(PACKAGE.rglob("*")):
        if "built" in file.parts or file.suffix not in {".py", ".html", ".txt"}:
            continue
        text = file.read_text("utf-8")
        source = _in_python(text) if file.suffix == ".py" else _in_template(text)
        if file.suffix == ".py" or "templates" in file.parts:
            found |= dict.fromkeys(source)
    return found


def _in_python(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [
            argument.value
            for argument in node.args[:2]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if name in PLURAL and len(words) == 2:
            yield Message(*words)
        elif name in SIMPLE and words and words[0]:
            yield Message(words[0])


def _in_template(text: str) -> Iterator[Message]:
    for name, first, second in _CALL.findall(templatize(text)):
        singular = ast.literal_eval(first)
        yield Message(singular, ast.literal_eval(second) if name == "ngettext" else "")


def update(language: str, wanted: dict[Message, None]) -> polib.POFile:
    """This function will return the language's catalogue with exactly `wanted`, known translations kept."""
    file = LOCALE / language / "LC_MESSAGES" / "django.po"
    old = {entry.msgid: entry for entry in polib.pofile(str(file))} if file.exists() else {}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": FORMS[language][1],
    }
    for message in wanted:
        known = old.get(message.singular)
        entry = polib.POEntry(msgid=message.singular)
        if _PLACEHOLDER.search(message.singular):
            entry.flags.append("python-format")
        if message.plural:
            entry.msgid_plural = message.plural
            forms = known.msgstr_plural if known else {}
            entry.msgstr_plural = {number: forms.get(number, "") for number in range(FORMS[language][0])}
        else:
            entry.msgstr = known.msgstr if known else ""
        new.append(entry)
    return new


def faults(language: str, catalogue: polib.POFile) -> list[str]:
    """This function will say, a line each, what is not translated or lost a placeholder."""
    found = []
    for entry in catalogue:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(texts) or "fuzzy" in entry.flags:
            found.append(f"{language}: not translated: {entry.msgid!r}")
            continue
        wanted = sorted(set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)))
        # The forms for none, one and two may say the number in words; the last form never does.
        for text in texts if not entry.msgid_plural else texts[-1:]:
            if sorted(set(_PLACEHOLDER.findall(text))) != wanted:
                found.append(f"{language}: other placeholders than {wanted}: {text!r}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when a language is not complete"
    )
    options = parser.parse_args()
    wanted = messages()
    found = []
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        catalogue = update(folder.name, wanted)
        file = folder / "LC_MESSAGES" / "django.po"
        if not options.check:
            catalogue.save(str(file))
        elif {entry.msgid for entry in polib.pofile(str(file))} != {message.singular for message in wanted}:
            found.append(f"{folder.name}: run tools/messages.py, texts have come or gone")
        found += faults(folder.name, catalogue)
    print("\n".join(found) or f"All {len(wanted)} texts are translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
