"""What the tests of the verifier stand on: badges of this installation, and an issuer somewhere else."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.integration.issuing.conftest import award, make_award, move_address
from tests.integration.verifier.foreign import ForeignIssuer
from tests.sites import Site, running_site

from openlaurel.apps.verifier.outside import COPIES

__all__ = ["award", "make_award", "move_address"]


@pytest.fixture(autouse=True)
def _no_copies() -> Iterator[None]:
    COPIES.clear()
    yield
    COPIES.clear()


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    """A site of somebody else, which the operator allows to be contacted although it is on this machine."""
    with running_site() as running:
        settings.OPENLAUREL_FETCH_ALLOW = sorted(running.allow)
        yield running


@pytest.fixture
def foreign(site: Site, now: datetime) -> ForeignIssuer:
    """An issuer with a did:web on `site`."""
    return ForeignIssuer(site, now)
