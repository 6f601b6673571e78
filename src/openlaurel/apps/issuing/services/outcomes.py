"""What became of each draft of a set, and how one that was asked for before is told by its idempotency key."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from openlaurel.apps.issuing.errors import IssuingError, KeyUsedForAnother
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.drafts import CheckedDraft
from openlaurel.apps.profiles.models import Profile


@dataclass(frozen=True)
class Outcome:
    """What became of one draft: a new award, one that was issued before under the same key, or an error."""

    award_id: uuid.UUID | None = None
    is_new: bool = False
    error: IssuingError | None = None
    found: Callable[[], Award] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def award(self) -> Award | None:
        """The award; made when it is asked for, since whoever issues thousands seldom looks at each."""
        return self.found and self.found()


def issued_before(organisation: Profile, keys: Sequence[str | None]) -> dict[str, Award]:
    """This function will return the awards that were issued under those of `keys` that were used, by key."""
    given = [key for key in keys if key is not None]
    if not given:
        return {}
    # In an order, SQLite would read all awards of the organisation instead of those with the keys.
    rows = Award.objects.filter(organisation=organisation, idempotency_key__in=given).order_by()
    return {str(award.idempotency_key): award for award in rows.select_related("version__achievement")}


def first_of_their_key(checked: dict[int, CheckedDraft], seen: set[str]) -> dict[int, CheckedDraft]:
    """This function will leave out drafts whose key was `seen`, there or in an earlier draft."""
    fresh = {}
    for position, candidate in checked.items():
        key = candidate.draft.idempotency_key
        if key is None or key not in seen:
            fresh[position] = candidate
        if key is not None:
            seen.add(key)
    return fresh


def repetition(award: Award, draft: CheckedDraft) -> Outcome:
    """This function will return the award that a draft asks for once more, or that its key is another one's."""
    if award.request_hash == draft.request_hash:
        return Outcome(award.id, found=lambda: award)
    return Outcome(
        error=KeyUsedForAnother(
            _("The idempotency key “%(key)s” was used for another badge. Use a new key for each badge.")
            % {"key": draft.draft.idempotency_key}
        )
    )
