"""The signed document of each award: built by core.openbadges, many of one form signed from one template."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import achievement_of, achievement_url
from openlaurel.apps.issuing.addresses import award_url, issuer_did
from openlaurel.apps.issuing.errors import NotIssuable
from openlaurel.apps.issuing.models import Mould, SigningKey
from openlaurel.apps.issuing.services.drafts import CheckedDraft
from openlaurel.apps.issuing.services.own_fields import Answers
from openlaurel.apps.issuing.services.signing_keys import canonizer, signer_of
from openlaurel.apps.issuing.services.status_lists import Entry
from openlaurel.apps.profiles.models import Profile as Organisation
from openlaurel.apps.profiles.services.organisations import public_address
from openlaurel.core.openbadges import (
    EMAIL,
    NAME,
    PROOF_PATHS,
    Achievement,
    BulkSigner,
    Evidence,
    IdentityObject,
    OpenBadgesError,
    Profile,
    Result,
    build_credential,
    cast,
    hash_identity,
    utc,
)
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.errors import ProofsError
from openlaurel.core.proofs.shapes import NotSound
from openlaurel.core.proofs.suites import cryptosuite_of

# Compiling a template costs about as much as signing this many by the shape of a whole document.
WORTH_A_TEMPLATE = 16
SALT_BYTES = 16

_utc = lru_cache(maxsize=64)(utc)  # a set is issued at one moment, and mostly valid until one

Path = tuple[str | int, ...]
Parted = tuple[bytes, bytes]  # mould and content


def make_salts(count: int) -> list[str]:
    """This function will return two salts each, in one string, for so many awards."""
    length = 4 * SALT_BYTES
    drawn = secrets.token_hex(count * length // 2)
    return [drawn[start : start + length] for start in range(0, len(drawn), length)]


@dataclass(frozen=True)
class Content:
    """One award with all that its document says beside it."""

    award_id: UUID
    checked: CheckedDraft
    entry: Entry
    results: tuple[Result, ...]
    salts: str = field(default_factory=lambda: make_salts(1)[0], repr=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.checked.draft.evidence

    @property
    def answers(self) -> Answers:
        return self.checked.answers

    @cached_property
    def recipients(self) -> tuple[IdentityObject, IdentityObject]:
        """The e-mail address and the name, each behind a hash with a salt of its own, so that either can be shown."""
        draft, length = self.checked.draft, 2 * SALT_BYTES
        return (
            hash_identity(draft.recipient_email, identity_type=EMAIL, salt=self.salts[:length]),
            hash_identity(draft.recipient_name, identity_type=NAME, salt=self.salts[length:]),
        )

    @property
    def form(self) -> Hashable:
        """Equal for documents that differ only in the strings that `slots` names."""
        pieces = tuple(
            (bool(e.name), bool(e.id), bool(e.narrative), bool(e.description), e.genre) for e in self.evidence
        )
        return (
            self.checked.valid_until is None,
            not self.checked.draft.narrative,
            self.results,
            pieces,
            self.entry.status_list.id,
            self.answers.form,
        )

    def slots(self) -> dict[Path, str]:
        """This function will return the strings of the document that are this award's own, by their place in it."""
        checked, narrative = self.checked, self.checked.draft.narrative
        status, valid_from = self.entry.on_the_wire, _utc(checked.valid_from)
        found: dict[Path, str] = {
            ("id",): award_url(self.award_id),
            ("validFrom",): valid_from,
            ("awardedDate",): valid_from,
            ("credentialStatus", "id"): status.id,
            ("credentialStatus", "statusListIndex"): str(status.index),
        }
        if checked.valid_until is not None:
            found["validUntil",] = _utc(checked.valid_until)
        if narrative:
            found["credentialSubject", "narrative"] = narrative
        for number, identity in enumerate(self.recipients):
            found["credentialSubject", "identifier", number, "identityHash"] = identity.hash
            found["credentialSubject", "identifier", number, "salt"] = identity.salt
        for number, item in enumerate(self.evidence):
            for name in ("id", "name", "narrative", "description"):
                if value := getattr(item, name):
                    found["evidence", number, name] = value
        if self.answers.values:
            found |= self.answers.slots(len(self.results))
        return found

    def result_places(self) -> list[Path]:
        """This function will return where the document says what came out: strings of its own, but equal in a template."""
        return [
            ("credentialSubject", "result", number, name)
            for number, result in enumerate(self.results)
            for name, value in (("value", result.value), ("achievedLevel", result.achieved_level))
            if value
        ]


def whole_results(version: AchievementVersion, results: Sequence[Result]) -> tuple[Result, ...]:
    """This function will return results whose ids are addresses, as the achievement's result descriptions have them."""
    if not results:
        return ()
    address = achievement_url(version)

    def whole(short: str) -> str:
        return f"{address}#{short.rpartition('#')[2]}" if short else ""

    return tuple(
        replace(
            result, description_id=whole(result.description_id), achieved_level=whole(result.achieved_level)
        )
        for result in results
    )


def sign_documents(
    contents: Sequence[Content], *, version: AchievementVersion, key: SigningKey, now: datetime
) -> list[Parted]:
    """This function will return the signed JSON of each award, in order, parted into mould and content.

    Raises NotIssuable when the definition holds what can't be signed so that everybody can verify it.
    """
    issuer, achievement = issuer_of(version.achievement.organisation), _achievement(version)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for position, content in enumerate(contents):
        groups[content.form].append(position)
    signed: list[Parted] = [(b"", b"")] * len(contents)
    try:
        for positions in groups.values():
            members = [contents[position] for position in positions]
            described = members[0].answers.described(achievement)
            documents = _sign_alike(members, issuer, described, key, key.signing_moment(now))
            for position, document in zip(positions, documents, strict=True):
                signed[position] = document
    except (ProofsError, OpenBadgesError) as error:
        raise NotIssuable(
            _("This micro-credential can't be signed as it is: %(fault)s Publish a corrected version.")
            % {"fault": error}
        ) from error
    return signed


def issuer_of(organisation: Organisation) -> Profile:
    """This function will return the Open Badges Profile that issues for `organisation`."""
    return Profile(
        id=issuer_did(organisation.handle),
        name=organisation.name,
        url=organisation.url or public_address(organisation),
        email=organisation.email,
        description=organisation.description,
    )


def _achievement(version: AchievementVersion) -> Achievement:
    name = version.awarding_body_name
    creator = None
    if name and name != version.achievement.organisation.name:
        own_id = version.awarding_body_url or f"{achievement_url(version)}#awarding-body"
        creator = Profile(id=own_id, name=name, url=version.awarding_body_url)
    return achievement_of(version, creator=creator)


def _sign_alike(
    members: Sequence[Content], issuer: Profile, achievement: Achievement, key: SigningKey, now: datetime
) -> list[Parted]:
    signer = signer_of(key)
    suite = cryptosuite_of(signer.kind)
    if len(members) >= WORTH_A_TEMPLATE:
        slots = [member.slots() for member in members]
        try:
            template = BulkSigner(
                _unsigned(members[0], issuer, achievement),
                list(slots[0]),
                signer=signer,
                created=now,
                canonizer=canonizer(),
                cryptosuite=suite,
            )
        except NotSound:
            pass
        else:
            return [(template.mould, template.sign_content(list(values.values()))) for values in slots]
    return [
        cast(
            sign(
                _unsigned(member, issuer, achievement),
                signer=signer,
                created=now,
                canonizer=canonizer(),
                cryptosuite=suite,
            ),
            [*member.slots(), *member.result_places(), *PROOF_PATHS],
        )
        for member in members
    ]


def mould_ids(texts: Set[bytes]) -> dict[bytes, int]:
    """This function will return the ids of moulds, made where they are new."""
    digests = {text: hashlib.sha256(text).hexdigest() for text in texts}
    known = dict(Mould.objects.filter(digest__in=digests.values()).values_list("digest", "pk"))
    found = {text: known[digest] for text, digest in digests.items() if digest in known}
    for text in texts - found.keys():
        digest = digests[text]
        found[text] = Mould.objects.get_or_create(digest=digest, defaults={"text": text})[0].pk
    return found


def _unsigned(content: Content, issuer: Profile, achievement: Achievement) -> dict[str, Any]:
    checked = content.checked
    return build_credential(
        id=award_url(content.award_id),
        issuer=issuer,
        achievement=achievement,
        recipients=content.recipients,
        awarded_date=checked.valid_from,
        valid_from=checked.valid_from,
        valid_until=checked.valid_until,
        narrative=checked.draft.narrative,
        results=(*content.results, *content.answers.results(achievement.id)),
        evidence=content.evidence,
        status=content.entry.on_the_wire,
        **content.answers.subject_terms(),
    )
