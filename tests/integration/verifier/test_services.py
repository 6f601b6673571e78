"""Verifying badges of this installation from its own store."""

from datetime import datetime

import pytest

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import baked_png, baked_svg, credential_bytes
from openlaurel.apps.verifier.services import verify, verify_upload

pytestmark = pytest.mark.django_db


def test_an_own_badge_verifies_without_the_network(award: Award, now: datetime) -> None:
    report = verify(credential_bytes(award), now=now, offline=True)
    print(report.as_json())
    assert report.verified
    assert report.check("issuer").reason == "issuer_on_this_machine"


def test_own_pics(award: Award, now: datetime) -> None:
    assert verify_upload(baked_png(award), "x.txt", now=now, offline=True).verified
    assert verify_upload(baked_svg(award), "x.txt", now=now, offline=True).verified
