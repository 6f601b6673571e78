"""Signatures that stand on certificates."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.configured import read_picture
from openlaurel.apps.certificates.models import Signature
from openlaurel.apps.certificates.services.designs import CertificateError
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.brand import told
from openlaurel.core.artwork import ArtworkError
from openlaurel.core.artwork.pictures import SIGNATURE
from openlaurel.core.artwork.text import clean


def add_signature(
    *, organisation: Profile, name: str, title: str, data: bytes, by: Actor, now: datetime
) -> Signature:
    """This function will keep a signature, a PNG, JPEG, WebP or SVG made harmless, with whose it is.

    Raises CertificateError, which says what to do.
    """
    check_can(by, "edit_brand", organisation)
    name, title = clean(name), clean(title)
    if not name or len(name) > 120 or len(title) > 120:
        raise CertificateError(_("Say whose signature it is, in at most 120 characters."))
    try:
        _svg, png = read_picture(data, SIGNATURE)
    except ArtworkError as error:
        raise CertificateError(told(error)) from error
    with transaction.atomic():
        signature = Signature.objects.create(
            organisation=organisation, name=name, title=title, png=png, created_at=now
        )
        _record("certificate.signature_added", signature, by, now)
    return signature


def retire_signature(*, signature: Signature, by: Actor, now: datetime) -> None:
    """This function will offer a signature for new designs no more; published ones keep it."""
    check_can(by, "edit_brand", signature.organisation)
    with transaction.atomic():
        if Signature.objects.filter(pk=signature.pk, retired_at=None).update(retired_at=now):
            _record("certificate.signature_retired", signature, by, now)


def _record(kind: str, signature: Signature, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("certificate_signature", signature.id),
        now=now,
        actor_id=by.id,
        organisation_id=signature.organisation_id,
        data={"name": signature.name},
    )
