"""Awards for the tests of the desk."""

from tests.integration.issuing.conftest import award, make_award

__all__ = ["award", "make_award"]
