"""The cryptosuites that are understood, by name. The next one is a file here and its line in SUITES or READ_ONLY.

OLD_TYPES are read only, too: proof types from before a proof named its cryptosuite.
"""

from openlaurel.core.proofs.errors import UnfitKey
from openlaurel.core.proofs.suites.ecdsa import ECDSA_JCS, ECDSA_JCS_2019, ECDSA_RDFC, ECDSA_RDFC_2019
from openlaurel.core.proofs.suites.ecdsa_sd import ECDSA_SD
from openlaurel.core.proofs.suites.ed25519_2020 import OLD_ED25519
from openlaurel.core.proofs.suites.eddsa import EDDSA_JCS, EDDSA_JCS_2022, EDDSA_RDFC, EDDSA_RDFC_2022
from openlaurel.core.proofs.suites.suite import Suite
from openlaurel.core.proofs.suites.whole import WholeDocumentSuite

SUITES: dict[str, WholeDocumentSuite] = {
    suite.name: suite for suite in (EDDSA_RDFC, EDDSA_JCS, ECDSA_RDFC, ECDSA_JCS)
}
READ_ONLY: dict[str, Suite] = {ECDSA_SD.name: ECDSA_SD}
OLD_TYPES: dict[str, WholeDocumentSuite] = {OLD_ED25519.name: OLD_ED25519}


def cryptosuite_of(kind: str) -> str:
    """This function will return the name of the RDF suite that a kind of key signs with; raises UnfitKey for none."""
    for suite in (EDDSA_RDFC, ECDSA_RDFC):
        if kind in {key.kind for key in suite.hashes}:
            return suite.name
    raise UnfitKey(f"No cryptosuite is signed with a key of the kind {kind}.")


__all__ = [
    "ECDSA_JCS_2019",
    "ECDSA_RDFC_2019",
    "EDDSA_JCS_2022",
    "EDDSA_RDFC_2022",
    "OLD_TYPES",
    "READ_ONLY",
    "SUITES",
    "Suite",
    "WholeDocumentSuite",
    "cryptosuite_of",
]
