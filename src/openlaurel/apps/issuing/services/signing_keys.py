"""The key with which an organisation signs: one at a time, made when it is needed first, sealed at rest."""

import secrets
import threading
from datetime import datetime

from django.conf import settings
from django.db import transaction

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.adapters.sealing import seal, unseal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.addresses import issuer_did
from openlaurel.apps.issuing.models import SigningKey
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.keys import Signer, SoftwareKey, SoftwareSigner
from openlaurel.core.proofs.shapes import Canonizer

_local = threading.local()


def ensure_signing_key(*, organisation: Profile, now: datetime) -> SigningKey:
    """This function will return the key that signs for `organisation` now, making its first one when there is none."""
    key = _current(organisation)
    if key is not None:
        return key
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        return _current(organisation) or _make(organisation, now)


def still_signs(key: SigningKey) -> bool:
    """This function will tell whether `key` was neither retired nor revoked until now."""
    return SigningKey.objects.filter(pk=key.pk, retired_at=None, revoked_at=None).exists()


def signer_of(key: SigningKey, base: str = "") -> Signer:
    """This function will return what signs with `key`, under the organisation's DID at the present address or `base`.

    Raises SealBroken when the installation's key isn't the one with which the secret was sealed.
    """
    seed = unseal(
        bytes(key.sealed_seed), key=settings.INSTALLATION.key, purpose=_purpose(key.public_multibase)
    )
    return SoftwareSigner(SoftwareKey(seed), method_id(issuer_did(key.organisation.handle, base), key))


def method_id(did: str, key: SigningKey) -> str:
    """This function will return the DID URL under which `key` is listed in the document of `did`."""
    return f"{did}#{key.public_multibase}"


def canonizer() -> Canonizer:
    """This function will return this thread's canonizer, which remembers the shapes that it has met."""
    if not hasattr(_local, "canonizer"):
        _local.canonizer = Canonizer(load_contexts())
    found: Canonizer = _local.canonizer
    return found


def _current(organisation: Profile) -> SigningKey | None:
    keys = SigningKey.objects.filter(organisation=organisation, retired_at=None, revoked_at=None)
    return keys.select_related("organisation").first()


def _make(organisation: Profile, now: datetime) -> SigningKey:
    secret = SoftwareKey.generate(secrets.token_bytes)
    multibase = secret.public.multibase
    key = SigningKey.objects.create(
        organisation=organisation,
        public_multibase=multibase,
        sealed_seed=seal(secret.seed, key=settings.INSTALLATION.key, purpose=_purpose(multibase)),
        created_at=now,
    )
    record_event(
        kind="signing_key.created",
        subject=("signing_key", key.id),
        now=now,
        organisation_id=organisation.id,
        data={"key": multibase},
    )
    return key


def _purpose(multibase: str) -> str:
    return f"signing key {multibase}"
