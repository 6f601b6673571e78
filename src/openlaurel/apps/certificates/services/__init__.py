"""What changes in designs of certificates."""

from openlaurel.apps.certificates.services.designs import (
    BadDesign,
    CertificateError,
    publish_design,
    save_design,
    withdraw_design,
)
from openlaurel.apps.certificates.services.signatures import add_signature, retire_signature

__all__ = [
    "BadDesign",
    "CertificateError",
    "add_signature",
    "publish_design",
    "retire_signature",
    "save_design",
    "withdraw_design",
]
