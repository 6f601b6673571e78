"""An export of another platform is read as what its owner claims: badges that can be taken, and lines that can't."""

from openlaurel.core.moves import read_export

csv = (
    "Badge Template ID,Badge Template Name,Recipient Email,First Name,Last Name,Issued at,Badge ID\n"
    "t-1,Tide tables,ana@learners.example,Ana,Sousa,2024-03-18 09:30:00 +0000,b-1\n"
    "t-1,Tide tables,ben@,Ben,Berg,2024-03-18 09:30:00 +0000,b-2\n"
)
export = read_export({"issued_badges.csv": csv.encode()})
print(export.platform, [definition.name for definition in export.definitions])
for award in export.awards:
    print(f"{award.recipient_name} <{award.recipient_email}> on {award.issued_on:%Y-%m-%d}")
for refused in export.refused:
    print(f"line {refused.place.line}: {refused.message}")
