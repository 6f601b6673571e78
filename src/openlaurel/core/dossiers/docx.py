"""CVs as DOCX (Office Open XML): texts, links, and pictures that may be badges, unpacked within bounds."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from openlaurel.core.openbadges import MAX_IMAGE_BYTES

MAX_PART = 20 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_TEXT = 1_000_000
MAX_LINKS = 5_000
MAX_PICTURES = 200
# Text packs to a tenth or so; what packs tighter than this was made to.
MAX_RATIO, SPARE = 200, 1024 * 1024
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FAULTS = (
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
    LookupError,
)


class DocxDamaged(Exception):
    """The file isn't a document that can be read."""


class DocxTooMuch(Exception):
    """The file unfolds to more than is read."""


@dataclass
class Paper:
    """What a document holds; `is_cut` where there was more text than is read."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    enclosed: list[tuple[str, bytes]] = field(default_factory=list)
    title: str = ""
    author: str = ""
    is_cut: bool = False


def is_docx(archive: zipfile.ZipFile) -> bool:
    """This function will tell whether an archive is such a document."""
    return _MAIN in archive.namelist()


def read_docx(data: bytes) -> Paper:
    """This function will read a document; raises DocxDamaged or DocxTooMuch."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _check_size(parts)
            paper = Paper()
            for name in sorted(parts, key=lambda name: (name != _MAIN, name)):
                if name == _MAIN or name.startswith(
                    ("word/header", "word/footer", "word/footnotes", "word/comments")
                ):
                    _add_text(archive.read(name), paper)
                elif name.startswith("word/_rels/") and name.endswith(".rels"):
                    _add_links(archive.read(name), paper)
                elif name == "docProps/core.xml":
                    _add_properties(archive.read(name), paper)
                elif _is_enclosed(parts[name]) and len(paper.enclosed) < MAX_PICTURES:
                    paper.enclosed.append((name.rpartition("/")[2], archive.read(name)))
            return paper
    except DocxTooMuch:
        raise
    except _FAULTS as error:
        raise DocxDamaged(str(error)[:200]) from error
    except Exception as error:  # what the decompressors raise has no common base
        raise DocxDamaged(type(error).__name__) from error


def _is_enclosed(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith(("word/media/", "word/embeddings/")) and part.file_size <= MAX_IMAGE_BYTES


def _check_size(parts: dict[str, zipfile.ZipInfo]) -> None:
    """Before anything is unpacked; zipfile reads no more of a part than it states."""
    tight = any(part.file_size > MAX_RATIO * part.compress_size + SPARE for part in parts.values())
    sizes = [part.file_size for part in parts.values()]
    if tight or len(parts) > MAX_PARTS or sum(sizes) > MAX_UNPACKED or max(sizes, default=0) > MAX_PART:
        raise DocxTooMuch
    if _MAIN not in parts:
        raise DocxDamaged("it has no text")


def _add_text(xml: bytes, paper: Paper) -> None:
    """The text, a line a paragraph, and the addresses in fields such as HYPERLINK "…"."""
    room = MAX_TEXT - len(paper.text)
    pieces: list[str] = []
    instructions: list[str] = []
    for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
        name = element.tag.removeprefix(_W).removeprefix(_STRICT)
        if name == "t" and element.text:
            pieces.append(element.text)
            room -= len(element.text)
        elif name == "instrText" and element.text:
            instructions.append(element.text)
        elif name in {"p", "br", "cr", "tab"}:
            pieces.append("\n" if name != "tab" else "\t")
            room -= 1
        if name == "p":
            element.clear()
        if room <= 0:
            paper.is_cut = True
            break
    paper.text += "".join(pieces) + "\n"
    for instruction in "".join(instructions).split('"')[1::2]:
        _add_link(instruction, paper)


def _add_links(xml: bytes, paper: Paper) -> None:
    for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
        if element.get("Type", "").endswith("/hyperlink") and element.get("TargetMode") == "External":
            _add_link(element.get("Target", ""), paper)


def _add_link(target: str, paper: Paper) -> None:
    if target.lower().startswith(("http://", "https://")) and len(paper.links) < MAX_LINKS:
        paper.links.append(target)


def _add_properties(xml: bytes, paper: Paper) -> None:
    for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
        if element.tag == f"{_DC}title":
            paper.title = (element.text or "")[:300]
        elif element.tag == f"{_DC}creator":
            paper.author = (element.text or "")[:300]
