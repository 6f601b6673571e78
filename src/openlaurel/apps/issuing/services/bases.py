"""On which other awards of the organisation new ones stand, noted with them, so that a recall finds all of them."""

from collections.abc import Iterator, Mapping
from itertools import islice
from uuid import UUID

from openlaurel.apps.issuing.addresses import read_identifier
from openlaurel.apps.issuing.models import Award, AwardBasis
from openlaurel.apps.issuing.services.drafts import AwardDraft
from openlaurel.apps.profiles.models import Profile

CHUNK = 1_000


def note_bases(*, organisation: Profile, drafts: Mapping[UUID, AwardDraft]) -> None:
    """This function will note what the awards with these ids stand on, in the caller's transaction, which stores them.

    Those are the awards that their evidence names and that their drafts say, as far as they are the organisation's.
    """
    named = {award_id: set(_named(draft)) - {award_id} for award_id, draft in drafts.items()}
    rest = iter(set().union(*named.values()))
    known: set[UUID] = set()
    while some := list(islice(rest, CHUNK)):
        own = Award.objects.filter(organisation=organisation, pk__in=some).order_by()
        known |= set(own.values_list("pk", flat=True))
    if known:
        AwardBasis.objects.bulk_create(
            AwardBasis(award_id=award_id, basis_id=basis_id)
            for award_id, bases in named.items()
            for basis_id in sorted(bases & known)
        )


def _named(draft: AwardDraft) -> Iterator[UUID]:
    yield from draft.stands_on
    for item in draft.evidence:
        place = read_identifier(item.id) if item.id else None
        if place is not None and place.kind == "award":
            yield UUID(place.key)
