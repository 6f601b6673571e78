"""What is lacking in another framework is said in the reader's language, whatever it is."""

import pytest
from django.test import Client
from django.utils.translation import gettext, override
from hypothesis import HealthCheck, given, settings
from tests.unit.core.frameworks.definitions import ANY, BARE, FULL

from openlaurel.apps.catalog.loss_words import FORMS, losses_in_words
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import Framework
from openlaurel.apps.catalog.queries.frameworks import WRITERS
from openlaurel.core.frameworks import Definition


@given(definition=ANY)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_sentence_has_a_form_that_is_translated(definition: Definition) -> None:
    for write in WRITERS.values():
        for written in (definition, BARE, FULL):
            for loss in write(written).losses:
                assert loss.form in FORMS


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_form_reads_otherwise_than_in_english(language: str) -> None:
    with override(language):
        assert [form for form in FORMS if gettext(form) == form] == []
        for write in WRITERS.values():
            for said in losses_in_words(write(BARE)):
                assert "%(" not in said.sentence


@pytest.mark.django_db
@pytest.mark.parametrize("framework", list(Framework))
def test_the_page_says_what_is_lacking_in_spanish(
    client: Client, published: AchievementVersion, framework: Framework
) -> None:
    address = f"/achievements/tide-tables/frameworks/{framework}"
    page = client.get(address, headers={"accept-language": "es"}).content.decode()
    assert f"{address}.json" in page
    assert "no tiene" in page or "exige" in page or "no la definición" in page
    assert "Open Badges has no" not in page
    assert f"/frameworks/{framework}" in client.get("/achievements/tide-tables").content.decode()
    assert client.get(f"/achievements/nothing/frameworks/{framework}").status_code == 404
