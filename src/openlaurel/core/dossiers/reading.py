"""From files to the badges in them. Nothing here raises for what a file holds: what can't be read is a Remark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from openlaurel.core.dossiers.addresses import as_address, cut, find_addresses, looks_like_badge, read_list
from openlaurel.core.dossiers.applicants import read_applicants
from openlaurel.core.dossiers.docx import MAX_TEXT as MAX_DOCX_TEXT
from openlaurel.core.dossiers.docx import DocxDamaged, DocxTooMuch, read_docx
from openlaurel.core.dossiers.kinds import EMPTY_ZIP, ZIP, NotRead, is_pdf, kind_of
from openlaurel.core.dossiers.model import Applicant, Exhibit, Kind, Part, Place, Reading, Remark
from openlaurel.core.dossiers.pdf import MAX_PAGES, MAX_TEXT, Piece, Scan
from openlaurel.core.dossiers.people import applicant_of
from openlaurel.core.moves import (
    ArchiveTooLarge,
    DamagedArchive,
    MovesError,
    SameFileTwice,
    UnsafePath,
    open_sources,
)
from openlaurel.core.openbadges import PNG_SIGNATURE, BakingError, looks_like_svg, unbake

MAX_BYTES = 12 * 1024 * 1024
MAX_FILES = 500
MAX_UNPACKED = 64 * 1024 * 1024
ReadPdf = Callable[[bytes], Scan]


def read_file(name: str, data: bytes, *, read_pdf: ReadPdf, own: Collection[str] = ()) -> Reading:
    """This function will read a CV, a table, a list of addresses or a badge; for an archive there is `unpack`.

    `read_pdf` reads a PDF within bounds of time and memory; `own` are the addresses of this installation.
    """
    try:
        kind = _kind(data)
    except NotRead as error:
        return Reading(remarks=(Remark(Place(name), error.code, _sizes(data)),))
    if kind is Kind.BADGE:
        return Reading((Exhibit(Place(name), content=data),))
    if kind is Kind.TABLE:
        return read_applicants(data, name)
    if kind is Kind.LIST:
        return read_list(data.decode("utf-8", "replace").lstrip("\ufeff"), name)
    if kind is Kind.ARCHIVE:
        return Reading(remarks=(Remark(Place(name), "nested"),))
    return _read_scan(read_pdf(data), name, own) if is_pdf(data) else _read_docx(data, name, own)


def is_archive(data: bytes) -> bool:
    """This function will tell whether a file is a ZIP of others, and neither a document nor a workbook."""
    try:
        return data.startswith((ZIP, EMPTY_ZIP)) and kind_of(data) is Kind.ARCHIVE
    except NotRead:
        return False


def is_single_badge(data: bytes) -> bool:
    """This function will tell whether a file is one badge, or nothing that is read as many: it is answered at once."""
    try:
        return kind_of(data) is Kind.BADGE
    except NotRead:
        return True


def unpack(name: str, data: bytes) -> tuple[dict[str, bytes], tuple[Remark, ...]]:
    """This function will return the files of a ZIP, at most MAX_FILES and MAX_UNPACKED bytes of them; the rest is told."""
    try:
        sources = open_sources({name: data}, most_files=MAX_FILES, most_bytes=MAX_UNPACKED)
        files = {f"{name}/{path}": content for path, content in sources}
    except MovesError as error:
        return {}, (
            Remark(Place(name), _OF_ARCHIVES.get(type(error), "archive_damaged"), _texts(error.params)),
        )
    if not files:
        return {}, (Remark(Place(name), "nothing_in_it"),)
    return files, ()


_OF_ARCHIVES: Mapping[type[MovesError], str] = {
    ArchiveTooLarge: "archive_too_large",
    DamagedArchive: "archive_damaged",
    SameFileTwice: "twice",
    UnsafePath: "unsafe_path",
}


def _kind(data: bytes) -> Kind:
    if len(data) > MAX_BYTES:
        raise NotRead("too_large")
    return kind_of(data)


def _sizes(data: bytes) -> dict[str, str]:
    return {"found": f"{len(data):,}", "most": f"{MAX_BYTES:,}"}


def _texts(params: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in params.items()}


def _read_docx(data: bytes, name: str, own: Collection[str]) -> Reading:
    try:
        paper = read_docx(data)
    except DocxDamaged:
        return Reading(remarks=(Remark(Place(name), "damaged"),))
    except DocxTooMuch:
        return Reading(remarks=(Remark(Place(name), "too_much_work"),))
    applicant = applicant_of(paper.text, author=paper.author, title=paper.title)
    remarks = [Remark(Place(name), "text_cut", {"most": f"{MAX_DOCX_TEXT:,}"})] if paper.is_cut else []
    written = [(Place(name, Part.LINK), address) for address in paper.links]
    written += [(Place(name, Part.TEXT), address) for address in find_addresses(paper.text)]
    enclosed = [(Place(name, Part.PICTURE, name=each), content) for each, content in paper.enclosed]
    return _found(name, applicant, written, enclosed, remarks, own)


def _read_scan(scan: Scan, name: str, own: Collection[str]) -> Reading:
    """What was read of a PDF. An address in the text that goes on behind a link is the link's."""
    about = next((piece for piece in scan.pieces if piece.kind == "about"), Piece("about"))
    texts = {piece.number: piece.text for piece in scan.pieces if piece.kind == "text"}
    remarks = [Remark(Place(name), scan.fault)] if scan.fault else []
    if about.number > MAX_PAGES:
        params = {"found": f"{about.number:,}", "most": str(MAX_PAGES)}
        remarks.append(Remark(Place(name), "pages_cut", params))
    if unread := [piece.number for piece in scan.pieces if piece.kind == "unread"]:
        remarks.append(
            Remark(Place(name), "pages_unread", {"count": str(len(unread)), "page": str(unread[0])})
        )
    if any(piece.kind == "cut" for piece in scan.pieces):
        remarks.append(Remark(Place(name), "text_cut", {"most": f"{MAX_TEXT:,}"}))
    written = [
        (Place(name, Part.PAGE, piece.number), link)
        for piece in scan.pieces
        if piece.kind == "links"
        for link in piece.links
    ]
    linked = tuple(link for _, link in written)
    written += [
        (Place(name, Part.PAGE, number), address)
        for number, text in texts.items()
        for address in find_addresses(text)
        if not any(link.startswith(address) for link in linked)
    ]
    enclosed = [
        (Place(name, Part.ATTACHMENT, name=piece.text), piece.content)
        for piece in scan.pieces
        if piece.kind == "enclosed"
    ]
    whole = "\n".join(texts.values())
    applicant = applicant_of(whole, author=about.author, title=about.text)
    if scan.fault in {"locked", "damaged"}:
        return Reading((), tuple(remarks), applicant)
    return _found(name, applicant, written, enclosed, remarks, own)


def _found(
    name: str,
    applicant: Applicant,
    written: Iterable[tuple[Place, str]],
    enclosed: Iterable[tuple[Place, bytes]],
    remarks: list[Remark],
    own: Collection[str],
) -> Reading:
    """Badges that are enclosed, then the links that look like those of badges, each once; how many others there are."""
    exhibits = [
        Exhibit(place, applicant, content=content) for place, content in enclosed if _is_badge(content)
    ]
    seen: set[str] = set()
    left: list[str] = []
    for place, text in written:
        address = as_address(text) if text.lower().startswith(("http://", "https://", "www.")) else ""
        if not address or address in seen:
            continue
        seen.add(address)
        if looks_like_badge(address, own):
            exhibits.append(Exhibit(place, applicant, address=address))
        else:
            left.append(address)
    if left:
        params = {"count": f"{len(left):,}", "example": left[0][:100]}
        remarks.append(Remark(Place(name), "links_left", params))
    if not exhibits and all(remark.code in {"links_left", "pages_cut"} for remark in remarks):
        remarks.append(Remark(Place(name), "nothing_in_it"))
    return cut(Reading(tuple(exhibits), tuple(remarks), applicant), name)


def _is_badge(content: bytes) -> bool:
    """Whether something enclosed is a badge: pictures and other files of a CV mostly aren't."""
    if content.startswith(PNG_SIGNATURE) or looks_like_svg(content):
        try:
            return bool(unbake(content))
        except BakingError:
            return False
    try:
        is_one = kind_of(content) is Kind.BADGE
    except NotRead:
        return False
    return is_one and any(word in content for word in (b'"@context"', b'"badge"', b"eyJ"))


def about(reading: Reading, applicant: Applicant) -> Reading:
    """This function will return the reading as one about `applicant`, whom somebody named beside it."""
    exhibits = tuple(replace(each, applicant=applicant) for each in reading.exhibits)
    return replace(reading, exhibits=exhibits, applicant=applicant)
