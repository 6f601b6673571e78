"""What offers settle when two accounts become one: nothing, so that two open applications are decided one by one."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.offers.models import Application, ApplicationState

OF = ("offers.Application",)
WAITING = [ApplicationState.SUBMITTED, ApplicationState.APPROVED]


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will count the applications, and name badges for which both have one that waits."""
    rows = Application.objects.filter(account=source)
    moves = []
    if count := rows.count():
        moves.append(ngettext("%(count)s application", "%(count)s applications", count) % {"count": count})
    twice = rows.filter(
        state__in=WAITING,
        opening__in=Application.objects.filter(account=target, state__in=WAITING).values("opening"),
    )
    hindrances = [
        _("Both accounts applied for “%(badge)s”. Withdraw one of the applications first.") % {"badge": slug}
        for slug in twice.values_list("opening__achievement__slug", flat=True)
    ]
    return Foreseen(moves, hindrances=hindrances)
