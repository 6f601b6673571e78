"""What a recruiter is sent is read as the badges in it; whom each is said to be of is kept beside it."""

from openlaurel.core.dossiers import Scan, read_file, read_list, unpack

table = "Name;E-mail;Badge link\nAna Sousa;ana@learners.example;https://badges.example.org/awards/1\nBo Lind;bo@learners.example;\n"
reading = read_file("applicants.csv", table.encode(), read_pdf=lambda data: Scan())
for exhibit in reading.exhibits:
    print(exhibit.place, "|", exhibit.applicant.names[0], "|", exhibit.address)
for remark in reading.remarks:
    print(remark.code, "|", remark.message)

pasted = read_list("https://badges.example.org/awards/1\nhttps://badges.example.org/awards/2 soon", "list")
print([exhibit.address for exhibit in pasted.exhibits], [remark.message for remark in pasted.remarks])

files, remarks = unpack("badges.zip", b"PK\x05\x06" + bytes(18))
print(files, [remark.message for remark in remarks])
