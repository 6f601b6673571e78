"""Badge families: one look for drafts, and published badges that never change with it."""

from dataclasses import replace

import pytest

from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily
from openlaurel.apps.catalog.queries import draft_artwork
from openlaurel.apps.catalog.services import (
    CatalogError,
    InvalidDefinition,
    Look,
    NotADraft,
    change_family,
    create_family,
    define_achievement,
    delete_family,
    edit_draft,
    publish_version,
    put_in_family,
    start_version,
)
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.core.artwork import ArtworkSpec

LOOK = Look("Sea", "gem", 100, 10, "3")


@pytest.fixture
def family(organisation, now):
    return create_family(organisation=organisation, look=LOOK, by=INSTALLATION, now=now)


@pytest.fixture
def draft_of(organisation, definition, now):
    def make(slug, family=None, **fields):
        draft = define_achievement(
            organisation=organisation,
            slug=slug,
            definition=replace(definition, **fields),
            by=INSTALLATION,
            now=now,
        )
        return put_in_family(version=draft, family=family, by=INSTALLATION, now=now) if family else draft

    return make


def look_of(version):
    version = AchievementVersion.objects.get(pk=version.pk)
    return version.art_shape, version.art_hue, version.art_pattern


def test_levels_turn_the_colour_and_keep_shape_pattern_and_own_icon(family, draft_of):
    first = draft_of("first", family, level="foundation", art_icon="anchor")
    last = draft_of("last", family, level="expert", art_icon="ship")
    assert look_of(first) == ("gem", 100, "3")
    assert look_of(last) == ("gem", 130, "3")
    assert (first.art_icon, last.art_icon) == ("anchor", "ship")


def test_changing_a_family_changes_all_drafts_and_no_published_version(family, draft_of, now):
    draft, published = draft_of("draft", family), draft_of("published", family)
    publish_version(version=published, by=INSTALLATION, now=now)
    published.refresh_from_db()
    before, picture = look_of(published), bytes(published.artwork_svg)
    change_family(family=family, look=replace(LOOK, shape="seal", hue=200), by=INSTALLATION, now=now)
    assert look_of(draft) == ("seal", 200, "3")
    assert look_of(published) == before == ("gem", 100, "3")
    published.refresh_from_db()
    assert bytes(published.artwork_svg) == picture
    newer = start_version(achievement=published.achievement, by=INSTALLATION, now=now)
    assert look_of(newer) == ("seal", 200, "3")


def test_editing_a_draft_keeps_the_look_and_another_level_turns_it(family, draft_of, definition, now):
    draft = draft_of("draft", family)
    edit_draft(
        version=draft,
        definition=replace(definition, level="advanced", art_shape="medal", art_hue=5),
        by=INSTALLATION,
        now=now,
    )
    assert look_of(draft) == ("gem", 120, "3")


def test_a_draft_that_leaves_looks_as_before_until_it_is_changed(family, draft_of, now):
    draft = draft_of("draft", family)
    left = put_in_family(version=draft, family=None, by=INSTALLATION, now=now)
    assert left.family is None
    assert look_of(left) == ("gem", 100, "3")


def test_badges_of_a_family_have_one_pattern():
    one, two = (ArtworkSpec(title, "Harbour", pattern="3") for title in ("First", "Second"))
    assert one.pattern_seed == two.pattern_seed
    assert one.seed != two.seed
    alone = ArtworkSpec("First", "Harbour")
    assert alone.pattern_seed == alone.seed == one.seed


def test_the_pattern_shows_in_the_picture(family, draft_of, now):
    change_family(family=family, look=replace(LOOK, shape="hexagon"), by=INSTALLATION, now=now)
    draft = draft_of("draft", family)
    before = draft_artwork(draft)
    change_family(family=family, look=replace(LOOK, shape="hexagon", pattern="4"), by=INSTALLATION, now=now)
    assert draft_artwork(AchievementVersion.objects.get(pk=draft.pk)) != before


def test_published_versions_and_foreign_families_are_refused(family, draft_of, make_organisation, now):
    draft = draft_of("draft")
    other = create_family(organisation=make_organisation("elsewhere"), look=LOOK, by=INSTALLATION, now=now)
    with pytest.raises(CatalogError):
        put_in_family(version=draft, family=other, by=INSTALLATION, now=now)
    publish_version(version=draft, by=INSTALLATION, now=now)
    with pytest.raises(NotADraft):
        put_in_family(version=draft, family=family, by=INSTALLATION, now=now)


def test_a_family_with_published_badges_stays(family, draft_of, now):
    draft = draft_of("draft", family)
    publish_version(version=draft, by=INSTALLATION, now=now)
    with pytest.raises(CatalogError):
        delete_family(family=family, by=INSTALLATION, now=now)
    empty = create_family(
        organisation=family.organisation, look=replace(LOOK, name="Other"), by=INSTALLATION, now=now
    )
    delete_family(family=empty, by=INSTALLATION, now=now)
    assert list(BadgeFamily.objects.all()) == [family]


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (replace(LOOK, name=" "), "name"),
        (replace(LOOK, shape="blob"), "shape"),
        (replace(LOOK, hue=360), "hue"),
        (replace(LOOK, hue_step=61), "hue_step"),
        (replace(LOOK, pattern=""), "pattern"),
        (LOOK, "name"),
    ],
)
def test_bad_looks_are_refused_by_field(family, look, field, now):
    with pytest.raises(InvalidDefinition) as refused:
        create_family(organisation=family.organisation, look=look, by=INSTALLATION, now=now)
    assert set(refused.value.problems) == {field}


def test_only_owners_and_designers_make_families(organisation, make_member, make_account, now):
    with pytest.raises(NotAllowed):
        create_family(organisation=organisation, look=LOOK, by=Actor(make_member("issuer")), now=now)
    with pytest.raises(NotAMember):
        create_family(organisation=organisation, look=LOOK, by=Actor(make_account()), now=now)


def test_the_pages_preview_save_and_dress_drafts(family, draft_of, owner, signed_in):
    draft = draft_of("draft")
    client = signed_in(owner)
    path = f"/org/harbour/families/{family.id}"
    form = {"name": "Sea", "shape": "tile", "hue": "40", "hue_step": "-5", "pattern": "7"}
    assert "shape=tile" in client.post(path, form | {"preview": "1"}).content.decode()
    family.refresh_from_db()
    assert family.shape == "gem"
    sample = client.get("/org/harbour/families/sample.svg", form | {"level": "expert"})
    assert sample["Content-Type"] == "image/svg+xml"
    assert client.get("/org/harbour/families/sample.svg", form | {"level": "x"}).status_code == 422
    client.post(f"{path}/badges", {"add": "draft"})
    client.post(path, form)
    assert look_of(draft) == ("tile", 40, "7")
    client.post(f"{path}/badges", {"leave": "draft"})
    draft.refresh_from_db()
    assert draft.family is None
    assert client.post(path, form | {"hue": "999"}).status_code == 422
    assert "Sea" in client.get("/org/harbour/families").content.decode()
