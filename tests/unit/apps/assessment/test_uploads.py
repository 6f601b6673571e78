"""Uploaded work: what is taken, and what would harm an assessor who opens it."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.apps.assessment import uploads
from openlaurel.apps.assessment.uploads import MEDIA_TYPES, RefusedFile, Upload, clean_name, read_upload


def archive(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def named(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries:
            file.writestr(name, content)
    return buffer.getvalue()


DOCX = named(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
ODT = named(("mimetype", MEDIA_TYPES["odt"].encode()), ("content.xml", b"<o/>"))
NOTEBOOK = json.dumps({"cells": [], "nbformat": 4}).encode()
GOOD = {
    "work.pdf": b"%PDF-1.7\n",
    "work.docx": DOCX,
    "work.odt": ODT,
    "work.png": b"\x89PNG\r\n\x1a\n....",
    "work.jpg": b"\xff\xd8\xff\xe0....",
    "Work.JPEG": b"\xff\xd8\xff\xe0....",
    "work.txt": "Zażółć gęślą jaźń".encode(),
    "notes.md": b"# Plan",
    "data.csv": "a;b\n1;ä".encode("cp1252"),
    "work.py": b"print('hello')\n",
    "work.ipynb": NOTEBOOK,
    "work.zip": archive(readme=b"hello"),
}


@pytest.mark.parametrize("name", GOOD)
def test_work_of_each_accepted_kind_is_taken(name):
    work = read_upload(Upload(name, GOOD[name]))
    assert work.content == GOOD[name]
    assert work.media_type == MEDIA_TYPES[name.rsplit(".", 1)[1].lower()]


HOSTILE = {
    "program.exe": b"MZ\x90",
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "work": b"hello",
    "work.pdf": b"MZ\x90\x00",
    "work.png": b"GIF89a",
    "work.jpg": b"<svg/>",
    "work.txt": b"\x7fELF\x02\x01\x01\x00",
    "work.docx": archive(readme=b"a zip"),
    "macro.docx": named(
        ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")
    ),
    "work.odt": DOCX,
    "work.ipynb": b"{}",
    "deep.ipynb": b"[" * 100_000,
    "work.zip": b"PK\x03\x04broken",
    "empty.txt": b"",
    "large.txt": b"a" * (10 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_what_it_says_is_refused_with_what_to_do(name):
    with pytest.raises(RefusedFile) as caught:
        read_upload(Upload(name, HOSTILE[name]))
    assert str(caught.value).endswith(".")


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 1024 * 1024)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.txt", b"0" * (512 * 1024))
    with pytest.raises(RefusedFile):
        read_upload(Upload("bomb.zip", buffer.getvalue()))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\work\\plan.docx", "plan.docx"),
        ("a\u202etxt.exe.pdf", "atxt.exe.pdf"),
        ("line\r\nbreak.pdf", "linebreak.pdf"),
        (".pdf", "pdf"),
        ("  .  ", "file"),
        ("Plan für Łódź.odt", "Plan für Łódź.odt"),
        ("x" * 300 + ".pdf", "x" * 112 + ".pdf"),
    ],
)
def test_a_name_cannot_mislead_or_leave_its_folder(name, clean):
    assert clean_name(name) == clean


@given(st.text(max_size=200))
def test_every_name_becomes_one_that_can_be_stored(name):
    clean = clean_name(name)
    assert 1 <= len(clean) <= 120
    assert "/" not in clean
    assert "\x00" not in clean


@given(st.binary(max_size=300), st.sampled_from(sorted(MEDIA_TYPES)))
def test_no_content_breaks_the_check(content, kind):
    try:
        taken = read_upload(Upload(f"work.{kind}", content)).content
    except RefusedFile:
        taken = content
    assert taken == content
