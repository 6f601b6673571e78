"""The badges of one person as one list: those that were issued here, and those that they brought in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award, Visibility
from openlaurel.apps.issuing.queries import awards_of, validity_of
from openlaurel.apps.wallet.models import KeptBadge

AWARD, KEPT = "award", "kept"


class HeldState(models.TextChoices):
    """How a badge counts now."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    NOT_YET = "not_yet", _("Not valid yet")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    UNCHECKED = "unchecked", _("Couldn't be checked")
    BROKEN = "broken", _("Doesn't hold")


# By how the latest verification of a kept badge ended; what isn't here doesn't hold.
STATES = {
    "verified": HeldState.VALID,
    "expired": HeldState.EXPIRED,
    "not_yet": HeldState.NOT_YET,
    "suspended": HeldState.SUSPENDED,
    "revoked": HeldState.REVOKED,
    "withdrawn": HeldState.REVOKED,
    "unknown": HeldState.UNCHECKED,
}
TONES = {HeldState.VALID: "ok", HeldState.REVOKED: "bad", HeldState.BROKEN: "bad"}


@dataclass(frozen=True)
class HeldBadge:
    """One badge of a person's, an award or a kept badge: one of the two is set."""

    award: Award | None
    kept: KeptBadge | None
    state: HeldState

    @property
    def row(self) -> Award | KeptBadge:
        row = self.award or self.kept
        assert row is not None
        return row

    @property
    def id(self) -> UUID:
        return self.row.pk

    @property
    def ref(self) -> str:
        """By what forms name it: `award:<id>` or `kept:<id>`."""
        return f"{AWARD if self.award else KEPT}:{self.id}"

    @property
    def name(self) -> str:
        return self.award.version.name if self.award else self.row.name  # type: ignore[union-attr]

    @property
    def language(self) -> str:
        """The language of its name; empty where nobody says."""
        return self.award.version.language if self.award else ""

    @property
    def issuer(self) -> str:
        return self.award.organisation.name if self.award else self.row.issuer  # type: ignore[union-attr]

    @property
    def issued_at(self) -> datetime | None:
        return self.award.valid_from if self.award else self.row.issued_at  # type: ignore[union-attr]

    @property
    def valid_until(self) -> datetime | None:
        return self.award.valid_until if self.award else None

    @property
    def visibility(self) -> str:
        return self.row.visibility

    @property
    def hides_evidence(self) -> bool:
        return self.row.hides_evidence

    @property
    def can_be_shown(self) -> bool:
        """Whether others may be shown it at all: one from elsewhere has to name its holder."""
        return self.kept is None or self.kept.names_holder

    @property
    def counts(self) -> bool:
        """Whether it proves something now."""
        return self.state == HeldState.VALID

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "warn")

    @property
    def url(self) -> str:
        """The path of the page that others see."""
        if self.award:
            return reverse("pages:award-detail", args=[self.id])
        return reverse("wallet:shown-detail", args=[self.id])


def ref_of(row: Award | KeptBadge) -> str:
    """This function will return by what forms name a badge."""
    return f"{AWARD if isinstance(row, Award) else KEPT}:{row.pk}"


def parted(refs: Collection[str]) -> tuple[set[UUID], set[UUID]]:
    """This function will return the ids of awards and of kept badges among `refs`; what names neither is passed over."""
    found: dict[str, set[UUID]] = {AWARD: set(), KEPT: set()}
    for ref in refs:
        kind, _, text = ref.partition(":")
        try:
            if kind in found:
                found[kind].add(UUID(text))
        except ValueError:
            continue
    return found[AWARD], found[KEPT]


def held_badges(account: Account, *, now: datetime, refs: Collection[str] | None = None) -> list[HeldBadge]:
    """This function will return the badges of `account` that it accepted or brought in, the latest issued first.

    With `refs` only those. Pictures, files and reports aren't read.
    """
    awards, kept = _awards(account), KeptBadge.objects.filter(account=account)
    if refs is not None:
        award_ids, kept_ids = parted(refs)
        awards, kept = awards.filter(pk__in=award_ids), kept.filter(pk__in=kept_ids)
    held = [HeldBadge(award, None, HeldState(validity_of(award, now))) for award in awards]
    held += [held_kept(badge) for badge in kept.defer("content", "picture", "report", "document")]
    return sorted(held, key=lambda badge: (-_moment(badge), badge.name, badge.ref))


def count_held(account: Account) -> int:
    """This function will count what `held_badges` returns."""
    return _awards(account).count() + KeptBadge.objects.filter(account=account).count()


def shown_to_strangers(badges: Sequence[HeldBadge], *, is_listed: bool) -> list[HeldBadge]:
    """This function will return the badges that strangers may see: in a list of everybody's only public ones.

    Where a link was handed out to them, those that are for whoever has the link are among them. Revoked ones and those
    that don't hold are never shown.
    """
    allowed = {Visibility.PUBLIC} if is_listed else {Visibility.PUBLIC, Visibility.LINK}
    return [
        badge
        for badge in badges
        if badge.visibility in allowed
        and badge.can_be_shown
        and badge.state not in {HeldState.REVOKED, HeldState.BROKEN}
    ]


def held_kept(badge: KeptBadge) -> HeldBadge:
    """This function will return a kept badge as one that its holder has."""
    return HeldBadge(None, badge, STATES.get(badge.verdict, HeldState.BROKEN))


def has_evidence(badge: HeldBadge) -> bool:
    """This function will say whether a badge holds evidence; of a kept one its document is read for that."""
    if badge.award:
        return bool(badge.award.evidence)
    return bool(document_of(badge).get("evidence"))


def document_of(badge: HeldBadge) -> Mapping[str, Any]:
    """This function will return what a kept badge says, as it was understood when it was verified last."""
    assert badge.kept is not None
    found = orjson.loads(badge.kept.document)
    return found if isinstance(found, dict) else {}


def _awards(account: Account) -> models.QuerySet[Award]:
    return awards_of(account).filter(account=account, accepted_at__isnull=False, recipient_erased_at=None)


def _moment(badge: HeldBadge) -> float:
    return badge.issued_at.timestamp() if badge.issued_at else 0.0


def own_refs(account: Account, refs: Collection[str]) -> set[str]:
    """This function will return those among `refs` that name badges of `account`, accepted or brought in."""
    award_ids, kept_ids = parted(refs)
    awards = _awards(account).filter(pk__in=award_ids).values_list("pk", flat=True)
    kept = KeptBadge.objects.filter(account=account, pk__in=kept_ids).values_list("pk", flat=True)
    return {f"{AWARD}:{pk}" for pk in awards} | {f"{KEPT}:{pk}" for pk in kept}
