"""What is done with accounts outside the sign-up pages."""

from openlaurel.apps.accounts.services.accounts import (
    AccountError,
    AddressTaken,
    create_account,
    set_language,
)
from openlaurel.apps.accounts.services.first_account import (
    FirstAccountGone,
    claim_first_account,
    is_first_account_offered,
    offer_first_account,
)

__all__ = [
    "AccountError",
    "AddressTaken",
    "FirstAccountGone",
    "claim_first_account",
    "create_account",
    "is_first_account_offered",
    "offer_first_account",
    "set_language",
]
