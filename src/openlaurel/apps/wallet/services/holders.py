"""Whose a badge from elsewhere is: as far as it names a confirmed address or a proved DID of the wallet's account."""

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.wallet.models import HolderDid
from openlaurel.core.verification import Check, Report, compare_recipient

MATCHES, DIFFERS = "recipient_matches", "recipient_differs"


def compared(report: Report, account: Account) -> Report:
    """This function will return the report with its `recipient` check made against the account's confirmed addresses.

    A badge about a DID that the account has proved is theirs, too. A name proves nothing, since anybody may take one: it
    isn't compared. Without a confirmed address nothing matches.
    """
    if _subjects(report) & set(HolderDid.objects.filter(account=account).values_list("did", flat=True)):
        return report.with_check(Check("recipient", "pass", MATCHES, {"kind": "DID"}))
    reports = [compare_recipient(report, address) for address in confirmed_addresses(account)]
    reports = reports or [compare_recipient(report, "")]
    return next((one for one in reports if one.check("recipient").reason == MATCHES), reports[0])


def _subjects(report: Report) -> set[str]:
    """The ids of what a badge of Open Badges 3.0 is about."""
    subjects = (report.credential or {}).get("credentialSubject")
    entries = subjects if isinstance(subjects, list) else [subjects]
    return {entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)}
