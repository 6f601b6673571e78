"""Texts in the form in which they are searched."""

import pytest

from openlaurel.core.searching import search_form


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
