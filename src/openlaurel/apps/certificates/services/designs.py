"""A design's life: drafted, published, published again, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.certificates.models import CertificateDesign, CertificateVersion
from openlaurel.apps.certificates.queries import own_fields
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.queries import colour_of, logo_bytes
from openlaurel.apps.programmes.models import Programme
from openlaurel.core.artwork.certificate_layout import Fault, Layout, faults_of, read_layout
from openlaurel.core.fields import FieldSpec


class CertificateError(Exception):
    """A change can't be made; the message says why and what to do."""


class BadDesign(CertificateError):
    """The layout can't be used: `faults` name each box and what is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("The design has faults. Each is named beside the preview."))
        self.faults = list(faults)


def save_design(
    *,
    organisation: Profile,
    programme: Programme | None = None,
    achievement: Achievement | None = None,
    layout: Layout,
    by: Actor,
    now: datetime,
) -> CertificateDesign:
    """This function will store the draft of a design, for the organisation or one thing of it; nothing shows it yet.

    Raises BadDesign for a layout with faults, CertificateError for a signature or a target of somebody else.
    """
    check_can(by, "edit_brand", organisation)
    for target in (programme, achievement):
        if target is not None and target.organisation_id != organisation.id:
            raise CertificateError(_("That belongs to another organisation. Choose something of your own."))
    _check(organisation, layout, own_fields(organisation, programme=programme, achievement=achievement))
    with transaction.atomic():
        design, _is_new = CertificateDesign.objects.update_or_create(
            organisation=organisation,
            programme=programme,
            achievement=achievement,
            defaults={"layout": layout.as_json(), "changed_at": now},
            create_defaults={"layout": layout.as_json(), "changed_at": now, "created_at": now},
        )
        _record("certificate.saved", design, by, now)
    return design


def publish_design(
    *, design: CertificateDesign, covers_earlier: bool = False, by: Actor, now: datetime
) -> CertificateVersion:
    """This function will have badges issued from now on carry the design; with `covers_earlier` all before as well.

    Colours and logo are kept with it, so that certificates stay as they are when those change.
    """
    check_can(by, "edit_brand", design.organisation)
    with transaction.atomic():
        design = _locked(design)
        layout = read_layout(design.layout)
        own = own_fields(design.organisation, programme=design.programme, achievement=design.achievement)
        _check(design.organisation, layout, own)
        return _publish(design, layout, covers_earlier, by, now)


def withdraw_design(*, design: CertificateDesign, by: Actor, now: datetime) -> None:
    """This function will have badges issued from now on carry the standard sheet; those before keep theirs."""
    check_can(by, "edit_brand", design.organisation)
    with transaction.atomic():
        design = _locked(design)
        latest = design.versions.first()
        if latest is not None and latest.layout is not None:
            _publish(design, None, False, by, now)


def _publish(
    design: CertificateDesign, layout: Layout | None, covers_earlier: bool, by: Actor, now: datetime
) -> CertificateVersion:
    organisation, latest = design.organisation, design.versions.first()
    version = CertificateVersion.objects.create(
        design=design,
        number=latest.number + 1 if latest else 1,
        layout=layout.as_json() if layout else None,
        colour=colour_of(organisation),
        accent=organisation.accent,
        logo_png=logo_bytes(organisation.handle, "png") or None,
        published_at=now,
        covers_earlier=covers_earlier,
    )
    _record("certificate.published" if layout else "certificate.withdrawn", design, by, now)
    return version


def _check(organisation: Profile, layout: Layout, own: Mapping[str, FieldSpec]) -> None:
    faults = faults_of(layout, own)
    signatures = {str(id_) for id_ in organisation.signatures.values_list("id", flat=True)}
    faults += [
        Fault("no_signature", number)
        for number, box in enumerate(layout.boxes, 1)
        if box.kind == "signature" and box.signature and box.signature not in signatures
    ]
    if faults:
        raise BadDesign(faults)


def _locked(design: CertificateDesign) -> CertificateDesign:
    rows = CertificateDesign.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=design.pk)


def _record(kind: str, design: CertificateDesign, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("certificate_design", design.id),
        now=now,
        actor_id=by.id,
        organisation_id=design.organisation_id,
        data={},
    )
