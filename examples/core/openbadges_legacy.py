"""A badge of version 2.0 is read; whether it holds, `verification.verify_legacy` says."""

from openlaurel.core.openbadges.legacy import LegacyError, read_assertion

document = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://badges.example.org/assertions/1",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "ana@learners.example"},
    "badge": "https://badges.example.org/classes/tides",
    "verification": {"type": "hosted"},
    "issuedOn": "2019-05-04T00:00:00Z",
}
assertion = read_assertion(document)
print(assertion.version, assertion.manner, assertion.badge.address, assertion.issued_on)
try:
    read_assertion(document | {"issuedOn": "last spring"})
except LegacyError as error:
    print(f"{type(error).__name__}: {error}")
