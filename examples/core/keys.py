"""A key signs; anyone who has the DID looks its public half up and checks."""

from openlaurel.core.keys import BadSignature, SoftwareKey, did_key, resolve_did_key

key = SoftwareKey(bytes(range(32)))  # in earnest: SoftwareKey.generate(os.urandom)
signature = key.sign(b"tide tables")

did = did_key(key.public)
print(did)
(method,) = resolve_did_key(did).methods.values()
method.key.verify(signature, b"tide tables")
try:
    method.key.verify(signature, b"tide table")
except BadSignature as error:
    print(error)
