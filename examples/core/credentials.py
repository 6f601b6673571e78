"""A credential is read strictly, before anybody asks who signed it."""

from openlaurel.core.credentials import CredentialsError, parse_json, read_envelope

text = """{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "issuer": "did:web:badges.example.org",
  "validFrom": "2026-11-25T09:30:00Z",
  "credentialSubject": {"id": "did:example:ana"}
}"""
envelope = read_envelope(parse_json(text))
print(envelope.issuer, envelope.valid_from)
for spoiled in ('{"type": 1, "type": 2}', text.replace("T09:30:00Z", "")):
    try:
        read_envelope(parse_json(spoiled))
    except CredentialsError as error:
        print(f"{type(error).__name__}: {error}")
