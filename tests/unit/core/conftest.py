"""The bundled contexts, and an issuer whose badges verify."""

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.shapes import Canonizer


@pytest.fixture(scope="session")
def canonizer() -> Canonizer:
    return Canonizer(load_bundle())


@pytest.fixture(scope="session")
def issuer(canonizer: Canonizer) -> Issuer:
    return Issuer(canonizer)
