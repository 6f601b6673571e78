"""Countries and currencies in the reader's language, from the CLDR data that the build took from Node."""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "built" / "names" / "names.json"


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """This function will return (code, name) of each country, in the order that readers of `language` expect."""
    return _listed(language, "countries")


def currencies(language: str) -> tuple[tuple[str, str], ...]:
    """This function will return (code, name) of each currency in use, sorted for readers of `language`."""
    return _listed(language, "currencies")


def country_name(code: str, language: str) -> str:
    """This function will return what a country is called in `language`; the code itself when it is unknown."""
    return dict(countries(language)).get(code, code)


@cache
def _listed(language: str, kind: str) -> tuple[tuple[str, str], ...]:
    names = json.loads(FILE.read_text("utf-8"))
    chosen = names.get(language) or names.get(language.split("-")[0]) or names["en"]
    return tuple((code, name) for code, name in chosen[kind])
