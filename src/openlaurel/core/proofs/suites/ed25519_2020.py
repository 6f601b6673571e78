"""Ed25519 Signature 2020, a proof type of its own (Data Integrity EdDSA Cryptosuites 1.0, appendix A): read, never made.

It hashes as eddsa-rdfc-2022 does; the document brings the context that defines it.
"""

from openlaurel.core.keys import Ed25519PublicKey
from openlaurel.core.proofs.suites.whole import WholeDocumentSuite

ED25519_SIGNATURE_2020 = "Ed25519Signature2020"

OLD_ED25519 = WholeDocumentSuite(ED25519_SIGNATURE_2020, {Ed25519PublicKey: "sha256"}, is_rdf=True)
