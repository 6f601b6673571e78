"""What the desk holds about a person: the words by which somebody looked for their badges."""

from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.desk.models import BulkAction
from openlaurel.core.searching import search_form


def export(account: Account) -> PersonalData:
    """This function will return nothing: what was done to somebody's badges is told with the badges."""
    return PersonalData({})


def erase(account: Account, now: datetime) -> None:
    """This function will forget words of filters that find a person by name or address."""
    known = search_form(" ".join([account.name, *confirmed_addresses(account)]))
    for action in BulkAction.objects.filter(filters__has_key="words").iterator(200):
        words = search_form(action.filters["words"]).split()
        if any(word in known for word in words):
            del action.filters["words"]
            action.save(update_fields=["filters"])
