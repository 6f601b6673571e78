"""Which files are accepted as work. What a file is, its content says; its name must agree with that.

Files are only stored and handed out again, never opened or unpacked here.
"""

import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 500 * 1024 * 1024
MOST_ENTRIES = 10_000
LONGEST_NAME = 120

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "py": "text/x-python",
    "ipynb": "application/x-ipynb+json",
    "zip": "application/zip",
}
_TEXTS = {"txt", "md", "csv", "py"}
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]").search


class RefusedFile(Exception):
    """The file can't be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Work:
    """A file that was looked at: a harmless name, the content, and its media type."""

    name: str
    content: bytes
    media_type: str


def read_upload(upload: Upload) -> Work:
    """This function will check an uploaded file and return it with a clean name, or raise RefusedFile."""
    name = clean_name(upload.name)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in MEDIA_TYPES:
        raise RefusedFile(
            _("Files of this kind aren't accepted. Save your work as one of: %(kinds)s.")
            % {"kinds": ", ".join(kind for kind in MEDIA_TYPES if kind != "jpeg")}
        )
    if not upload.content:
        raise RefusedFile(_("The file is empty. Choose the file again after saving your work."))
    if len(upload.content) > LARGEST_FILE:
        raise RefusedFile(_("The file is larger than 10 MB. Make it smaller, for example as a PDF."))
    if not _is(ending, upload.content):
        raise RefusedFile(
            _("The file's content isn't what its name says (%(kind)s). Save it again as that and retry.")
            % {"kind": ending}
        )
    return Work(name, upload.content, MEDIA_TYPES[ending])


def clean_name(name: str) -> str:
    """This function will return the last part of a file's name without characters that could mislead a reader."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        return shown[:LONGEST_NAME] or "file"
    return f"{stem.strip()[: LONGEST_NAME - 8] or 'file'}.{ending.strip()[:7]}"


def _is(ending: str, content: bytes) -> bool:
    if ending == "pdf":
        return content.startswith(b"%PDF-")
    if ending == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if ending in {"jpg", "jpeg"}:
        return content.startswith(b"\xff\xd8\xff")
    if ending in _TEXTS:
        return _CONTROL(content) is None
    if ending == "ipynb":
        return _is_notebook(content)
    return _is_archive(ending, content)


def _is_notebook(content: bytes) -> bool:
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) and "nbformat" in notebook


def _is_archive(ending: str, content: bytes) -> bool:
    """Reads the table of contents, and of an OpenDocument its 39 bytes that say so; unpacks nothing else."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                return False
            if ending == "docx":
                is_text = {"[Content_Types].xml", "word/document.xml"} <= names
                return is_text and "word/vbaProject.bin" not in names
            if ending == "odt":
                first = entries[0]
                return (
                    first.filename == "mimetype"
                    and first.file_size < 100
                    and archive.read(first).decode("ascii") == MEDIA_TYPES["odt"]
                )
            return True
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, IndexError, EOFError):
        return False
