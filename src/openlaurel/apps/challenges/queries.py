"""What the two links of a challenge lead to."""

from django.db.models import QuerySet

from openlaurel.apps.challenges.models import Challenge
from openlaurel.apps.challenges.services import hash_of


def challenge_to_answer(token: str) -> Challenge | None:
    """This function will return the challenge to whose answering link `token` belongs, else None."""
    return _rows().filter(answer_hash=hash_of(token)).first()


def challenge_asked(token: str) -> Challenge | None:
    """This function will return the challenge to whose result link `token` belongs, else None."""
    return _rows().filter(result_hash=hash_of(token)).first()


def _rows() -> QuerySet[Challenge]:
    return Challenge.objects.select_related("award__version", "award__organisation")
