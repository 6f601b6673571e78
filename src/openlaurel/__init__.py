"""OpenLaurel: the open micro-credential platform. For programs: `from openlaurel import verify`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openlaurel.verifying import Report, Unavailable, VerifierError, verify

__version__ = "0.1.0"
__all__ = ["Report", "Unavailable", "VerifierError", "__version__", "verify"]

_OF_VERIFYING = frozenset({"Report", "Unavailable", "VerifierError", "verify"})


def __getattr__(name: str) -> Any:
    """Loaded when it is asked for: every command imports this package, and few of them verify."""
    if name not in _OF_VERIFYING:
        raise AttributeError(f"module 'openlaurel' has no attribute {name!r}")
    from openlaurel import verifying

    return getattr(verifying, name)
