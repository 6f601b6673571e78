"""What mails hold about a person: those to their addresses. The mails themselves don't know accounts."""

from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.mailing.queries import mails_to
from openlaurel.apps.mailing.services import erase_mails, erase_suppressions


def export(account: Account) -> PersonalData:
    """This function will return what was sent to a person's confirmed addresses."""
    return PersonalData({"mails": mails_to(confirmed_addresses(account))})


def erase(account: Account, now: datetime) -> None:
    """This function will forget to whom mails to a person went and what they said; what waits isn't sent any more."""
    addresses = confirmed_addresses(account)
    erase_mails(addresses=addresses, now=now)
    erase_suppressions(addresses=addresses)
