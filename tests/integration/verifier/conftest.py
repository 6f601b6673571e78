"""What the tests of the verifier stand on: badges of this installation, as the tests of issuing make them."""

from tests.integration.issuing.conftest import award, make_award, move_address

__all__ = ["award", "make_award", "move_address"]
