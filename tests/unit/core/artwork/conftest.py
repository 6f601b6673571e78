import pytest

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.core.artwork import Assets


@pytest.fixture(scope="session")
def assets() -> Assets:
    """The fonts and icons that the build makes."""
    return load_assets()
