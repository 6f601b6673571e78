"""What issuing says when two accounts become one: its awards simply move."""

from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.issuing.models import Award


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will count the badges; each keeps its page and the address to which it was issued."""
    count = Award.objects.filter(account=source).count()
    if not count:
        return Foreseen()
    return Foreseen(
        [
            ngettext("%(count)s badge that was issued here", "%(count)s badges that were issued here", count)
            % {"count": count}
        ]
    )
