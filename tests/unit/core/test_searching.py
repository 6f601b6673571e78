"""Texts in the form in which they are searched."""

import pytest

from openlaurel.core.searching import search_form, slips_between, without_letters, words_of


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Łódź", "lodz"),
        ("Análisis  de\tDatos", "analisis de datos"),
        ("Straße", "strasse"),
        ("İSTANBUL", "istanbul"),
        ("Ærøskøbing", "aeroskobing"),
        ("إدارة", "اداره"),
        ("مُدَرِّس", "مدرس"),
        ("ﬁnance", "finance"),
    ],
)
def test_readers_find_a_word_however_they_type_it(written, searched):
    assert search_form(written) == searched


def test_searching_again_changes_nothing():
    for text in ("Łódź", "إدارة", "Ångström", "ẞ"):
        assert search_form(search_form(text)) == search_form(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++, C# and F#", ["cplusplus", "csharp", "and", "fsharp"]),
        ("Node.js on .NET", ["nodejs", "on", "dotnet"]),
        ("ASP.NET", ["asp", "net"]),
        ("risk-based 3D_models (2026)", ["risk", "based", "3d", "models", "2026"]),
        ("Łódź’s «data»", ["lodz", "s", "data"]),
        ("  –  ", []),
    ],
)
def test_words_are_letters_and_digits_and_names_keep_their_signs(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("python", "python", 0),
        ("pyhton", "python", 1),
        ("pythn", "python", 1),
        ("pytthon", "python", 1),
        ("pithon", "python", 1),
        ("anaalyytics", "analytics", 2),
        ("", "abc", 3),
    ],
)
def test_a_slip_is_a_letter_left_out_put_in_exchanged_or_swapped(one, other, slips):
    assert slips_between(one, other) == slips_between(other, one) == slips
    if slips == 1:
        assert without_letters(one, 1) & without_letters(other, 1)
