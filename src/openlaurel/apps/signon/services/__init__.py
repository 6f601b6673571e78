"""What changes at the entrance of a workspace."""

from openlaurel.apps.signon.services.entry import FactorMissing, end_two_factor, require_two_factor

__all__ = ["FactorMissing", "end_two_factor", "require_two_factor"]
