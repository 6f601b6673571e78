"""Custom fields in the reader's words: kinds, places, and what is wrong with a value or a definition."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from openlaurel.core.fields import AskedOf, FieldSpec, Kind, Place, ValueRefused

KINDS: dict[Kind, Promise] = {
    Kind.TEXT: gettext_lazy("Text"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.CHOICE: gettext_lazy("Choice from a list"),
    Kind.URL: gettext_lazy("Web address"),
    Kind.YES_NO: gettext_lazy("Yes or no"),
}
PLACES: dict[Place, Promise] = {
    Place.PRIVATE: gettext_lazy("Nowhere in it: private, for certificate and desk"),
    Place.RESULT: gettext_lazy("As a result"),
    Place.ROLE: gettext_lazy("As the role that the person had"),
    Place.TERM: gettext_lazy("As the term or semester"),
    Place.LICENCE: gettext_lazy("As the licence number"),
    Place.CREDITS: gettext_lazy("As the credits earned"),
    Place.ACTIVITY_START: gettext_lazy("As the first day of the activity"),
    Place.ACTIVITY_END: gettext_lazy("As the last day of the activity"),
}
ASKED: dict[AskedOf, Promise] = {
    AskedOf.ISSUER: gettext_lazy("The issuer"),
    AskedOf.RECIPIENT: gettext_lazy("The recipient"),
}
REASONS: dict[str, Promise] = {
    "needed": gettext_lazy("“%(field)s” is missing."),
    "unknown": gettext_lazy("There is no field “%(field)s”."),
    "control_character": gettext_lazy("“%(field)s” holds an invisible control character. Type it anew."),
    "too_long": gettext_lazy("“%(field)s” has %(length)s characters; at most %(most)s are allowed."),
    "no_number": gettext_lazy("“%(value)s” in “%(field)s” is not a number. Write it like 12 or 12.5."),
    "ambiguous_number": gettext_lazy(
        "“%(value)s” in “%(field)s” can be read in two ways. Write it like 1500 or 1.5."
    ),
    "no_date": gettext_lazy("“%(value)s” in “%(field)s” is not a date. Write it like 2026-04-30."),
    "too_low": gettext_lazy("“%(value)s” in “%(field)s” is below %(least)s."),
    "too_high": gettext_lazy("“%(value)s” in “%(field)s” is above %(most)s."),
    "too_early": gettext_lazy("“%(value)s” in “%(field)s” is before %(least)s."),
    "too_late": gettext_lazy("“%(value)s” in “%(field)s” is after %(most)s."),
    "no_choice": gettext_lazy("“%(value)s” in “%(field)s” is none of: %(choices)s."),
    "no_url": gettext_lazy(
        "“%(value)s” in “%(field)s” is not a web address. Write it in full, like https://example.org/report."
    ),
    "no_yes_no": gettext_lazy("“%(value)s” in “%(field)s” is neither yes nor no."),
}
FAULTS: dict[str, Promise] = {
    "key": gettext_lazy("Use small letters a to z, digits and underscores, a letter first, such as held_on."),
    "key_taken": gettext_lazy("Another field of these badges has this name. Choose another one."),
    "labels": gettext_lazy("Name the field in at least one language, with at most 100 characters."),
    "label_taken": gettext_lazy("Another field of these badges is called like this. Choose another name."),
    "label_known": gettext_lazy(
        "In rosters a column of this name holds something that every badge has. Choose another name."
    ),
    "place": gettext_lazy("That place takes values of another kind. Choose another place or kind."),
    "place_taken": gettext_lazy("Another field of these badges stands there already. Choose another place."),
    "bounds": gettext_lazy(
        "Write bounds as the values are written, the lower one first: 1 and 10, or 2026-01-01. "
        "A text has only a longest length, up to 1000."
    ),
    "choices": gettext_lazy(
        "Name 2 to 100 choices, one a line, each different from the others in every language."
    ),
    "translations": gettext_lazy("Write as many lines as there are choices, in the same order, or none."),
    "preset": gettext_lazy("The field doesn't take this value itself. Choose one that it takes."),
}


def refused_words(error: ValueRefused) -> str:
    """This function will say why a value can't be taken."""
    return str(REASONS[error.code]) % error.params


def label_of(spec: FieldSpec, language: str = "") -> str:
    """This function will return the name of a field in the reader's language, else in `language`, else in any."""
    return spec.label(get_language() or "", language)


def value_words(spec: FieldSpec, value: str, language: str = "") -> str:
    """This function will return a value as people read it."""
    if spec.kind is Kind.YES_NO:
        return _("Yes") if value == "true" else _("No")
    return spec.shown(value, get_language() or "", language)


def problems_in_words(refused: Mapping[str, ValueRefused]) -> dict[str, str]:
    """This function will say what is wrong with values, by the name of their form field."""
    return {f"fields.{key}": refused_words(error) for key, error in refused.items()}
