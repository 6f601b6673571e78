"""A badge is verified without I/O: what is needed from elsewhere is asked for, and handed in."""

from datetime import UTC, datetime

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, VerificationMethod, did_document
from openlaurel.core.openbadges import EMAIL, Achievement, Criteria, Profile, build_credential, hash_identity
from openlaurel.core.proofs import Canonizer, sign
from openlaurel.core.verification import Needs, Unavailable, compare_recipient, verify

key, did, now = (
    SoftwareKey(bytes(range(32))),
    "did:web:badges.example.org",
    datetime(2026, 11, 25, tzinfo=UTC),
)
method = f"{did}#{key.public.multibase}"
published = {did: did_document(did, [VerificationMethod(method, did, key.public)]).as_json()}
canonizer = Canonizer(load_bundle())
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
badge = sign(credential, signer=SoftwareSigner(key, method), created=now, canonizer=canonizer)

resources: dict[str, object] = {}
while isinstance(outcome := verify(badge, resources, now, canonizer=canonizer), Needs):
    for need in outcome.needs:
        print("needs", need.url)
        resources[need.key] = published.get(need.key, Unavailable(f"{need.url} is out of reach."))
report = compare_recipient(outcome, "ana@learners.example")
print("verified:", report.verified)
for check in report.checks:
    print(f"{check.outcome:5} {check.check:10} {check.detail}")
