"""The catalogue's search: slips, other names of skills, filters, and what follows a change at once."""

from decimal import Decimal

import pytest

from openlaurel.apps.catalog.models import Listing, SearchWord
from openlaurel.apps.catalog.queries.search import Filters, found_versions
from openlaurel.apps.catalog.services import (
    SkillClaim,
    archive_achievement,
    edit_draft,
    publish_version,
    restore_achievement,
    start_version,
)
from openlaurel.apps.catalog.services.definitions import definition_of
from openlaurel.apps.catalog.services.listings import relist_all
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import update_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(make_published):
    plain = {"description": "Described.", "outcomes": ("Do it",), "tags": ()}
    query = (SkillClaim("", "Structured query language", "foundation"),)
    make_published("analytics", name="Analytics for beginners", skills=query, **plain)
    make_published("python", name="Python, first steps", participation="onsite", **plain)
    make_published("signs", name="C++ and Node.js side by side", ects=Decimal("1.5"), **plain)
    make_published("arabic", name="إدارة المخاطر", language="ar", **plain)


def slugs(words="", **filters):
    found = found_versions(Filters(words=words, **filters))
    return {version.achievement.slug for version in found[:50]}


FOUND_BY = {
    "analytics": {"analytics"},
    "analyt": {"analytics"},
    "anlytics": {"analytics"},
    "analytisc": {"analytics"},
    "anaalyytics": {"analytics"},
    "pyhton": {"python"},
    "pytho first": {"python"},
    "pythno frist": {"python"},
    "phyton": set(),
    "sql": {"analytics"},
    "SQL beginners": {"analytics"},
    "sql python": set(),
    "c++": {"signs"},
    "nodejs": {"signs"},
    "اداره": {"arabic"},
    "مخاطر المشروع": {"arabic"},
    "qqqq": set(),
    "py": {"python"},
    "yp": set(),
    '"python" OR *': set(),
    "python'); --": {"python"},
    "%": set(),
    "***": set(),
}


def test_words_are_found_with_a_slip_by_other_names_and_by_their_beginnings(shelf):
    assert {words: slugs(words) for words in FOUND_BY} == FOUND_BY


def test_the_page_says_what_was_read_instead(client, shelf):
    page = client.get("/explore?q=pyhton").content.decode()
    assert "Nothing is called “pyhton”. These are found by “python”." in page
    assert "Nothing is called" not in client.get("/explore?q=python").content.decode()


def test_delivery_and_credit_narrow_what_is_found(client, shelf):
    assert slugs(delivery="onsite") == {"python"}
    assert slugs(credit=True) == {"signs"}
    names = client.get("/explore?delivery=onsite&credit=on").context["page"].object_list
    assert list(names) == []


def test_a_name_weighs_more_than_a_skill_and_a_skill_more_than_a_description(make_published):
    make_published("told", name="One", description="About tides.", skills=(SkillClaim("", "Sums", "expert"),))
    make_published("skilled", name="Two", description="About.", skills=(SkillClaim("", "Tides", "expert"),))
    make_published(
        "named", name="Three tides", description="About.", skills=(SkillClaim("", "Sums", "expert"),)
    )
    found = found_versions(Filters(words="tides"))
    assert [version.achievement.slug for version in found[:5]] == ["named", "skilled", "told"]


def test_what_changes_is_found_as_it_is_now(make_published, organisation, deliver_events, now):
    version = make_published("boats", name="Sailing boats")
    achievement, stamp = version.achievement, {"by": INSTALLATION, "now": now}
    draft = start_version(achievement=achievement, **stamp)
    changed = definition_of(draft).__class__(**{**vars(definition_of(draft)), "name": "Rowing boats"})
    draft = edit_draft(version=draft, definition=changed, **stamp)
    assert slugs("sailing") == {"boats"}
    publish_version(version=draft, **stamp)
    assert (slugs("sailing"), slugs("rowing")) == (set(), {"boats"})
    archive_achievement(achievement=achievement, **stamp)
    assert slugs("rowing") == set()
    restore_achievement(achievement=achievement, **stamp)
    assert slugs("rowing") == {"boats"}
    update_organisation(organisation=organisation, name="Zephyr Institute", **stamp)
    deliver_events()
    assert slugs("zephyr") == {"boats"}


def test_synonyms_of_the_operator_count_after_relisting(shelf, settings, tmp_path):
    settings.DATA = tmp_path
    assert slugs("wrangling") == set()
    (tmp_path / "synonyms.toml").write_text('en = [["analytics", "number wrangling"]]', "utf-8")
    told = []
    relist_all(lambda done, total: told.append((done, total)))
    assert slugs("number wrangling") == {"analytics"}
    assert told[-1] == (4, 4)


def test_words_that_nothing_has_any_more_are_forgotten_when_relisting(make_published, now):
    version = make_published("boats", name="Kayaking")
    archive_achievement(achievement=version.achievement, by=INSTALLATION, now=now)
    assert SearchWord.objects.filter(text="kayaking").exists()
    relist_all()
    assert not SearchWord.objects.exists()
    assert not Listing.objects.exists()


def test_a_file_of_synonyms_that_is_broken_is_named(settings, tmp_path, make_published):
    settings.DATA = tmp_path
    (tmp_path / "synonyms.toml").write_text('en = ["SQL"]', "utf-8")
    with pytest.raises(ValueError, match=r"synonyms\.toml: en must be a list of lists"):
        relist_all() if Listing.objects.exists() else make_published("boats")


def test_up_to_four_stand_side_by_side_and_one_can_be_taken_away(client, shelf):
    four = "with=analytics&with=python&with=signs&with=arabic"
    response = client.get(f"/explore/compare?{four}&with=nowhere&q=x")
    assert [version.achievement.slug for version, _others in response.context["columns"]] == [
        "analytics", "python", "signs", "arabic",
    ]  # fmt: skip
    page = response.content.decode()
    assert (
        "?q=x&amp;with=python&amp;with=signs&amp;with=arabic" in page
        or "with=python&amp;with=signs&amp;with=arabic&amp;q=x" in page
    )
    assert dict(response.context["rows"])["ECTS credits"] == ["", "", "1.5", ""]
    assert response.context["left_out"] == 0
    assert "Nothing to compare yet" in client.get("/explore/compare?with=nowhere").content.decode()


def test_a_fifth_is_left_out_and_said(client, shelf, make_published):
    make_published("fifth", name="The fifth")
    response = client.get("/explore/compare?with=analytics&with=python&with=signs&with=arabic&with=fifth")
    assert (len(response.context["columns"]), response.context["left_out"]) == (4, 1)
    assert "No more than 4 fit beside each other." in response.content.decode()


def test_what_is_ticked_stays_ticked_and_is_kept_on_other_pages(client, shelf):
    page = client.get("/explore?with=python&q=analytics").content.decode()
    assert '<input type="hidden" name="with" value="python">' in page
    page = client.get("/explore?with=python").content.decode()
    assert 'value="python" id="with-python" checked' in page
