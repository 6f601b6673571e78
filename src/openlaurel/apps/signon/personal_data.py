"""What sign-on holds about a person: as whom their organisation's provider knows them."""

from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.signon.models import SignOnIdentity


def export(account: Account) -> PersonalData:
    """This function will return the identities that were linked to the account."""
    rows = SignOnIdentity.objects.filter(account=account)
    return PersonalData(
        {"sign_on_identities": rows.values("provider__issuer", "subject", "since", "last_used_at")}
    )


def erase(account: Account, now: datetime) -> None:
    """This function will delete them."""
    SignOnIdentity.objects.filter(account=account).delete()
