"""What this installation answers for its identifiers, those of its former addresses included."""

from datetime import datetime
from uuid import UUID

import orjson

from openlaurel.apps.catalog.queries import artwork
from openlaurel.apps.issuing.addresses import issuer_did, read_identifier, status_list_url
from openlaurel.apps.issuing.models import Award, Credential, SigningKey, StatusList, Suspension
from openlaurel.apps.issuing.services.signing_keys import method_id
from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.core.keys import PublicKey, VerificationMethod
from openlaurel.core.keys import did_document as build_did_document
from openlaurel.core.openbadges import bake_png, bake_svg
from openlaurel.core.verification import StatusChange, StatusHistory


def credential_bytes(award: Award) -> bytes:
    """This function will return the current signed document of an award, byte for byte as it was signed."""
    return Credential.objects.select_related("mould").get(award=award, superseded_at=None).document


def did_document(did: str) -> bytes | None:
    """This function will return the DID document of an issuer here, at a present or former address; None for others.

    It lists every key that ever signed; a revoked one with the moment from which its signatures don't count.
    """
    place = read_identifier(did)
    if place is None or place.kind != "did":
        return None
    organisation = Profile.objects.filter(handle=place.key, kind=Kind.ORGANISATION).first()
    if organisation is None:
        return None
    did = issuer_did(organisation.handle, place.base)
    keys = SigningKey.objects.filter(organisation=organisation).order_by("created_at", "id")
    methods = [
        VerificationMethod(
            method_id(did, key), did, PublicKey.from_multibase(key.public_multibase), revoked=key.revoked_at
        )
        for key in keys
    ]
    return orjson.dumps(build_did_document(did, methods).as_json(), option=orjson.OPT_INDENT_2)


def status_list_document(url: str) -> bytes | None:
    """This function will return the signed status list whose address is `url`, or None."""
    place = read_identifier(url)
    if place is None or place.kind != "status":
        return None
    status_list = StatusList.objects.filter(id=place.key).only("signed_document", "base_url").first()
    if status_list is None or status_list_url(status_list.id, status_list.base_url) != url.split("#")[0]:
        return None
    return bytes(status_list.signed_document)


def status_history(url: str, index: int) -> StatusHistory | None:
    """This function will return what became of the entry `index` of a status list here; None for lists of others.

    A credential's bit is set when it is superseded by a corrected one, with the revocation of its award, and in a list
    of suspensions while its award is suspended. What is for good is told as a revocation there, too.
    """
    place = read_identifier(url)
    if place is None or place.kind != "status":
        return None
    rows = Credential.objects.filter(status_list=UUID(place.key), status_index=index)
    found = rows.values_list("superseded_at", "award__revoked_at", "status_list__purpose", "award").first()
    if found is None:
        return None
    *moments, purpose, award_id = found
    ended = min((moment for moment in moments if moment is not None), default=None)
    changes = [] if ended is None else [StatusChange(ended, "revocation", 1)]
    if purpose == "suspension":
        changes += _suspensions(award_id, ended)
    return StatusHistory(tuple(sorted(changes, key=lambda change: change.moment)))


def _suspensions(award_id: UUID, ended: datetime | None) -> list[StatusChange]:
    """What became of the bit of an award in a list of suspensions, where it stays set from `ended` on."""
    changes = []
    for start, end in Suspension.objects.filter(award=award_id).values_list("suspended_at", "ended_at"):
        changes.append(StatusChange(start, "suspension", 1))
        if end is not None:
            changes.append(StatusChange(end, "suspension", 0))
    if ended is None:
        return changes
    return [*(change for change in changes if change.moment < ended), StatusChange(ended, "suspension", 1)]


def baked_png(award: Award) -> bytes | None:
    """This function will return the badge's picture with its credential inside; None where there is no picture."""
    png = artwork(award.version, "png")
    return bake_png(png, credential_bytes(award).decode()) if png else None


def baked_svg(award: Award) -> bytes | None:
    """This function will return the same as an SVG; None where the issuer's own picture is a PNG only."""
    svg = artwork(award.version, "svg")
    return bake_svg(svg, credential_bytes(award).decode()) if svg else None


def resource_of(url: str) -> bytes | None:
    """This function will return what an identifier of this installation stands for, without the network.

    `url` may be a DID, or the address of a DID document, a status list or an award's credential. None for
    everything else. Whether an award may be shown to a stranger is for the caller to ask.
    """
    place = read_identifier(url)
    if place is None:
        return None
    if place.kind == "did":
        return did_document(issuer_did(place.key, place.base))
    if place.kind == "status":
        return status_list_document(url)
    award = Award.objects.filter(id=place.key).select_related("version").first()
    if award is None or award.recipient_erased_at is not None:
        return None
    if place.form == "png":
        return baked_png(award)
    return baked_svg(award) if place.form == "svg" else credential_bytes(award)
