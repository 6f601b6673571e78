"""Names of countries and currencies: what a reader of another language would lose."""

from openlaurel.adapters.place_names import countries, country_name, currencies


def test_a_country_is_named_in_the_readers_language():
    names = [country_name("DE", language) for language in ("en", "es", "ar")]
    assert names == ["Germany", "Alemania", "ألمانيا"]


def test_spanish_readers_find_germany_under_a():
    codes = [code for code, _ in countries("es")]
    assert codes.index("DE") < codes.index("ES")


def test_an_unknown_language_falls_back_to_english_and_an_unknown_country_to_its_code():
    assert country_name("PT", "xx") == "Portugal"
    assert country_name("ZZ", "en") == "ZZ"


def test_each_language_names_the_same_countries_and_the_euro():
    assert {code for code, _ in countries("ar")} == {code for code, _ in countries("en")}
    assert all("EUR" in dict(currencies(language)) for language in ("en", "es", "ar"))
