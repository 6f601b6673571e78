"""A file of recipients is read row by row; a row that can't be used says why, and the others are read."""

from openlaurel.core.rosters import Fault, read_people, read_table, recognise

table = read_table("Name;E-mail\nAna Sousa;ana@learners.example\nBen;ben@\n".encode("utf-8-sig"))
recognition = recognise(table.headers)
print(dict(recognition.mapping))
for found in read_people(table, recognition.mapping):
    told = found.message if isinstance(found, Fault) else f"{found.name} <{found.email}>"
    print(f"line {found.line}: {told}")
