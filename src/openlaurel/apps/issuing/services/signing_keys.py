"""The keys with which an organisation signs: one at a time, sealed at rest; the first is made when it is needed."""

import secrets
import threading
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.adapters.sealing import seal, unseal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.addresses import issuer_did
from openlaurel.apps.issuing.models import SigningKey
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.core.keys import (
    EcdsaKey,
    EcdsaPublicKey,
    Ed25519PublicKey,
    P256PublicKey,
    P384PublicKey,
    PrivateKey,
    PublicKey,
    Signer,
    SoftwareKey,
    SoftwareSigner,
)
from openlaurel.core.proofs.shapes import Canonizer

CURVES: dict[str, type[EcdsaPublicKey]] = {curve.kind: curve for curve in (P256PublicKey, P384PublicKey)}
KINDS = (Ed25519PublicKey.kind, *CURVES)

_local = threading.local()


def ensure_signing_key(*, organisation: Profile, now: datetime) -> SigningKey:
    """This function will return the key that signs for `organisation` now, making its first one when there is none."""
    key = find_signing_key(organisation, now)
    if key is not None:
        return key
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        return find_signing_key(organisation, now) or make_signing_key(organisation, now=now)


def find_signing_key(organisation: Profile, now: datetime) -> SigningKey | None:
    """This function will return the key that signs now: of those neither revoked nor retired, the one that began first."""
    keys = SigningKey.objects.filter(organisation=organisation, revoked_at=None)
    keys = keys.filter(Q(retired_at=None) | Q(retired_at__gt=now)).order_by("signs_from", "created_at")
    return keys.select_related("organisation").first()


def make_signing_key(
    organisation: Profile,
    *,
    now: datetime,
    signs_from: datetime | None = None,
    kind: str = Ed25519PublicKey.kind,
    by: Actor = INSTALLATION,
) -> SigningKey:
    """This function will make a key of one of KINDS that signs from `signs_from` on, in the caller's transaction."""
    secret, sealed = _generate(kind)
    multibase = secret.public.multibase
    key = SigningKey.objects.create(
        organisation=organisation,
        public_multibase=multibase,
        sealed_secret=seal(sealed, key=settings.INSTALLATION.key, purpose=_purpose(multibase)),
        created_at=now,
        signs_from=signs_from or now,
    )
    record_key_event("signing_key.created", key, by=by, now=now)
    return key


def still_signs(key: SigningKey) -> bool:
    """This function will tell whether what `key` has just signed may be stored: it wasn't revoked since.

    One that was retired since counted when it signed. Nobody can revoke it before the caller's transaction ends; several
    may store at once, which a lock FOR UPDATE would forbid.
    """
    unrevoked = SigningKey.objects.filter(pk=key.pk, revoked_at=None).values("pk")
    statement, values = unrevoked.query.sql_with_params()
    lock = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(statement + lock, values)
        return cursor.fetchone() is not None


def signer_of(key: SigningKey, base: str = "") -> Signer:
    """This function will return what signs with `key`, under the organisation's DID at the present address or `base`.

    Raises SealBroken when the installation's key isn't the one with which the secret was sealed.
    """
    secret = unseal(
        bytes(key.sealed_secret), key=settings.INSTALLATION.key, purpose=_purpose(key.public_multibase)
    )
    curve = CURVES.get(PublicKey.from_multibase(key.public_multibase).kind)
    private: PrivateKey = EcdsaKey(curve, secret) if curve else SoftwareKey(secret)
    return SoftwareSigner(private, method_id(issuer_did(key.organisation.handle, base), key))


def method_id(did: str, key: SigningKey) -> str:
    """This function will return the DID URL under which `key` is listed in the document of `did`."""
    return f"{did}#{key.public_multibase}"


def record_key_event(kind: str, key: SigningKey, *, by: Actor, now: datetime, **data: str) -> None:
    """This function will record what happened to `key`, in the caller's transaction."""
    record_event(
        kind=kind,
        subject=("signing_key", key.id),
        now=now,
        actor_id=by.id,
        organisation_id=key.organisation_id,
        data={"key": key.public_multibase, **data},
    )


def canonizer() -> Canonizer:
    """This function will return this thread's canonizer, which remembers the shapes that it has met."""
    if not hasattr(_local, "canonizer"):
        _local.canonizer = Canonizer(load_contexts())
    found: Canonizer = _local.canonizer
    return found


def _generate(kind: str) -> tuple[PrivateKey, bytes]:
    """A key and its secret bytes: an Ed25519 seed, or the number of an EC key."""
    if kind in CURVES:
        key = EcdsaKey.generate(CURVES[kind], secrets.token_bytes)
        return key, key.secret
    if kind != Ed25519PublicKey.kind:
        raise ValueError(f"{kind!r} is none of the kinds of keys that sign: {', '.join(KINDS)}.")
    seed = SoftwareKey.generate(secrets.token_bytes)
    return seed, seed.seed


def _purpose(multibase: str) -> str:
    return f"signing key {multibase}"
