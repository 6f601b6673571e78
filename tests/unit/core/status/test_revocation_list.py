from typing import Any

import pytest

from openlaurel.core.status import (
    RevocationList,
    RevocationListEntry,
    RevokedCredential,
    StatusError,
    read_revocation_entry,
    read_revocation_list,
)

ENTRY = RevocationListEntry("https://issuer.example/revocations")
ISSUER = "did:web:issuer.example"
LIST = RevocationList(
    ENTRY.list_url,
    ISSUER,
    (RevokedCredential("urn:x:1", reason="Copied work"), RevokedCredential("urn:x:2", revoked=False)),
)


def test_what_is_published_is_read_as_it_was() -> None:
    assert read_revocation_list(LIST.as_json(), ENTRY, issuer=ISSUER) == LIST
    assert read_revocation_entry(ENTRY.as_json()) == ENTRY
    assert read_revocation_entry(ENTRY.as_json() | {"id": f"{ENTRY.list_url}#1"}) == ENTRY
    more = LIST.as_json() | {"x-made": "daily"}
    assert read_revocation_list(more, ENTRY, issuer=ISSUER).as_json() == more


@pytest.mark.parametrize(
    ("identifier", "value"), [("urn:x:1", 1), ("urn:x:2", 0), ("urn:x:3", 0), ("urn:x:1 ", 0)]
)
def test_only_the_credential_that_is_listed_is_revoked(identifier: str, value: int) -> None:
    assert LIST.status_of(identifier).value == value


def test_a_line_that_says_no_more_than_an_id_revokes() -> None:
    document = {"revokedCredentials": [{"id": "urn:x:2", "revoked": False}, {"id": "urn:x:2"}]}
    assert read_revocation_list(document, ENTRY, issuer=ISSUER).status_of("urn:x:2").value == 1


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], "isn't a status list"),
        ({"revokedCredentials": {}}, "isn't a status list"),
        ({"revokedCredentials": ["urn:x:1"]}, "isn't a status list"),
        ({"revokedCredentials": [{"id": "urn:x:1", "revoked": "false"}]}, "isn't a status list"),
        ({"revokedCredentials": [{"revoked": True}]}, "isn't a status list"),
        (LIST.as_json() | {"issuer": "did:web:other.example"}, "another issuer's"),
        (LIST.as_json() | {"id": "https://other.example/"}, "names another address"),
    ],
)
def test_a_list_that_cannot_be_trusted_says_nothing(document: Any, fault: str) -> None:
    with pytest.raises(StatusError, match=fault):
        read_revocation_list(document, ENTRY, issuer=ISSUER)


@pytest.mark.parametrize(
    "entry", [{"type": "1EdTechRevocationList"}, {"type": "1EdTechRevocationList", "id": "urn:x"}, {}]
)
def test_an_entry_that_names_no_list_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(StatusError):
        read_revocation_entry(entry)
