"""What the tests of challenges stand on: a badge that its holder accepted."""

from tests.integration.pages.conftest import award, holder, lately, make_award

__all__ = ["award", "holder", "lately", "make_award"]
