"""Definitions: what must hold for a badge to keep meaning what it said when it was issued."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, PublishedVersionIsFixed, Skill
from openlaurel.apps.catalog.queries import (
    achievement_of,
    check_list,
    differences,
    get_published,
    published_versions,
)
from openlaurel.apps.catalog.services import (
    Definition,
    InvalidDefinition,
    NotADraft,
    NotComplete,
    SkillClaim,
    archive_achievement,
    define_achievement,
    definition_of,
    discard_draft,
    edit_draft,
    publish_version,
    restore_achievement,
    start_version,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed


@pytest.fixture
def draft(organisation, definition, now):
    return define_achievement(
        organisation=organisation, slug="tide-tables", definition=definition, by=INSTALLATION, now=now
    )


def test_a_definition_is_kept_as_it_was_given(draft, definition):
    assert definition_of(AchievementVersion.objects.get(pk=draft.pk)) == definition


def test_a_draft_may_be_almost_empty_but_is_not_published_so(organisation, now):
    draft = define_achievement(
        organisation=organisation,
        slug="idea",
        definition=Definition(name="An idea", language="en"),
        by=INSTALLATION,
        now=now,
    )
    with pytest.raises(NotComplete) as refused:
        publish_version(version=draft, by=INSTALLATION, now=now)
    assert set(refused.value.problems) == {
        *("description", "outcomes", "criteria", "skills", "level", "country", "awarding_body_name"),
        *("workload_hours", "participation", "assessment_type", "supervision", "quality_assurance"),
    }
    assert [check.label for check in check_list(draft) if check.is_met] == ["Name", "Artwork"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("name", "bell \x07"),
        ("language", "Portuguese"),
        ("country", "PRT"),
        ("achievement_type", "BadgeClass"),
        ("level", "guru"),
        ("eqf_level", 9),
        ("workload_hours", -1),
        ("ects", Decimal("0.25")),
        ("participation", "maybe"),
        ("supervision", "maybe"),
        ("price_amount", Decimal("1.999")),
        ("price_amount", Decimal(-1)),
        ("validity_months", 0),
        ("awarding_body_url", "javascript:alert(1)"),
        ("outcomes", ("x" * 301,)),
        ("tags", ("",)),
        ("art_hue", 360),
        ("art_icon", "../../etc/passwd"),
        ("art_shape", "blob"),
        ("skills", (SkillClaim("https://s.example/a", "A", "guru"),)),
        ("skills", (SkillClaim("file:///etc", "A", "expert"),)),
        ("skills", (SkillClaim("", "A", "expert"), SkillClaim("", "a ", "expert"))),
        ("result_descriptions", ({"id": "x", "name": "X", "result_type": "Vibes"},)),
        ("result_descriptions", ({"identifier": "x"},)),
        ("required", ("nothing-here",)),
        ("outcomes", ("Read a tide\x07 table",)),
        ("tags", ("sea\x00",)),
        ("skills", (SkillClaim("", "Tides\x1b", "expert"),)),
    ],
)
def test_a_value_that_cannot_be_right_is_named_with_its_field(draft, definition, now, field, value):
    with pytest.raises(InvalidDefinition) as refused:
        edit_draft(version=draft, definition=replace(definition, **{field: value}), by=INSTALLATION, now=now)
    assert set(refused.value.problems) == {field}
    draft.refresh_from_db()
    assert definition_of(draft) == definition


def test_a_price_names_its_currency(draft, definition, now):
    with pytest.raises(InvalidDefinition) as refused:
        edit_draft(
            version=draft, definition=replace(definition, price_amount=Decimal(9)), by=INSTALLATION, now=now
        )
    assert set(refused.value.problems) == {"price_currency"}


def test_an_address_is_used_once_and_fits_one(draft, organisation, definition, now):
    for slug in ("tide-tables", "Tide Tables", "new", ""):
        with pytest.raises(InvalidDefinition) as refused:
            define_achievement(
                organisation=organisation, slug=slug, definition=definition, by=INSTALLATION, now=now
            )
        assert set(refused.value.problems) == {"slug"}


def test_a_published_version_is_drawn_found_and_fixed(published):
    assert bytes(published.artwork_png).startswith(b"\x89PNG")
    assert bytes(published.artwork_svg).startswith(b"<svg")
    assert get_published("tide-tables") == published
    published.name = "Something else"
    with pytest.raises(PublishedVersionIsFixed):
        published.save()
    for change in (
        lambda: AchievementVersion.objects.update(name="x"),
        lambda: AchievementVersion.objects.all().delete(),
        lambda: published.delete(),
        lambda: published.alignments.all().delete(),
        lambda: published.alignments.update(level="expert"),
        lambda: published.alignments.get().delete(),
        lambda: published.alignments.get().save(),
    ):
        with pytest.raises(PublishedVersionIsFixed):
            change()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_achievementversion SET name = 'x'",
        "UPDATE catalog_achievementversion SET artwork_png = NULL",
        "UPDATE catalog_achievementversion SET state = 'draft'",
        "UPDATE catalog_alignment SET level = 'expert'",
        "INSERT INTO catalog_alignment (version_id, skill_id, level, position)"
        " SELECT version_id, skill_id, level, 9 FROM catalog_alignment",
    ],
)
def test_the_database_refuses_to_change_a_published_version(published, statement):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AchievementVersion.objects.get().name == "Tide tables in practice"


def test_services_refuse_it_too(published, definition, now):
    with pytest.raises(NotADraft):
        edit_draft(version=published, definition=definition, by=INSTALLATION, now=now)
    with pytest.raises(NotADraft):
        publish_version(version=published, by=INSTALLATION, now=now)
    with pytest.raises(NotADraft):
        discard_draft(version=published, by=INSTALLATION, now=now)


def test_editing_what_is_published_makes_a_new_version_and_says_what_changed(published, now):
    draft = start_version(achievement=published.achievement, by=INSTALLATION, now=now)
    assert differences(published, draft) == []
    assert start_version(achievement=published.achievement, by=INSTALLATION, now=now) == draft
    changed = replace(definition_of(draft), workload_hours=20, level="advanced", ects=Decimal("1.5"))
    edit_draft(version=draft, definition=changed, by=INSTALLATION, now=now)
    draft.refresh_from_db()
    assert [(c.label, c.before, c.after) for c in differences(published, draft)] == [
        ("Level", "Foundation", "Advanced"),
        ("Workload", "12 hours", "20 hours"),
        ("ECTS credits", "", "1.5"),
    ]
    publish_version(version=draft, by=INSTALLATION, now=now)
    versions = AchievementVersion.objects.order_by("number").values_list("number", "state")
    assert list(versions) == [(1, "superseded"), (2, "published")]
    assert get_published("tide-tables").workload_hours == 20
    assert published.alignments.count() == 1


def test_a_discarded_first_draft_leaves_nothing_and_a_later_one_leaves_the_published(draft, now):
    discard_draft(version=draft, by=INSTALLATION, now=now)
    assert not Achievement.objects.exists()
    assert Event.objects.filter(kind="achievement.draft_discarded").exists()


def test_an_archived_achievement_leaves_the_catalogue_and_comes_back(published, now):
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    assert not published_versions().exists()
    assert get_published("tide-tables") == published
    restore_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    assert published_versions().get() == published


def test_only_designers_and_owners_define(organisation, definition, make_member, now):
    with pytest.raises(NotAllowed):
        define_achievement(
            organisation=organisation,
            slug="x",
            definition=definition,
            by=Actor(account=make_member("issuer")),
            now=now,
        )


def test_a_known_skill_is_used_again_and_keeps_its_name(published, make_published, draft_of):
    with pytest.raises(InvalidDefinition, match="known here as the skill"):
        draft_of("b", SkillClaim("https://skills.example/tides", "Renamed", "expert"))
    draft_of("c", SkillClaim("https://skills.example/tides", "Tidal planning", "expert"))
    draft_of("d", SkillClaim("", "Knots", "expert"))
    draft_of("e", SkillClaim("", "Knots", "foundation"))
    assert sorted(Skill.objects.values_list("name", flat=True)) == ["Knots", "Tidal planning"]
    knots = Skill.objects.get(name="Knots")
    assert knots.url == f"http://127.0.0.1:8000/skills/{knots.id}"


def test_a_skill_chosen_by_its_name_is_the_one_of_the_framework(draft_of, make_organisation, definition, now):
    other = make_organisation("elsewhere")
    framework = SkillClaim("https://f.example/k", "Knots", "expert", framework="Sea skills")
    define_achievement(
        organisation=other,
        slug="far",
        definition=replace(definition, skills=(framework, SkillClaim("", "Splices", "expert"))),
        by=INSTALLATION,
        now=now,
    )
    near = draft_of("near", SkillClaim("", "Knots", "foundation"), SkillClaim("", "Splices", "foundation"))
    knots, splices = (alignment.skill for alignment in near.alignments.all())
    assert knots.url == "https://f.example/k"
    assert Skill.objects.filter(name="Splices").count() == 2
    assert splices.alignments.get().version == near


@pytest.fixture
def draft_of(organisation, definition, now):
    def make(slug, *skills):
        return define_achievement(
            organisation=organisation,
            slug=slug,
            definition=replace(definition, skills=skills),
            by=INSTALLATION,
            now=now,
        )

    return make


def test_the_badge_says_credits_results_and_its_version(make_published):
    described = (
        {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"},
    )
    version = make_published("x", ects=Decimal("2.0"), result_descriptions=described, tags=("sea",))
    wire = achievement_of(version).as_json()
    assert wire["creditsAvailable"] == 2
    assert wire["resultDescription"][0]["id"] == "http://127.0.0.1:8000/achievements/x#quiz"
    assert wire["version"] == "1"
    assert wire["image"]["id"] == "http://127.0.0.1:8000/achievements/x/versions/1/image.png"
