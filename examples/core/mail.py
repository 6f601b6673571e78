"""A mail is composed from its parts; what a server said of it is kept without the address."""

from datetime import UTC, datetime

from openlaurel.core.mail import MailParts, ascii_address, compose, without_addresses

message = compose(
    MailParts(
        sender="Harbour Institute <badges@harbour.example>",
        recipient="ana@bücher.example",
        subject="Harbour Institute awards you “Tide tables”",
        text="Dear Ana, see your badge: https://badges.example/claim/x",
        html="<p>Dear Ana, <a href='https://badges.example/claim/x'>see your badge</a></p>",
        message_id="<1f0c@badges.example>",
        written_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
    )
)
print("To:", message["To"])
print("Parts:", [part.get_content_type() for part in message.iter_parts()])
print("ASCII throughout:", message.as_bytes().isascii())
print(ascii_address("ana@bücher.example"))
print(without_addresses("550 5.1.1 <ana@learners.example>: User unknown"))
