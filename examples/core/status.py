"""A list says which of 131,072 credentials were revoked; a credential's entry says where to look."""

from datetime import UTC, datetime

from openlaurel.core.status import (
    Bitstring,
    StatusEntry,
    build_status_list_credential,
    random_indexes,
    read_entry,
    read_status,
)

url = "https://badges.example.org/status/1"
first, second = random_indexes(bytes(32), range(2), 131_072)
bits = Bitstring()
bits.set(first)
document = build_status_list_credential(
    url=url,
    issuer="did:web:badges.example.org",
    purpose="revocation",
    bits=bits,
    valid_from=datetime(2026, 11, 25, tzinfo=UTC),
)
for index in (first, second):
    entry = read_entry(StatusEntry(url, index).as_json())
    print(index, read_status(document, entry))
