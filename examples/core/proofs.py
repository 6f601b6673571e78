"""A document is signed and verified; a word that is changed breaks the proof."""

from datetime import UTC, datetime

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, did_key
from openlaurel.core.proofs import CREDENTIALS_V2, Canonizer, ProofMismatch, parse_proofs, sign, verify_proof

key = SoftwareKey(bytes(range(32)))
did = did_key(key.public)
signer = SoftwareSigner(key, f"{did}#{key.public.multibase}")
canonizer = Canonizer(load_bundle())

document = {
    "@context": [CREDENTIALS_V2],
    "type": ["VerifiableCredential"],
    "issuer": did,
    "credentialSubject": {"id": "did:example:ana"},
}
signed = sign(document, signer=signer, created=datetime(2026, 11, 25, tzinfo=UTC), canonizer=canonizer)
(proof,) = parse_proofs(signed)
print(proof.cryptosuite, proof.created)
verify_proof(signed, proof, key=key.public, canonizer=canonizer)
try:
    changed = signed | {"credentialSubject": {"id": "did:example:ben"}}
    verify_proof(changed, proof, key=key.public, canonizer=canonizer)
except ProofMismatch as error:
    print(error)
