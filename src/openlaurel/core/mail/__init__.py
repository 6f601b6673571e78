"""E-mail as values: composing a mail, and reading what other mail servers report about one."""

from openlaurel.core.mail.composing import MailParts, ascii_address, compose
from openlaurel.core.mail.masking import without_addresses

__all__ = ["MailParts", "ascii_address", "compose", "without_addresses"]
