"""Designs of certificates for programs: read, set, looked at as PDF or PNG, published; and signatures."""

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.apps.certificates.composing import sample
from openlaurel.apps.certificates.models import Signature
from openlaurel.apps.certificates.queries import (
    Target,
    list_signatures,
    list_targets,
    own_fields,
    place_of_target,
)
from openlaurel.apps.certificates.services import (
    BadDesign,
    CertificateError,
    add_signature,
    publish_design,
    retire_signature,
    save_design,
    withdraw_design,
)
from openlaurel.apps.certificates.words import fault_words
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, PageQuery, PictureIn
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.core.artwork.certificate_layout import (
    MOST_BOXES,
    MOST_TEXT,
    Box,
    Layout,
    faults_of,
    read_layout,
    template,
)

designs = Router(tags=["certificates"], auth=ApiKeyAuth(Scope.BRAND_MANAGE))
signatures = Router(tags=["certificates"], auth=ApiKeyAuth(Scope.BRAND_MANAGE))
TYPES = {"pdf": "application/pdf", "png": "image/png"}


class BoxPart(Schema):
    """A part of the sheet: millimetres from its start and top edge; `size` is points. `text` is that of a part of the kind
    text, `signature` the id of one."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20)
    x: int
    y: int
    width: int
    height: int
    align: Literal["start", "center", "end"] = "start"
    size: int = 11
    text: str = Field("", max_length=MOST_TEXT)
    signature: str = Field("", max_length=40)


class LayoutPart(Schema):
    """A whole sheet. Right-to-left certificates are its mirror image."""

    model_config = ConfigDict(extra="forbid")

    paper: Literal["a4", "letter"] = "a4"
    is_landscape: bool = True
    frame: Literal["line", "band", "rosette", "plain"] = "line"
    boxes: list[BoxPart] = Field(max_length=MOST_BOXES)

    def layout(self) -> Layout:
        """This function will return it as a value."""
        boxes = tuple(Box(**box.model_dump()) for box in self.boxes)
        return Layout(self.paper, self.is_landscape, self.frame, boxes)


class PublicationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    covers_earlier: bool = Field(False, description="Whether badges that were issued before have it, too.")


class PreviewIn(Schema):
    """Without a layout the draft is drawn."""

    model_config = ConfigDict(extra="forbid")

    layout: LayoutPart | None = None
    language: str = Field("", max_length=12, description="Such as ar; otherwise that of what it is for.")
    form: Literal["pdf", "png"] = "pdf"


class TemplateQuery(Schema):
    paper: Literal["a4", "letter"] = "a4"
    is_landscape: bool = True


class SignatureIn(PictureIn):
    """A picture of a signature, and whose it is."""

    name: str = Field(max_length=120)
    title: str = Field("", max_length=120)


class SignatureOut(Schema):
    id: UUID
    name: str
    title: str
    created_at: AwareDatetime


class SignaturePage(Schema):
    """`count` is the number of all that can be used, not only of those on this page."""

    items: list[SignatureOut]
    count: int


class TargetOut(Schema):
    """What may have a design: `target` is "all" for the organisation, "p:<slug>" for a programme, "a:<slug>" for a
    micro-credential; the nearest one counts. `version` is the number of what was published last, 0 for nothing;
    `is_standard` says whether badges from now on have the standard sheet, as far as this design is asked."""

    target: str
    name: str
    has_draft: bool
    version: int
    is_standard: bool
    published_at: AwareDatetime | None

    @classmethod
    def of(cls, target: Target, **more: Any) -> "TargetOut":
        """This function will read a target with its latest version."""
        version = target.version
        return cls(
            target=target.key,
            name=target.name,
            has_draft=target.design is not None,
            version=version.number if version else 0,
            is_standard=not target.is_published,
            published_at=version.published_at if version else None,
            **more,
        )


class TargetPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[TargetOut]
    count: int


class DesignOut(TargetOut):
    """`draft` is what was saved last, `published` what badges have; null for none."""

    draft: LayoutPart | None
    published: LayoutPart | None

    @classmethod
    def whole(cls, target: Target) -> "DesignOut":
        """This function will read a target with its layouts."""
        draft = target.design.layout if target.design else None
        published = target.version.layout if target.version else None
        found = cls.of(target, draft=_part(draft), published=_part(published))
        assert isinstance(found, DesignOut)
        return found


@designs.get("", response={200: TargetPage, **ERRORS}, summary="List what may have a certificate of its own")
def list_designs(request: HttpRequest, query: Query[PageQuery]) -> TargetPage:
    """Your organisation as a whole, its programmes, its published micro-credentials."""
    found = list_targets(_door(request)[1])
    page = found[query.offset : query.offset + query.limit]
    return TargetPage(items=[TargetOut.of(target) for target in page], count=len(found))


@designs.get(
    "/templates/{name}", response={200: LayoutPart, **ERRORS}, summary="Read an arrangement to begin with"
)
def read_template(
    request: HttpRequest, name: Literal["centred", "open"], query: Query[TemplateQuery]
) -> LayoutPart:
    """A whole sheet that can be used or changed."""
    _door(request)
    return LayoutPart(**template(name, query.paper, is_landscape=query.is_landscape).as_json())


@designs.get("/{target}", response={200: DesignOut, **ONE}, summary="Read a design")
def read_design(request: HttpRequest, target: str) -> DesignOut:
    """Its draft, and what is published."""
    return DesignOut.whole(_target(_door(request)[1], target))


@designs.put("/{target}", response={200: DesignOut, **CHANGE}, summary="Save the draft of a design")
def put_design(request: HttpRequest, target: str, body: LayoutPart) -> DesignOut:
    """No certificate has it before it is published. Parts that lie over each other, too near to an edge or too small to be
    read are refused by name, and so is a sheet without holder, micro-credential, QR code and address."""
    actor, organisation = _door(request)
    chosen, layout = _target(organisation, target), body.layout()
    try:
        save_design(
            organisation=organisation,
            **place_of_target(organisation, chosen.key),
            layout=layout,
            by=actor,
            now=timezone.now(),
        )
    except BadDesign as error:
        raise _refused(error, layout) from error
    return DesignOut.whole(_target(organisation, target))


@designs.post("/{target}/publish", response={200: DesignOut, **CHANGE}, summary="Publish a design")
def show_design(request: HttpRequest, target: str, body: PublicationIn) -> DesignOut:
    """Badges that are issued from now on have the draft, with the colours and the logo of today. Without a draft: 404."""
    actor, organisation = _door(request)
    design = _target(organisation, target).design
    if design is None:
        raise Http404
    try:
        publish_design(design=design, covers_earlier=body.covers_earlier, by=actor, now=timezone.now())
    except BadDesign as error:
        raise _refused(error, read_layout(design.layout)) from error
    return DesignOut.whole(_target(organisation, target))


@designs.post(
    "/{target}/withdraw", response={200: DesignOut, **CHANGE}, summary="Go back to the standard certificate"
)
def hide_design(request: HttpRequest, target: str) -> DesignOut:
    """For badges from now on; those before keep theirs. Without a draft: 404."""
    actor, organisation = _door(request)
    design = _target(organisation, target).design
    if design is None:
        raise Http404
    withdraw_design(design=design, by=actor, now=timezone.now())
    return DesignOut.whole(_target(organisation, target))


@designs.post("/{target}/preview", response={200: bytes, **CHANGE}, summary="See a certificate")
def draw_design(request: HttpRequest, target: str, body: PreviewIn) -> HttpResponse:
    """A PDF or PNG for an invented holder; nothing is saved. Without a layout and without a draft: 404."""
    organisation = _door(request)[1]
    chosen = _target(organisation, target)
    own = own_fields(organisation, **place_of_target(organisation, chosen.key))
    if body.layout is not None:
        layout = body.layout.layout()
    elif chosen.design is not None:
        layout = read_layout(chosen.design.layout)
    else:
        raise Http404
    if faults := faults_of(layout, own):
        raise _refused(BadDesign(faults), layout)
    if body.language and body.language not in dict(settings.LANGUAGES):
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        raise InvalidDetails({"language": _("Choose one of these languages: %(known)s.") % {"known": known}})
    language = body.language or chosen.language
    try:
        drawn = sample(organisation, layout, chosen.name, language, own, form=body.form, now=timezone.now())
    except CannotBeSet as error:
        raise InvalidDetails({"boxes": str(error)}) from error
    return HttpResponse(drawn, content_type=TYPES[body.form])


@signatures.get("", response={200: SignaturePage, **ERRORS}, summary="List your signatures")
def list_own_signatures(request: HttpRequest, query: Query[PageQuery]) -> SignaturePage:
    """Those that new designs may use, by name."""
    found = list_signatures(_door(request)[1])
    page = found[query.offset : query.offset + query.limit]
    return SignaturePage(items=[SignatureOut.from_orm(one) for one in page], count=len(found))


@signatures.post("", response={201: SignatureOut, **CHANGE}, summary="Add a signature")
def make_signature(request: HttpRequest, body: SignatureIn) -> Status[SignatureOut]:
    """Designs name it by its id."""
    actor, organisation = _door(request)
    if not body.name.strip():
        raise InvalidDetails({"name": _("Say whose signature it is, in at most 120 characters.")})
    try:
        made = add_signature(
            organisation=organisation,
            name=body.name,
            title=body.title,
            data=body.data(),
            by=actor,
            now=timezone.now(),
        )
    except CertificateError as error:
        raise InvalidDetails({"picture": str(error)}) from error
    return Status(201, SignatureOut.from_orm(made))


@signatures.delete("/{uuid:signature_id}", response={204: None, **ONE}, summary="Retire a signature")
def remove_signature(request: HttpRequest, signature_id: UUID) -> Status[None]:
    """It isn't offered for new designs any more; what was published keeps it."""
    actor, organisation = _door(request)
    found = Signature.objects.filter(organisation=organisation, pk=signature_id).first()
    if found is None:
        raise Http404
    retire_signature(signature=found, by=actor, now=timezone.now())
    return Status(204, None)


def _door(request: HttpRequest) -> tuple[Actor, Profile]:
    actor, organisation = program_of(request)
    check_can(actor, "edit_brand", organisation)
    return actor, organisation


def _target(organisation: Profile, key: str) -> Target:
    found = next((target for target in list_targets(organisation) if target.key == key), None)
    if found is None:
        raise Http404
    return found


def _part(layout: dict[str, Any] | None) -> LayoutPart | None:
    return LayoutPart(**read_layout(layout).as_json()) if layout else None


def _refused(error: BadDesign, layout: Layout) -> InvalidDetails:
    """The faults by the part that each is about, as it is counted in `boxes`; several of one part in one sentence."""
    problems: dict[str, str] = {}
    for fault in dict.fromkeys(error.faults):
        field = f"boxes.{fault.box - 1}" if fault.box else "boxes"
        problems[field] = " ".join(filter(None, (problems.get(field), fault_words(fault, layout))))
    return InvalidDetails(problems)
