"""Changing keys: the next one is published before it signs, and the former ones stay, so that what they signed holds."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.issuing.errors import InvalidKeyRevocation, KeyNotPossibleNow
from openlaurel.apps.issuing.models import SigningKey
from openlaurel.apps.issuing.services.signing_keys import (
    find_signing_key,
    make_signing_key,
    record_key_event,
)
from openlaurel.apps.issuing.services.status_lists import lock_lists, republish
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.keys import Ed25519PublicKey, PublicKey

# Verifiers may keep a copy of the DID document for a while (ours says five minutes), in which a new key isn't listed.
OVERLAP = timedelta(hours=1)


def rotate_signing_key(
    *,
    organisation: Profile,
    by: Actor,
    now: datetime,
    overlap: timedelta = OVERLAP,
    kind: str = Ed25519PublicKey.kind,
) -> SigningKey:
    """This function will make the next key, which is published now and signs once `overlap` is over.

    Until then the present one signs; afterwards it stays published, so that what it signed still verifies, and signs
    no more. `kind` is one of KINDS. Raises KeyNotPossibleNow while another change of keys is under way.
    """
    check_can(by, "manage_signing_keys", organisation)
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        present = find_signing_key(organisation, now)
        if present is None:
            return make_signing_key(organisation, now=now, kind=kind, by=by)
        if present.retired_at is not None or present.signs_from > now:
            raise KeyNotPossibleNow(
                _("A new key was made already and begins to sign soon. Wait until it does.")
            )
        present.retired_at = now + overlap
        present.save(update_fields=["retired_at"])
        key = make_signing_key(organisation, now=now, signs_from=present.retired_at, kind=kind, by=by)
        record_key_event("signing_key.retired", present, by=by, now=now)
    return key


def revoke_signing_key(
    *, key: SigningKey, since: datetime, reason: str, by: Actor, now: datetime
) -> SigningKey:
    """This function will publish that what `key` signed at or after `since` doesn't count, whoever signed it.

    It signs nothing more; where it was the one that signs, the next one begins at once. Status lists are signed anew,
    since those that it signed wouldn't count. A second revocation can only be from an earlier moment on. Raises
    InvalidKeyRevocation, or KeyNotPossibleNow.
    """
    check_can(by, "manage_signing_keys", key.organisation)
    reason, since = " ".join(reason.split()), since.replace(microsecond=0)
    problems = {}
    if since > now:
        problems["since"] = _("Give a day that isn't in the future.")
    if not 1 <= len(reason) <= 300:
        problems["reason"] = _("Say why in 1 to 300 characters, for those who look after the organisation.")
    if problems:
        raise InvalidKeyRevocation(problems)
    with transaction.atomic():
        lock_lists(key.organisation)
        organisation = Profile.objects.select_for_update(no_key=True).get(pk=key.organisation_id)
        # Now nobody begins a list; who did while this waited had the key sign it.
        lists = lock_lists(key.organisation)
        key = SigningKey.objects.select_related("organisation").get(pk=key.pk)
        if key.revoked_at is not None and since >= key.revoked_at:
            raise KeyNotPossibleNow(
                _("This key is revoked already. A revocation can only be set to an earlier day.")
            )
        key.revoked_at, key.revocation_reason = since, reason
        key.save(update_fields=["revoked_at", "revocation_reason"])
        record_key_event("signing_key.revoked", key, by=by, now=now, since=since.date().isoformat())
        _begin_next(organisation, key, by, now)
        for status_list in lists:
            republish(status_list, now=now)
    return key


def _begin_next(organisation: Profile, revoked: SigningKey, by: Actor, now: datetime) -> None:
    """Some key signs now: the one that does, one that waited for its turn, or a new one of the same kind."""
    present = find_signing_key(organisation, now)
    if present is None:
        kind = PublicKey.from_multibase(revoked.public_multibase).kind
        make_signing_key(organisation, now=now, kind=kind, by=by)
    elif present.signs_from > now:
        present.signs_from = now
        present.save(update_fields=["signs_from"])
