"""Countries in the reader's language, languages in their own."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

from openlaurel.adapters import place_names

_NAMES = {
    code: info["name_local"][:1].upper() + info["name_local"][1:]
    for code, info in LANG_INFO.items()
    if "name_local" in info and code != "io"
}


def country_choices() -> list[tuple[str, str]]:
    """This function will return (code, name) of all countries, sorted for the present reader."""
    return list(place_names.countries(get_language() or "en"))


def country_name(code: str) -> str:
    """This function will return what the present reader calls a country."""
    return place_names.country_name(code, get_language() or "en")


def currency_choices() -> list[tuple[str, str]]:
    """This function will return (code, "code: name") of all currencies, by code."""
    return [
        (code, f"{code}: {name}") for code, name in sorted(place_names.currencies(get_language() or "en"))
    ]


def language_choices() -> list[tuple[str, str]]:
    """This function will return (code, name) of languages, each under the name that its speakers give it."""
    return sorted(_NAMES.items(), key=lambda pair: pair[1].casefold())


def language_name(code: str) -> str:
    """This function will return a language's own name for itself; the code when it is unknown."""
    return _NAMES.get(code) or _NAMES.get(code.split("-")[0]) or code
