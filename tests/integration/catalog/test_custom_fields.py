"""Custom fields in the workspace: made, changed, put in order and removed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.field_words import FAULTS, KINDS, PLACES, REASONS
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import INSTALLATION, Role
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.services import Outline, Step, create_programme
from openlaurel.core import fields
from openlaurel.core.fields import FieldSpec, Kind, Place, read_fields

PAGE = "/org/harbour/achievements/tide-tables/fields"
FORM = {
    "kind": "choice",
    "asked_of": "issuer",
    "place": "role",
    "label_en": "Part in it",
    "label_es": "Papel",
}


@pytest.fixture
def designer(
    make_member: Callable[..., Account], signed_in: Callable[[Account], Client], published: AchievementVersion
) -> Client:
    return signed_in(make_member(Role.DESIGNER))


def stored(published: AchievementVersion) -> tuple[FieldSpec, ...]:
    published.achievement.refresh_from_db()
    return read_fields(published.achievement.custom_fields)


def test_a_field_is_made_changed_moved_and_removed(designer: Client, published: AchievementVersion) -> None:
    choices = {"choices": "Skipper\nCrew", "choices_es": "Patrón\nTripulante"}
    assert designer.post(f"{PAGE}?field=new", FORM | choices | {"preset": "Crew"}).status_code == 302
    [made] = stored(published)
    assert (made.key, made.kind, made.place) == ("part_in_it", Kind.CHOICE, Place.ROLE)
    assert made.shown("Crew", "es") == "Tripulante"
    grade = {"kind": "number", "asked_of": "issuer", "place": "result", "label_en": "Grade", "least": "1"}
    assert designer.post(f"{PAGE}?field=new", grade | {"is_required": "on"}).status_code == 302
    assert "Patrón" in designer.get(f"{PAGE}?field=part_in_it").content.decode()
    changed = FORM | {"label_en": "Role on board", "choices": "Skipper\nCrew"}
    assert designer.post(f"{PAGE}?field=part_in_it", changed).status_code == 302
    assert [spec.label("en") for spec in stored(published)] == ["Role on board", "Grade"]
    designer.post(PAGE, {"change": "up:grade"})
    assert [spec.key for spec in stored(published)] == ["grade", "part_in_it"]
    designer.post(PAGE, {"change": "remove:grade"})
    assert [spec.key for spec in stored(published)] == ["part_in_it"]
    event = Event.objects.filter(kind="achievement.fields_changed").latest("pk")
    assert event.data == {"fields": "part_in_it"}
    assert designer.get(f"{PAGE}?field=no_such").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"choices": "Skipper"}, FAULTS["choices"]),
        ({"choices": "Skipper\nCrew", "choices_es": "Patrón"}, FAULTS["translations"]),
        ({"kind": "date", "place": "role"}, FAULTS["place"]),
        ({"kind": "text", "most": "many"}, FAULTS["bounds"]),
        ({"kind": "text", "label_en": "Email"}, FAULTS["label_known"]),
        ({"kind": "text", "label_en": "", "label_es": ""}, FAULTS["labels"]),
        ({"kind": "text", "key": "Grade!"}, FAULTS["key"]),
        ({"kind": "text", "label_en": "Grade", "label_es": ""}, FAULTS["key_taken"]),
        ({"kind": "text", "most": "3", "preset": "four"}, FAULTS["preset"]),
    ],
)
def test_a_field_that_could_not_be_used_is_refused_where_it_is_wrong(
    designer: Client, published: AchievementVersion, now: datetime, changes: dict[str, str], words: object
) -> None:
    grade = FieldSpec("grade", Kind.NUMBER, {"en": "Mark"})
    set_custom_fields(achievement=published.achievement, fields=[grade], by=INSTALLATION, now=now)
    response = designer.post(f"{PAGE}?field=new", FORM | changes)
    assert response.status_code == 422
    assert str(words).replace("'", "&#x27;") in response.content.decode()
    assert stored(published) == (grade,)


def test_a_programme_has_the_same_page(
    designer: Client, published: AchievementVersion, now: datetime
) -> None:
    outline = Outline("Pilot", "en", steps=(Step("tide-tables"),))
    create_programme(
        organisation=published.achievement.organisation,
        slug="pilot",
        outline=outline,
        by=INSTALLATION,
        now=now,
    )
    page = "/org/harbour/programmes/pilot/fields"
    cohort = {"kind": "text", "asked_of": "issuer", "place": "", "label_en": "Cohort"}
    assert designer.post(f"{page}?field=new", cohort).status_code == 302
    assert [spec.key for spec in read_fields(Programme.objects.get().custom_fields)] == ["cohort"]
    assert "Cohort" in designer.get(PAGE).content.decode()
    assert designer.post(f"{PAGE}?field=new", cohort).status_code == 422


def test_every_word_of_the_core_has_its_translation_here() -> None:
    assert {code: str(words) for code, words in REASONS.items()} == dict(fields.REASONS)
    assert (set(KINDS), set(PLACES)) == (set(fields.Kind), set(fields.Place))
