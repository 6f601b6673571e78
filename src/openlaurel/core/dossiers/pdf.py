"""CVs as PDF, read by pypdf piece by piece, so that what was read counts when the rest turns out to be a trap.

A PDF can keep any reader busy for hours or unfold to gigabytes. The bounds here are the first ones; whoever calls this
with a stranger's file runs it in a process of its own whose time and memory the system bounds
(`openlaurel.adapters.confined_pdf`).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

MAX_PAGES = 60
MAX_TEXT = 1_000_000
MAX_LINKS_OF_PAGE = 500
MAX_ENCLOSED = 50
MAX_ENCLOSED_BYTES = 10 * 1024 * 1024
Fault = Literal["", "locked", "damaged", "too_much_work"]


@dataclass(frozen=True)
class Piece:
    """A part of a PDF as it was read: how many pages it has; the links or the text of one; something enclosed."""

    kind: Literal["about", "links", "text", "enclosed", "cut", "unread"]
    number: int = 0
    text: str = ""
    links: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)
    author: str = ""


@dataclass(frozen=True)
class Scan:
    """What was read of a PDF, and the fault that ended it, if there was one."""

    pieces: tuple[Piece, ...] = ()
    fault: Fault = ""


class PdfLocked(Exception):
    """It opens only with a password."""


class PdfDamaged(Exception):
    """It can't be read at all."""


def read_pieces(data: bytes) -> Iterator[Piece]:
    """This function will read a PDF: first how many pages it has, then links, what is enclosed, then texts.

    At most MAX_PAGES pages and MAX_TEXT characters; a page whose text can't be read is told. Raises PdfLocked, PdfDamaged or
    MemoryError.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").disabled = True
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfLocked
        count = len(reader.pages)
    except (PdfLocked, MemoryError):
        raise
    except Exception as error:  # whatever a broken file leads pypdf to
        if "encrypt" in type(error).__name__.lower() or "Password" in type(error).__name__:
            raise PdfLocked from error
        raise PdfDamaged(type(error).__name__) from error
    title, author = _said(reader)
    yield Piece("about", count, title, author=author)
    for number in range(min(count, MAX_PAGES)):
        yield Piece("links", number + 1, links=tuple(_links(reader, number)))
    yield from _enclosed(reader)
    room = MAX_TEXT
    for number in range(min(count, MAX_PAGES)):
        try:
            text = str(reader.pages[number].extract_text())[:room]
        except MemoryError:
            raise
        except Exception:
            yield Piece("unread", number + 1)
            continue
        room -= len(text)
        yield Piece("text", number + 1, text)
        if not room:
            yield Piece("cut")
            return


def _said(reader: Any) -> tuple[str, str]:
    try:
        said = reader.metadata or {}
        return str(said.get("/Title") or "")[:300], str(said.get("/Author") or "")[:300]
    except Exception:
        return "", ""


def _links(reader: Any, number: int) -> Iterator[str]:
    """The addresses behind what can be clicked on a page (ISO 32000-2, 12.5.6.5 and 12.6.4.8)."""
    try:
        annotations = reader.pages[number].get("/Annots")
        annotations = annotations.get_object() if annotations is not None else []
        for each in annotations[:MAX_LINKS_OF_PAGE]:
            action = each.get_object().get("/A")
            action = action.get_object() if action is not None else {}
            uri = action.get("/URI")
            if uri is not None:
                yield str(uri.get_object())[:2_000]
    except MemoryError:
        raise
    except Exception:
        return


def _enclosed(reader: Any) -> Iterator[Piece]:
    """Files that are attached to the document (ISO 32000-2, 7.11.4)."""
    try:
        for number, each in enumerate(reader.attachment_list):
            if number == MAX_ENCLOSED:
                return
            content = each.content
            if len(content) <= MAX_ENCLOSED_BYTES:
                yield Piece("enclosed", number + 1, str(each.name)[:200], content=content)
    except MemoryError:
        raise
    except Exception:
        return
