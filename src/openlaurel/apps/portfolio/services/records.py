"""A record of everything that somebody holds (CLR 2.0), signed by this site.

The site signs that these credentials were in the wallet of whom the record names; what each of them says is proved by its
own signature, which is in the record as it was made. Nothing of a record is kept here.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import ensure_signing_key
from openlaurel.apps.issuing.services.documents import SALT_BYTES, issuer_of
from openlaurel.apps.issuing.services.signing_keys import canonizer, signer_of
from openlaurel.apps.portfolio.errors import NothingToRecord
from openlaurel.apps.portfolio.models import RecordKeeper
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import InvalidDetails, create_organisation
from openlaurel.apps.verifier.reading import read_document
from openlaurel.apps.wallet.held import HeldBadge, HeldState, held_badges
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.core.openbadges import (
    EMAIL,
    NAME,
    ClrCredential,
    ClrSubject,
    IdentityObject,
    hash_identity,
    utc,
)
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.suites import cryptosuite_of
from openlaurel.core.verification.records import MAXIMUM_CREDENTIALS

HANDLES = ("records", *(f"records-{number}" for number in range(2, 10)))


@dataclass(frozen=True)
class Record:
    """A signed record, and how many badges found no place in it."""

    document: bytes
    count: int
    left_out: int


def sign_record(*, account: Account, now: datetime) -> Record:
    """This function will return a signed record of the badges in force that `account` holds, the latest first.

    Left out are badges of older versions and JWTs, which a record can't hold, what isn't in force, and what is more than
    MAXIMUM_CREDENTIALS. Raises NothingToRecord.
    """
    held = held_badges(account, now=now)
    documents = [document for badge in held if badge.counts and (document := _document(badge)) is not None]
    documents = documents[:MAXIMUM_CREDENTIALS]
    if not documents:
        raise NothingToRecord(
            _("You hold no badge in force of Open Badges 3.0 yet, so there is nothing to record.")
        )
    keeper = ensure_record_keeper(now=now)
    key = ensure_signing_key(organisation=keeper, now=now)
    signer = signer_of(key)
    record = ClrCredential(
        id=f"urn:uuid:{uuid4()}",
        name=_("Record of badges"),
        issuer=issuer_of(keeper),
        subject=ClrSubject(tuple(documents), identifiers=tuple(_identities(account))),
        valid_from=utc(now),
        awarded_date=utc(now),
        partial=len(documents) < len(held),
    )
    signed = sign(
        record.as_json(),
        signer=signer,
        created=key.signing_moment(now),
        canonizer=canonizer(),
        cryptosuite=cryptosuite_of(signer.kind),
    )
    with transaction.atomic():
        record_event(
            kind="record.signed",
            subject=("account", account.pk),
            now=now,
            actor_id=account.pk,
            data={"count": len(documents)},
        )
    return Record(orjson.dumps(signed), len(documents), len(held) - len(documents))


def ensure_record_keeper(*, now: datetime) -> Profile:
    """This function will return the profile that signs records, made at first need under the first handle that is free."""
    found = RecordKeeper.objects.select_related("profile").first()
    if found is None:
        try:
            with transaction.atomic():
                return RecordKeeper.objects.create(profile=_make_keeper(now)).profile
        except (IntegrityError, InvalidDetails):  # somebody else asked at the same moment
            found = RecordKeeper.objects.select_related("profile").get()
    return found.profile


def _make_keeper(now: datetime) -> Profile:
    host = urlsplit(settings.OPENLAUREL_URL).netloc
    taken = set(Profile.objects.filter(handle__in=HANDLES).values_list("handle", flat=True))
    handle = next((handle for handle in HANDLES if handle not in taken), f"records-{secrets.token_hex(4)}")
    return create_organisation(
        handle=handle,
        name=f"Records of {host}",
        description=(
            "Signs the records that people of this site have made of the badges that they hold. It awards no badges."
        ),
        is_issuer=False,
        owner=None,
        by=INSTALLATION,
        now=now,
    )


def _identities(account: Account) -> Sequence[IdentityObject]:
    """The address and the name, each behind a hash with a salt of its own, as in every badge from here."""
    found = [hash_identity(account.email.lower(), identity_type=EMAIL, salt=secrets.token_hex(SALT_BYTES))]
    if account.name:
        found.append(hash_identity(account.name, identity_type=NAME, salt=secrets.token_hex(SALT_BYTES)))
    return found


def _document(badge: HeldBadge) -> dict[str, Any] | None:
    """The signed credential, as it was signed; None for what a record can't hold."""
    if badge.state != HeldState.VALID:
        return None
    if badge.award:
        text: bytes | str = credential_bytes(badge.award)
    elif badge.kept and badge.kept.is_older:
        return None
    else:
        text = read_document(bytes(KeptBadge.objects.values_list("content", flat=True).get(pk=badge.id)))
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
