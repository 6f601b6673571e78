"""Data Integrity EdDSA Cryptosuites 1.0: Ed25519 over SHA-256 (3.2 and 3.3)."""

from openlaurel.core.keys import Ed25519PublicKey
from openlaurel.core.proofs.suites.whole import WholeDocumentSuite

EDDSA_RDFC_2022 = "eddsa-rdfc-2022"
EDDSA_JCS_2022 = "eddsa-jcs-2022"

EDDSA_RDFC = WholeDocumentSuite(EDDSA_RDFC_2022, {Ed25519PublicKey: "sha256"}, is_rdf=True)
EDDSA_JCS = WholeDocumentSuite(EDDSA_JCS_2022, {Ed25519PublicKey: "sha256"}, is_rdf=False)
