"""CVs and tables for tests, made byte by byte, so that each can be as wrong as a test wants."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def pdf_of(objects: Sequence[bytes], *, root: int = 1, info: int = 0, trailer: bytes = b"") -> bytes:
    """This function will return a PDF of these objects, numbered from 1 (ISO 32000-2, 7.5)."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    said = b" /Info %d 0 R" % info if info else b""
    out.write(b"trailer\n<< /Size %d /Root %d 0 R%s%s >>\n" % (len(objects) + 1, root, said, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(data: bytes, *, packed: bool = False, more: bytes = b"") -> bytes:
    """This function will return a stream object, deflated if wanted."""
    if packed:
        data, more = zlib.compress(data, 1), b" /Filter /FlateDecode" + more
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), more, data)


def make_pdf(
    pages: Sequence[str],
    *,
    links: Mapping[int, Sequence[str]] | None = None,
    attachments: Mapping[str, bytes] | None = None,
    title: str = "",
    author: str = "",
) -> bytes:
    """This function will return a CV: a text a page, links by the number of their page, attached files."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    kids = []
    for number, text in enumerate(pages, 1):
        shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in text.split("\n"))
        body = add(stream(b"BT /F1 11 Tf 14 TL 50 780 Td\n" + shown + b"ET"))
        found = [
            add(
                b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (%s) >> >>"
                % _escaped(url)
            )
            for url in (links or {}).get(number, ())
        ]
        annotations = b" ".join(b"%d 0 R" % each for each in found)
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Annots [%s]"
                b" /Resources << /Font << /F1 3 0 R >> >> >>" % (body, annotations)
            )
        )
    names = []
    for name, data in (attachments or {}).items():
        file = add(stream(data, packed=True, more=b" /Type /EmbeddedFile"))
        specification = add(b"<< /Type /Filespec /F (%s) /EF << /F %d 0 R >> >>" % (_escaped(name), file))
        names.append(b"(%s) %d 0 R" % (_escaped(name), specification))
    enclosed = b" /Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(names) if names else b""
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R%s >>" % enclosed
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % k for k in kids),
    )
    info = add(b"<< /Title (%s) /Author (%s) >>" % (_escaped(title), _escaped(author)))
    return pdf_of(objects, info=info)


def make_docx(
    lines: Sequence[str],
    *,
    links: Sequence[str] = (),
    media: Mapping[str, bytes] | None = None,
    author: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """This function will return a document of one paragraph a line; `parts` replaces parts of it by others."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{_xml(line)}</w:t></w:r></w:p>" for line in lines)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    found = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{_xml(url)}" TargetMode="External"/>'
        for n, url in enumerate(links)
    )
    files: dict[str, bytes] = {
        "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": f"<Relationships>{found}</Relationships>".encode(),
        "docProps/core.xml": (
            f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{_xml(author)}</dc:creator></p>'
        ).encode(),
    }
    files |= {f"word/media/{name}": data for name, data in (media or {}).items()}
    return make_zip(files | dict(parts or {}))


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """This function will return a ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """This function will return a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
