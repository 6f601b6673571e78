"""E-mail as values: composing a mail, filling its text, and reading what other mail servers report about one."""

from openlaurel.core.mail.composing import Attachment, MailParts, ascii_address, compose
from openlaurel.core.mail.hooks import read_hook
from openlaurel.core.mail.masking import without_addresses
from openlaurel.core.mail.merging import MergeFault, faults_in, merge
from openlaurel.core.mail.quiet_hours import next_allowed
from openlaurel.core.mail.reports import MailReport, NotAReport, read_report
from openlaurel.core.mail.returns import read_plain_return, return_address, tokens_in

__all__ = [
    "Attachment",
    "MailParts",
    "MailReport",
    "MergeFault",
    "NotAReport",
    "ascii_address",
    "compose",
    "faults_in",
    "merge",
    "next_allowed",
    "read_hook",
    "read_plain_return",
    "read_report",
    "return_address",
    "tokens_in",
    "without_addresses",
]
