"""The keys of an organisation, for its owners and for the verification of what it signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.addresses import issuer_did, read_identifier
from openlaurel.apps.issuing.models import Credential, SigningKey
from openlaurel.apps.issuing.services.signing_keys import method_id
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.keys import PublicKey


class KeyState(TextChoices):
    """Where a key is in its life, which its moments tell."""

    WAITING = "waiting", _("Published, signs soon")
    SIGNING = "signing", _("Signs")
    RETIRED = "retired", _("Signs no more")
    REVOKED = "revoked", _("Revoked")


@dataclass(frozen=True)
class KeyRow:
    """One key as it is listed; `until` is the end of its signing, past or to come."""

    key: SigningKey
    state: KeyState
    kind: str
    until: datetime | None


def list_signing_keys(organisation: Profile, now: datetime) -> list[KeyRow]:
    """This function will return all keys that ever signed for an organisation, the newest first."""
    keys = SigningKey.objects.filter(organisation=organisation).order_by("-created_at", "-signs_from", "id")
    return [
        KeyRow(
            key,
            _state(key, now),
            PublicKey.from_multibase(key.public_multibase).kind,
            key.revoked_at or key.retired_at,
        )
        for key in keys
    ]


def count_signed(key: SigningKey, since: datetime) -> int:
    """This function will return how many badges here `key` signed at or after `since`."""
    return Credential.objects.filter(key=key, signed_at__gte=since).count()


def key_history(did: str) -> Mapping[str, datetime]:
    """This function will return since when each key of an issuer here signs, by the key's DID URL."""
    place = read_identifier(did)
    if place is None or place.kind != "did":
        return {}
    own = issuer_did(place.key, place.base)
    keys = SigningKey.objects.filter(organisation__handle=place.key)
    return {method_id(own, key): key.signs_from for key in keys}


def _state(key: SigningKey, now: datetime) -> KeyState:
    if key.revoked_at is not None:
        return KeyState.REVOKED
    if key.retired_at is not None and key.retired_at <= now:
        return KeyState.RETIRED
    return KeyState.WAITING if key.signs_from > now else KeyState.SIGNING
