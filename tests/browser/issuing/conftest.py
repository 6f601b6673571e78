"""Who issues."""

from collections.abc import Callable

import pytest
from tests.integration.issuing.conftest import many

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Role

__all__ = ["issuer", "many"]


@pytest.fixture
def issuer(make_member: Callable[..., Account]) -> Account:
    return make_member(Role.ISSUER, email="ivo@harbour.example", name="Ivo Issuer")
