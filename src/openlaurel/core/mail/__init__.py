"""E-mail as values: composing a mail, filling its text, and reading what other mail servers report about one."""

from openlaurel.core.mail.composing import MailParts, ascii_address, compose
from openlaurel.core.mail.masking import without_addresses
from openlaurel.core.mail.merging import MergeFault, faults_in, merge

__all__ = [
    "MailParts",
    "MergeFault",
    "ascii_address",
    "compose",
    "faults_in",
    "merge",
    "without_addresses",
]
