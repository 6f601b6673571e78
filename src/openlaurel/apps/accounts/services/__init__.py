"""What is done with accounts outside the sign-up pages."""

from openlaurel.apps.accounts.services.accounts import (
    AccountError,
    AddressTaken,
    create_account,
    plain_name,
    set_language,
)
from openlaurel.apps.accounts.services.first_account import (
    FirstAccountGone,
    claim_first_account,
    is_first_account_offered,
    offer_first_account,
)
from openlaurel.apps.accounts.services.merging import (
    CannotMerge,
    foresee_merge,
    merge_accounts,
    offer_merge,
    offering_account,
)
from openlaurel.apps.accounts.services.personal_data import (
    CannotErase,
    erase_account,
    hindrances_of,
    write_export,
)
from openlaurel.apps.accounts.services.two_factor import reset_two_factor

__all__ = [
    "AccountError",
    "AddressTaken",
    "CannotErase",
    "CannotMerge",
    "FirstAccountGone",
    "claim_first_account",
    "create_account",
    "erase_account",
    "foresee_merge",
    "hindrances_of",
    "is_first_account_offered",
    "merge_accounts",
    "offer_first_account",
    "offer_merge",
    "offering_account",
    "plain_name",
    "reset_two_factor",
    "set_language",
    "write_export",
]
