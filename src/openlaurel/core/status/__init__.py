"""Bitstring Status Lists: whether a credential still counts."""

from openlaurel.core.status.allocation import random_indexes
from openlaurel.core.status.bitstring import MINIMUM_LENGTH, Bitstring
from openlaurel.core.status.credential import Status, build_status_list_credential, read_status
from openlaurel.core.status.entry import StatusEntry, read_entry
from openlaurel.core.status.errors import StatusError

__all__ = [
    "MINIMUM_LENGTH",
    "Bitstring",
    "Status",
    "StatusEntry",
    "StatusError",
    "build_status_list_credential",
    "random_indexes",
    "read_entry",
    "read_status",
]
