"""A badge is built, signed and baked into its picture, which then carries it."""

import json
import struct
import zlib
from datetime import UTC, datetime

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, did_key
from openlaurel.core.openbadges import (
    EMAIL,
    PNG_SIGNATURE,
    Achievement,
    Criteria,
    Profile,
    bake_png,
    build_credential,
    hash_identity,
    identity_matches,
    unbake,
)
from openlaurel.core.proofs import Canonizer, sign


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


key = SoftwareKey(bytes(range(32)))
did, now = did_key(key.public), datetime(2026, 11, 25, tzinfo=UTC)
credential = build_credential(
    id="https://badges.example.org/awards/1",
    issuer=Profile(did, "Harbour Institute"),
    achievement=Achievement(
        id="https://badges.example.org/achievements/tides",
        name="Tide tables in practice",
        description="Plans a passage from tide tables.",
        criteria=Criteria("Plan one passage."),
        achievement_type="MicroCredential",
        language="en",
    ),
    recipients=[hash_identity("ana@learners.example", identity_type=EMAIL, salt="a1b2c3")],
    awarded_date=now,
    valid_from=now,
)
signer = SoftwareSigner(key, f"{did}#{key.public.multibase}")
badge = sign(credential, signer=signer, created=now, canonizer=Canonizer(load_bundle()))

header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
pixel = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
picture = bake_png(PNG_SIGNATURE + pixel, json.dumps(badge))
found = json.loads(unbake(picture))
print(found == badge)
print(identity_matches(found["credentialSubject"]["identifier"][0], "Ana@Learners.example"))
