"""No text on screen is left untranslated."""

import sys
from pathlib import Path

import polib
import pytest

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT / "tools"))
import messages  # noqa: E402

LANGUAGES = sorted(path.name for path in messages.LOCALE.iterdir() if path.is_dir())


def test_every_language_of_the_settings_but_english_has_a_catalogue() -> None:
    from openlaurel.web.settings import LANGUAGES as offered

    assert sorted(code for code, _ in offered if code != "en") == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_that_english_says(language: str) -> None:
    wanted = messages.messages()
    assert len(wanted) > 1000
    assert messages.faults(language, messages.update(language, wanted)) == [], "run tools/messages.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_fuzzy_or_stale(language: str) -> None:
    catalogue = polib.pofile(str(messages.LOCALE / language / "LC_MESSAGES" / "django.po"))
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []
    assert {entry.msgid for entry in catalogue} == {message.singular for message in messages.messages()}


def test_texts_of_code_and_of_templates_are_found() -> None:
    found = list(messages._in_python('_("One") ; ngettext("a badge", "%(n)s badges", n) ; print("no")'))
    assert found == [messages.Message("One"), messages.Message("a badge", "%(n)s badges")]
    template = '{% trans "Two" %}{% blocktrans count n=n %}a row{% plural %}{{ n }} rows{% endblocktrans %}'
    assert list(messages._in_template(template)) == [
        messages.Message("Two"),
        messages.Message("a row", "%(n)s rows"),
    ]


def test_a_missing_translation_and_a_lost_placeholder_are_named() -> None:
    catalogue = messages.update("es", {messages.Message("Not in any catalogue"): None})
    assert messages.faults("es", catalogue) == ["es: not translated: 'Not in any catalogue'"]
    catalogue[0].msgid, catalogue[0].msgstr = "From %(start)s", "Desde"
    assert messages.faults("es", catalogue) == ["es: other placeholders than ['%(start)s']: 'Desde'"]
