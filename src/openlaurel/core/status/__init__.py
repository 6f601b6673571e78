"""Whether a credential still counts: Bitstring Status Lists, and lists of revoked ids as 1EdTech has them."""

from openlaurel.core.status.allocation import random_indexes
from openlaurel.core.status.bitstring import MINIMUM_LENGTH, Bitstring
from openlaurel.core.status.credential import Status, build_status_list_credential, read_status
from openlaurel.core.status.drafts import REVOCATION_LIST_2020, STATUS_LIST_2021
from openlaurel.core.status.entry import StatusEntry, read_entry
from openlaurel.core.status.errors import StatusError
from openlaurel.core.status.revocation_list import (
    MAXIMUM_REVOKED,
    REVOCATION_LIST,
    RevocationList,
    RevocationListEntry,
    RevokedCredential,
    read_revocation_entry,
    read_revocation_list,
)

__all__ = [
    "MAXIMUM_REVOKED",
    "MINIMUM_LENGTH",
    "REVOCATION_LIST",
    "REVOCATION_LIST_2020",
    "STATUS_LIST_2021",
    "Bitstring",
    "RevocationList",
    "RevocationListEntry",
    "RevokedCredential",
    "Status",
    "StatusEntry",
    "StatusError",
    "build_status_list_credential",
    "random_indexes",
    "read_entry",
    "read_revocation_entry",
    "read_revocation_list",
    "read_status",
]
