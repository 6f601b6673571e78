"""What the tests of the wallet stand on: issuers elsewhere, and a holder with a confirmed address."""

from collections.abc import Callable

import pytest
from tests.integration.verifier.conftest import _no_copies, award, foreign, make_award, site
from tests.integration.verifier.older import OlderIssuer
from tests.sites import Site

from openlaurel.apps.accounts.models import Account

__all__ = ["_no_copies", "award", "foreign", "make_award", "site"]


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    """The holder of the badges that the issuers elsewhere issue."""
    return make_account("ana@learners.example", name="Ana Lima")


@pytest.fixture
def older(site: Site) -> OlderIssuer:
    return OlderIssuer(site)
