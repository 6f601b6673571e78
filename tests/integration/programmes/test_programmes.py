"""Programmes: what a learner would lose if they broke is the way from one badge to the next."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.services import accept_award, issue_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.queries import programme_page
from openlaurel.apps.programmes.services import (
    InvalidProgramme,
    Outline,
    ProgrammeError,
    Step,
    change_programme,
    create_programme,
    delete_programme,
    publish_programme,
    withdraw_programme,
)

OUTLINE = Outline(
    "Way to sea", "en", "For beginners who want to sail.", steps=(Step("first"), Step("second"))
)


@pytest.fixture
def versions(make_published):
    return {slug: make_published(slug, name=slug.title()) for slug in ("first", "second", "third")}


@pytest.fixture
def programme(organisation, versions, now):
    made = create_programme(organisation=organisation, slug="sea", outline=OUTLINE, by=INSTALLATION, now=now)
    return publish_programme(programme=made, by=INSTALLATION, now=now)


@pytest.fixture
def award_to(versions, now):
    def award(slug, account, accept=True):
        made = issue_award(
            version=versions[slug],
            recipient_name=account.name,
            recipient_email=account.email,
            account=account,
            by=INSTALLATION,
            now=now,
        )
        return accept_award(award=made, account=account, show_name=False, now=now) if accept else made

    return award


def standings(programme, account, now):
    return [step.standing for step in programme_page(programme, account, now=now).steps]


def test_a_programme_is_hidden_until_it_is_published_and_gone_when_it_is_withdrawn(
    client, organisation, versions, owner, now
):
    by = Actor(account=owner)
    programme = create_programme(organisation=organisation, slug="sea", outline=OUTLINE, by=by, now=now)
    assert client.get("/programmes/sea").status_code == 404
    publish_programme(programme=programme, by=by, now=now)
    page = client.get("/programmes/sea").content.decode()
    assert page.index("First") < page.index("Second")
    assert "EducationalOccupationalProgram" in page
    assert "/programmes/sea" in client.get("/profiles/harbour").content.decode()
    assert "/programmes/sea" in client.get("/achievements/first").content.decode()
    withdraw_programme(programme=programme, by=by, now=now)
    assert client.get("/programmes/sea").status_code == 404
    assert "/programmes/sea" not in client.get("/profiles/harbour").content.decode()
    assert "/programmes/sea" not in client.get("/achievements/first").content.decode()
    kinds = Event.objects.filter(subject_kind="programme").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["programme.created", "programme.published", "programme.withdrawn"]


def test_a_learner_sees_what_they_hold_and_what_comes_next(programme, award_to, make_account, now):
    account = make_account(name="Lena")
    assert standings(programme, account, now) == ["next", "later"]
    award = award_to("first", account)
    page = programme_page(programme, account, now=now)
    assert [step.standing for step in page.steps] == ["held", "next"]
    assert (page.held, page.needed, page.next_step.version.name) == (1, 2, "Second")
    award_to("second", account, accept=False)
    assert standings(programme, account, now) == ["held", "offered"]
    revoke_award(award=award, reason="Mistake", by=INSTALLATION, now=now)
    assert standings(programme, account, now) == ["ended", "offered"]


def test_a_complete_programme_has_no_next_step(programme, award_to, make_account, now):
    account = make_account(name="Lena")
    award_to("first", account)
    award_to("second", account)
    page = programme_page(programme, account, now=now)
    assert page.is_complete
    assert page.next_step is None


def test_the_badge_of_somebody_else_counts_for_nobody(programme, award_to, make_account, now):
    award_to("first", make_account(name="Lena"))
    assert standings(programme, make_account(name="Eve"), now) == ["next", "later"]
    assert standings(programme, None, now) == ["", ""]


def test_a_step_waits_for_what_it_requires(organisation, make_published, make_account, now):
    make_published("base")
    make_published("top", required=("base",))
    made = create_programme(
        organisation=organisation,
        slug="sea",
        outline=replace(OUTLINE, steps=(Step("top"), Step("base", is_optional=True))),
        by=INSTALLATION,
        now=now,
    )
    page = programme_page(made, make_account(), now=now)
    assert [step.standing for step in page.steps] == ["later", "later"]
    assert [version.achievement.slug for version in page.steps[0].before] == ["base"]


def test_what_is_missing_for_publishing_is_named(organisation, versions, now):
    made = create_programme(
        organisation=organisation,
        slug="sea",
        outline=Outline("Sea", "en", steps=(Step("first", is_optional=True),)),
        by=INSTALLATION,
        now=now,
    )
    with pytest.raises(InvalidProgramme) as refused:
        publish_programme(programme=made, by=INSTALLATION, now=now)
    assert set(refused.value.problems) == {"description", "steps"}


def test_a_public_programme_cannot_become_unpublishable_or_be_deleted(programme, now):
    with pytest.raises(InvalidProgramme):
        change_programme(programme=programme, outline=replace(OUTLINE, steps=()), by=INSTALLATION, now=now)
    assert programme.steps.count() == 2
    with pytest.raises(ProgrammeError):
        delete_programme(programme=programme, by=INSTALLATION, now=now)


@pytest.mark.parametrize(
    ("outline", "field"),
    [
        (replace(OUTLINE, name=" "), "name"),
        (replace(OUTLINE, name="x" * 121), "name"),
        (replace(OUTLINE, name="a\u202eb"), "name"),
        (replace(OUTLINE, language="English!"), "language"),
        (replace(OUTLINE, colour="red"), "colour"),
        (replace(OUTLINE, steps=(Step("first"), Step("first"))), "steps"),
        (replace(OUTLINE, steps=(Step("elsewhere"),)), "steps"),
        (replace(OUTLINE, steps=tuple(Step(f"s{n}") for n in range(41))), "steps"),
    ],
)
def test_bad_outlines_are_refused_by_field(organisation, versions, now, outline, field):
    with pytest.raises(InvalidProgramme) as refused:
        create_programme(organisation=organisation, slug="sea", outline=outline, by=INSTALLATION, now=now)
    assert field in refused.value.problems
    assert not Programme.objects.exists()


def test_the_achievements_of_another_organisation_cannot_be_steps(make_organisation, versions, now):
    other = make_organisation("elsewhere")
    with pytest.raises(InvalidProgramme):
        create_programme(organisation=other, slug="sea", outline=OUTLINE, by=INSTALLATION, now=now)


def test_only_designers_and_owners_make_programmes(organisation, versions, make_member, make_account, now):
    with pytest.raises(NotAllowed):
        create_programme(
            organisation=organisation, slug="sea", outline=OUTLINE, by=Actor(make_member("issuer")), now=now
        )
    with pytest.raises(NotAMember):
        create_programme(
            organisation=organisation, slug="sea", outline=OUTLINE, by=Actor(make_account()), now=now
        )


def test_the_form_makes_orders_and_saves_a_programme(client, organisation, versions, owner, signed_in):
    client = signed_in(owner)
    form = {
        "name": "Way to sea",
        "language": "en",
        "description": "For beginners.",
        "step-0-achievement": "first",
        "step-1-achievement": "second",
        "step-1-is_optional": "on",
        "step-2-achievement": "",
    }
    moved = client.post("/org/harbour/programmes/new", form | {"move": "1-up"})
    assert moved.status_code == 200
    assert not Programme.objects.exists()
    rows = [(row["achievement"].value(), row["is_optional"].value()) for row in moved.context["rows"].rows]
    assert rows[:3] == [("second", True), ("first", False), ("", False)]
    assert client.post("/org/harbour/programmes/new", form).status_code == 302
    programme = Programme.objects.get(slug="way-to-sea")
    assert list(programme.steps.values_list("achievement__slug", "is_optional")) == [
        ("first", False),
        ("second", True),
    ]
    bad = client.post("/org/harbour/programmes/way-to-sea", form | {"step-1-achievement": "first"})
    assert bad.status_code == 422
    assert "once" in bad.content.decode()


def test_a_picture_is_made_harmless_and_a_bad_one_refused(client, programme, owner, signed_in):
    out = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(out, "JPEG")
    client = signed_in(owner)
    client.post("/org/harbour/programmes/sea/cover", {"cover": SimpleUploadedFile("a.jpg", out.getvalue())})
    answer = client.get("/programmes/sea/cover.png")
    assert answer.content.startswith(b"\x89PNG")
    refused = client.post(
        "/org/harbour/programmes/sea/cover",
        {"cover": SimpleUploadedFile("a.svg", b"<svg><script/></svg>")},
        follow=True,
    )
    assert (
        "scripts" in refused.content.decode()
        or "damaged" in refused.content.decode()
        or "no PNG" in refused.content.decode()
    )
    client.post("/org/harbour/programmes/sea/cover/remove")
    assert client.get("/programmes/sea/cover.png").status_code == 404
