"""A badge is verified by a program: what doesn't hold is told check by check."""

import json
from pathlib import Path

from openlaurel import VerifierError, verify

badge = Path(__file__).with_name("badge.json")

report = verify(badge, recipient="ana@learners.example")
print("verified:", report.verified)
for check in report.checks:
    print(f"{check.outcome:4} {check.check:9} {check.detail}")

before = verify(badge, as_of="2026-03-01")
print("on 1 March 2026:", before.verified, before.check("validity").detail)

changed = json.loads(badge.read_text()) | {"validUntil": "2099-01-01T00:00:00Z"}
print("changed:", verify(changed).verified, verify(changed).check("proof").detail)

try:
    verify(b"a shopping list")
except VerifierError as error:
    print("not read:", error)
