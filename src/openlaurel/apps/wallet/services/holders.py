"""Whose a badge from elsewhere is: as far as it names a confirmed address of the wallet's account."""

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.core.verification import Report, compare_recipient

MATCHES, DIFFERS = "recipient_matches", "recipient_differs"


def compared(report: Report, account: Account) -> Report:
    """This function will return the report with its `recipient` check made against the account's confirmed addresses.

    A name proves nothing, since anybody may take one: it isn't compared. Without a confirmed address nothing matches.
    """
    reports = [compare_recipient(report, address) for address in confirmed_addresses(account)]
    reports = reports or [compare_recipient(report, "")]
    return next((one for one in reports if one.check("recipient").reason == MATCHES), reports[0])
