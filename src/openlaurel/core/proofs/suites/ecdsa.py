"""Data Integrity ECDSA Cryptosuites 1.0: the curve of the key decides on the hash, inside RDFC-1.0 too (3.2 and 3.3)."""

from openlaurel.core.keys import P256PublicKey, P384PublicKey, PublicKey
from openlaurel.core.proofs.suites.whole import WholeDocumentSuite

ECDSA_RDFC_2019 = "ecdsa-rdfc-2019"
ECDSA_JCS_2019 = "ecdsa-jcs-2019"

_HASHES: dict[type[PublicKey], str] = {P256PublicKey: "sha256", P384PublicKey: "sha384"}
ECDSA_RDFC = WholeDocumentSuite(ECDSA_RDFC_2019, _HASHES, is_rdf=True)
ECDSA_JCS = WholeDocumentSuite(ECDSA_JCS_2019, _HASHES, is_rdf=False)
