"""Designed certificates: what was printed stays true, what proves it is always there, bad input is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.certificates import composing
from openlaurel.apps.certificates.composing import certificate_pdf, design_of, sample
from openlaurel.apps.certificates.models import (
    CertificateDesign,
    CertificateVersion,
    PublishedDesignIsFixed,
    Signature,
)
from openlaurel.apps.certificates.queries import own_fields, version_for
from openlaurel.apps.certificates.services import (
    BadDesign,
    CertificateError,
    add_signature,
    publish_design,
    retire_signature,
    save_design,
    withdraw_design,
)
from openlaurel.apps.issuing.queries.own_fields import fields_in_words
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.apps.profiles.services import update_brand
from openlaurel.apps.programmes.services import Outline, Step, create_programme
from openlaurel.core.artwork.certificate_layout import Box, merged, template
from openlaurel.core.fields import FieldSpec, Kind, Place

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M10 50h280v8H10z"/></svg>'
LAYOUT = template("centred", "a4", is_landscape=True)


@pytest.fixture
def award_at(published, now):
    def award(when=now, name="Zoë Łukasiewicz"):
        made = issue_award(
            version=published,
            recipient_name=name,
            recipient_email="zoe@example.org",
            by=INSTALLATION,
            now=when,
            idempotency_key=f"{when}{name}",
        )
        return accept_award(award=made, show_name=True, now=when)

    return award


@pytest.fixture
def design(organisation, now):
    return save_design(organisation=organisation, layout=LAYOUT, by=INSTALLATION, now=now)


def test_a_draft_changes_no_certificate(award_at, design, now):
    assert version_for(award_at()) is None


def test_badges_from_now_on_have_it_and_those_before_keep_theirs(award_at, design, now):
    before = award_at(now - timedelta(days=2))
    first = publish_design(design=design, by=INSTALLATION, now=now - timedelta(days=1))
    between = award_at(now - timedelta(hours=1), "Between")
    second = publish_design(design=design, by=INSTALLATION, now=now)
    after = award_at(now + timedelta(hours=1), "After")
    assert version_for(before) is None
    assert version_for(between) == first
    assert version_for(after) == second
    third = publish_design(design=design, covers_earlier=True, by=INSTALLATION, now=now + timedelta(hours=2))
    assert version_for(before) == version_for(between) == version_for(after) == third
    withdraw_design(design=design, by=INSTALLATION, now=now + timedelta(hours=3))
    assert version_for(after) == third
    assert version_for(award_at(now + timedelta(hours=4), "Late")).layout is None


def test_the_nearest_design_comes_first(organisation, award_at, design, published, now):
    by = INSTALLATION
    award = award_at(now + timedelta(hours=1))
    publish_design(design=design, by=by, now=now)
    programme = create_programme(
        organisation=organisation,
        slug="sea",
        outline=Outline("Sea", "en", steps=(Step("tide-tables"),)),
        by=by,
        now=now,
    )
    of_programme = save_design(organisation=organisation, programme=programme, layout=LAYOUT, by=by, now=now)
    second = publish_design(design=of_programme, by=by, now=now)
    assert version_for(award) == second
    of_badge = save_design(
        organisation=organisation, achievement=published.achievement, layout=LAYOUT, by=by, now=now
    )
    third = publish_design(design=of_badge, by=by, now=now)
    assert version_for(award) == third


def test_a_published_version_never_changes_and_keeps_colours(organisation, award_at, design, now):
    version = publish_design(design=design, by=INSTALLATION, now=now)
    award = award_at(now + timedelta(hours=1))
    before = certificate_pdf(award, with_name=True, now=now)
    update_brand(organisation=organisation, colour="#aa0033", by=INSTALLATION, now=now)
    save_design(
        organisation=organisation,
        layout=template("open", "letter", is_landscape=False),
        by=INSTALLATION,
        now=now,
    )
    assert certificate_pdf(award, with_name=True, now=now) == before
    version.colour = "#000000"
    with pytest.raises(PublishedDesignIsFixed):
        version.save()


def test_the_pdf_is_accessible_names_the_holder_only_if_it_may_and_leads_to_the_page(award_at, design, now):
    publish_design(design=design, covers_earlier=True, by=INSTALLATION, now=now)
    award = award_at()
    named = certificate_pdf(award, with_name=True, now=now)
    assert b"<pdfuaid:part>1" in named
    assert b"/StructTreeRoot" in named
    assert b"/Lang(en" in named
    assert named != certificate_pdf(award, with_name=False, now=now)
    assert str(award.id).encode() in named


def test_a_name_in_a_script_without_a_font_never_shows_as_boxes(award_at, design, now):
    publish_design(design=design, covers_earlier=True, by=INSTALLATION, now=now)
    assert certificate_pdf(award_at(name="𒀭𒈗"), with_name=True, now=now).startswith(b"%PDF")


def test_a_preview_names_the_letter_that_no_font_has(organisation, now):
    layout = replace(LAYOUT, boxes=(*LAYOUT.boxes, Box("text", 60, 150, 60, 8, text="𒀭𒈗")))
    with pytest.raises(CannotBeSet, match="𒀭"):
        sample(organisation, layout, "", "en", form="png", now=now)
    assert sample(organisation, LAYOUT, "", "ar", form="png", now=now).startswith(b"\x89PNG")


def test_faults_are_refused_and_only_own_signatures_taken(organisation, make_organisation, now):
    other = make_organisation("elsewhere")
    signature = add_signature(organisation=other, name="Eve", title="", data=SVG, by=INSTALLATION, now=now)
    box = Box("signature", 60, 150, 60, 24, signature=str(signature.id))
    for layout in (replace(LAYOUT, boxes=LAYOUT.boxes[1:-1]), replace(LAYOUT, boxes=(*LAYOUT.boxes, box))):
        with pytest.raises(BadDesign):
            save_design(organisation=organisation, layout=layout, by=INSTALLATION, now=now)
    assert not CertificateDesign.objects.exists()


def test_the_achievement_of_another_organisation_gets_no_design(make_organisation, published, now):
    with pytest.raises(CertificateError):
        save_design(
            organisation=make_organisation("elsewhere"),
            achievement=published.achievement,
            layout=LAYOUT,
            by=INSTALLATION,
            now=now,
        )


def test_only_owners_and_designers_design(organisation, make_member, make_account, now):
    with pytest.raises(NotAllowed):
        save_design(organisation=organisation, layout=LAYOUT, by=Actor(make_member("issuer")), now=now)
    with pytest.raises(NotAMember):
        save_design(organisation=organisation, layout=LAYOUT, by=Actor(make_account()), now=now)


def test_a_retired_signature_stays_on_what_was_published(organisation, award_at, now):
    signature = add_signature(
        organisation=organisation, name="Olga", title="Head", data=SVG, by=INSTALLATION, now=now
    )
    box = Box("signature", 60, 150, 60, 24, signature=str(signature.id))
    layout = replace(LAYOUT, boxes=(*LAYOUT.boxes, box))
    design = save_design(organisation=organisation, layout=layout, by=INSTALLATION, now=now)
    publish_design(design=design, covers_earlier=True, by=INSTALLATION, now=now)
    award = award_at()
    before = certificate_pdf(award, with_name=True, now=now)
    retire_signature(signature=signature, by=INSTALLATION, now=now)
    assert certificate_pdf(award, with_name=True, now=now) == before


def sent(layout):
    form = {"paper": layout.paper, "is_landscape": "1", "frame": layout.frame, "language": "en"}
    for number, box in enumerate(layout.boxes):
        form |= {f"box-{number}-{name}": value for name, value in box.__dict__.items()}
    return form


def test_the_designer_previews_arranges_adds_removes_saves_and_publishes(
    client, organisation, published, owner, signed_in
):
    client = signed_in(owner)
    path = "/org/harbour/certificates/all"
    assert "data:image/png;base64," in client.get(path).content.decode()
    form = sent(LAYOUT)
    added = client.post(path, form | {"add": "1", "new_kind": "text"})
    assert len(added.context["form"].rows) == len(LAYOUT.boxes) + 1
    assert added.status_code == 200
    seal = next(n for n, box in enumerate(LAYOUT.boxes) if box.kind == "seal")
    removed = client.post(path, form | {"remove": str(seal)})
    assert len(removed.context["form"].rows) == len(LAYOUT.boxes) - 1
    qr = next(n for n, box in enumerate(LAYOUT.boxes) if box.kind == "qr")
    assert len(client.post(path, form | {"remove": str(qr)}).context["form"].rows) == len(LAYOUT.boxes)
    arranged = client.post(
        path, form | {"apply": "1", "template": "open", "paper": "letter", "is_landscape": "0"}
    )
    assert arranged.context["form"].sheet.initial["paper"] == "letter"
    assert not CertificateDesign.objects.exists()
    bad = client.post(f"{path}/preview", form | {"box-0-x": "0"}).content.decode()
    assert "nearer than 10 mm" in bad
    refused = client.post(path, form | {"box-0-x": "0", "save": "draft"})
    assert refused.status_code == 422
    assert client.post(path, form | {"save": "publish"}).status_code == 302
    assert CertificateVersion.objects.get().number == 1
    assert client.post(f"{path}/withdraw").status_code == 302
    assert CertificateVersion.objects.first().layout is None
    assert client.get("/org/harbour/certificates/a:tide-tables").status_code == 200
    assert client.get("/org/harbour/certificates/a:elsewhere").status_code == 404


def test_signatures_are_added_by_the_form_and_bad_files_refused(client, organisation, owner, signed_in):
    client = signed_in(owner)
    path = "/org/harbour/certificates/signatures"
    bad = client.post(
        path,
        {"name": "Olga", "signature": SimpleUploadedFile("s.svg", SVG.replace(b"<path", b"<script/><path"))},
        follow=True,
    )
    assert "scripts" in bad.content.decode()
    client.post(path, {"name": "Olga", "title": "Head", "signature": SimpleUploadedFile("s.svg", SVG)})
    signature = Signature.objects.get()
    assert client.get(f"{path}/{signature.id}.png").content.startswith(b"\x89PNG")
    client.post(f"{path}/{signature.id}/retire")
    signature.refresh_from_db()
    assert signature.retired_at is not None


def test_own_texts_name_custom_fields_and_only_the_holders_certificate_has_private_ones(
    organisation, published, now
):
    term = FieldSpec("term", Kind.TEXT, {"en": "Term"}, place=Place.TERM)
    staff = FieldSpec("staff", Kind.TEXT, {"en": "Staff number"})
    set_custom_fields(achievement=published.achievement, fields=[term, staff], by=INSTALLATION, now=now)
    text = Box("text", 60, 150, 60, 8, text="{field.term} / {field.staff}")
    layout = replace(LAYOUT, boxes=(*(box for box in LAYOUT.boxes if box.kind != "dates"), text))
    with pytest.raises(BadDesign) as refused:
        save_design(
            organisation=organisation,
            layout=replace(layout, boxes=(*layout.boxes[:-1], replace(text, text="{field.shoe}"))),
            by=INSTALLATION,
            now=now,
        )
    assert [(fault.code, fault.detail) for fault in refused.value.faults] == [("merge_field", "field.shoe")]
    design = save_design(organisation=organisation, layout=layout, by=INSTALLATION, now=now)
    publish_design(design=design, covers_earlier=True, by=INSTALLATION, now=now)
    award = issue_award(
        version=published,
        recipient_name="Zoë",
        recipient_email="zoe@example.org",
        fields={"term": "Spring", "staff": "S-1"},
        by=INSTALLATION,
        now=now,
    )
    set_custom_fields(achievement=published.achievement, fields=[], by=INSTALLATION, now=now)

    def said(with_private):
        own = fields_in_words(award, with_private=with_private)
        values = design_of(award, composing._certificate(award, True, own), own).values
        return [
            merged(text.text, values),
            len(certificate_pdf(award, with_name=True, with_private=with_private, now=now)),
        ]

    assert [said(True)[0], said(False)[0]] == ["Spring / S-1", "Spring / "]
    assert said(True)[1] != said(False)[1]
    own = own_fields(organisation, achievement=published.achievement)
    assert own == {}
    assert sample(organisation, layout, "", "en", {"field.term": term}, form="png", now=now).startswith(
        b"\x89PNG"
    )
