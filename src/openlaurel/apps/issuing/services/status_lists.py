"""Status lists: a random place for each badge, and the bit that revokes or suspends it.

Rows are locked without their keys (`no_key`): who inserts a row that refers to one of them need not wait, so that no two
wait for each other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.addresses import issuer_did, status_list_url
from openlaurel.apps.issuing.models import Credential, StatusList
from openlaurel.apps.issuing.services.signing_keys import canonizer, ensure_signing_key, signer_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.suites import cryptosuite_of
from openlaurel.core.status import Bitstring, StatusEntry, build_status_list_credential, random_indexes


@dataclass(frozen=True)
class Entry:
    """One place in one list, taken for one credential."""

    status_list: StatusList
    index: int

    @property
    def on_the_wire(self) -> StatusEntry:
        url = status_list_url(self.status_list.id, self.status_list.base_url)
        return StatusEntry(url, self.index, self.status_list.purpose)


def purpose_of(version: AchievementVersion) -> str:
    """This function will return the purpose of the list that new badges of a definition name (decision 0005)."""
    return "suspension" if version.achievement.suspendable else "revocation"


def allocate_entries(
    *, organisation: Profile, count: int, now: datetime, purpose: str = "revocation"
) -> list[Entry]:
    """This function will take `count` places that nobody had before, in the caller's transaction.

    The list stays locked until the transaction ends, so that two issuers never get the same place. A full list is
    followed by a new one.
    """
    entries: list[Entry] = []
    while len(entries) < count:
        status_list = _open_list(organisation, purpose, now)
        first = status_list.allocated
        taken = min(count - len(entries), status_list.capacity - first)
        key = bytes(status_list.permutation_key)
        numbers = range(first, first + taken)
        entries += [Entry(status_list, index) for index in random_indexes(key, numbers, status_list.capacity)]
        status_list.allocated = first + taken
        status_list.save(update_fields=["allocated"])
    return entries


def set_bits(*, credentials: Sequence[Credential], now: datetime, value: int = 1) -> None:
    """This function will set the bits of `credentials` and publish their lists anew, in the caller's transaction.

    `value` 0 clears them, which only a list of suspensions allows (Bitstring Status List 1.0, 2.1): ValueError else.
    """
    wanted: dict[UUID, list[int]] = {}
    for credential in credentials:
        wanted.setdefault(credential.status_list_id, []).append(credential.status_index)
    for status_list in _locked().filter(id__in=list(wanted)):
        if value == 0 and status_list.purpose != "suspension":
            raise ValueError("A revocation can't be undone.")
        bits = Bitstring.decompress(bytes(status_list.bits))
        for index in wanted[status_list.id]:
            bits.set(index, value)
        _publish(status_list, bits, now)
        status_list.save(update_fields=["bits", "signed_document", "signed_at"])


def lock_lists(organisation: Profile) -> list[StatusList]:
    """This function will return all lists of an organisation, so that none changes until the caller is done."""
    return list(_locked().filter(organisation=organisation))


def republish(status_list: StatusList, *, now: datetime) -> None:
    """This function will sign a locked list anew as it is, with the key that signs now."""
    _publish(status_list, Bitstring.decompress(bytes(status_list.bits)), now)
    status_list.save(update_fields=["bits", "signed_document", "signed_at"])


def _locked() -> QuerySet[StatusList]:
    rows = StatusList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").order_by("id")


def _open_list(organisation: Profile, purpose: str, now: datetime) -> StatusList:
    found = _find_open(organisation, purpose)
    if found is None:
        with transaction.atomic():
            Profile.objects.select_for_update(no_key=True).get(pk=organisation.pk)
            found = _find_open(organisation, purpose) or _begin(organisation, purpose, now)
    return found


def _find_open(organisation: Profile, purpose: str) -> StatusList | None:
    rows = StatusList.objects.select_for_update(of=("self",), no_key=True).filter(
        organisation=organisation,
        base_url=settings.OPENLAUREL_URL,
        purpose=purpose,
        allocated__lt=F("capacity"),
    )
    return rows.order_by("created_at", "id").first()


def _begin(organisation: Profile, purpose: str, now: datetime) -> StatusList:
    bits = Bitstring()
    status_list = StatusList(
        organisation=organisation,
        base_url=settings.OPENLAUREL_URL,
        purpose=purpose,
        capacity=len(bits),
        permutation_key=secrets.token_bytes(32),
        created_at=now,
    )
    _publish(status_list, bits, now)
    status_list.save(force_insert=True)
    return status_list


def _publish(status_list: StatusList, bits: Bitstring, now: datetime) -> None:
    organisation, base = status_list.organisation, status_list.base_url
    unsigned = build_status_list_credential(
        url=status_list_url(status_list.id, base),
        issuer=issuer_did(organisation.handle, base),
        purpose=status_list.purpose,
        bits=bits,
        valid_from=now,
    )
    key = ensure_signing_key(organisation=organisation, now=now)
    signer = signer_of(key, base)
    signed = sign(
        unsigned,
        signer=signer,
        created=key.signing_moment(now),
        canonizer=canonizer(),
        cryptosuite=cryptosuite_of(signer.kind),
    )
    status_list.bits = bits.compress()
    status_list.signed_document = orjson.dumps(signed)
    status_list.signed_at = now
