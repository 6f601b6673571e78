"""A résumé as a Word document (ISO/IEC 29500 Office Open XML): headings, language and links as word processors know them.

No template and no macro: eight small parts, written anew each time. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.resumes.docx_parts import (
    CONTENT_TYPES,
    HEAD,
    NAMESPACES,
    PACKAGE_LINKS,
    RELATIONSHIPS,
    core_properties,
    settings,
    styles,
)
from openlaurel.core.resumes.model import Resume, ResumeBadge, ResumeEntry, ResumeLabels

_EPOCH = (1980, 1, 1, 0, 0, 0)
_EMU = 360_000  # English Metric Units in a centimetre
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_STYLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_SETTINGS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"


def to_docx(resume: Resume, labels: ResumeLabels, *, qr: bytes = b"") -> bytes:
    """This function will return the document; `qr` is a PNG that leads to the person's page."""
    writer = _Writer(labels.is_rtl)
    body = "".join(writer.written(resume, labels, bool(qr)))
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_LINKS,
        "docProps/core.xml": core_properties(resume, labels),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}{writer.section}</w:body></w:document>",
        "word/styles.xml": styles(resume.language, is_rtl=labels.is_rtl),
        "word/settings.xml": settings(resume.language),
        "word/_rels/document.xml.rels": writer.relationships(has_picture=bool(qr)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
        if qr:
            archive.writestr(zipfile.ZipInfo("word/media/qr.png", _EPOCH), qr)
    return target.getvalue()


def plain(text: str) -> str:
    """This function will return a text as XML can hold it: escaped, without characters that no XML may have (XML 1.0, 2.2)."""
    kept = (
        letter
        for letter in text
        if letter in "\t\n"
        or 0x20 <= ord(letter) <= 0xD7FF
        or 0xE000 <= ord(letter) <= 0xFFFD
        or ord(letter) > 0xFFFF
    )
    return escape("".join(kept))


class _Writer:
    """Writes the paragraphs of one document, and remembers where its links lead."""

    def __init__(self, is_rtl: bool) -> None:
        self._targets: dict[str, str] = {}
        self._is_rtl = is_rtl

    @property
    def section(self) -> str:
        """A4 with margins of two centimetres."""
        bidi = "<w:bidi/>" if self._is_rtl else ""
        return (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
            f'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>{bidi}</w:sectPr>'
        )

    def relationships(self, *, has_picture: bool) -> str:
        """This function will return the part that says where links lead and which other parts there are."""
        own = [("rId1", _STYLES, "styles.xml"), ("rId2", _SETTINGS, "settings.xml")]
        own += [("rId3", _IMAGE, "media/qr.png")] if has_picture else []
        inner = "".join(
            f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in own
        )
        outer = "".join(
            f'<Relationship Id="{name}" Type="{_LINK}" Target={quoteattr(plain(url))} TargetMode="External"/>'
            for url, name in self._targets.items()
        )
        return f"{HEAD}<Relationships xmlns={quoteattr(RELATIONSHIPS)}>{inner}{outer}</Relationships>"

    def written(self, resume: Resume, labels: ResumeLabels, has_qr: bool) -> Iterator[str]:
        """This function will return the document's paragraphs in the order in which they are read."""
        yield self._paragraph("Title", self._run(resume.name))
        if resume.headline:
            yield self._paragraph("Subtitle", self._run(resume.headline))
        contact = [self._run(text) for text in (resume.place, resume.phone) if text]
        if resume.email:
            contact.append(self._link(f"mailto:{resume.email}", resume.email))
        contact += [self._link(url, label) for label, url in resume.links]
        if resume.url:
            contact.append(self._link(resume.url, resume.url))
        if contact:
            yield self._paragraph("Contact", self._run("  ·  ").join(contact))
        if has_qr:
            yield self._paragraph("Contact", _picture(labels.qr_alt))
        yield from self._prose(resume.summary)
        if resume.badges:
            yield self._heading(labels.badges)
            for badge in resume.badges:
                yield from self._badge(badge, labels)
        if resume.skills:
            yield self._heading(labels.skills)
            for skill in resume.skills:
                proofs = f"{labels.proved_by}: {', '.join(skill.proved_by)}" if skill.proved_by else ""
                rest = "  ·  ".join(filter(None, (skill.level, proofs)))
                yield self._paragraph(
                    "Listed", self._run(skill.name, bold=True) + (self._run(f"  ·  {rest}") if rest else "")
                )
        for heading, entries in (
            (labels.projects, resume.projects), (labels.work, resume.work), (labels.degrees, resume.degrees),
        ):  # fmt: skip
            if entries:
                yield self._heading(heading)
                yield self._paragraph("Note", self._run(labels.declared))
                for entry in entries:
                    yield from self._entry(entry, labels)
        yield self._paragraph("Note", self._run(labels.note))

    def _badge(self, badge: ResumeBadge, labels: ResumeLabels) -> Iterator[str]:
        yield self._paragraph("Heading2", self._run(badge.name, language=badge.language))
        facts = [badge.issuer, f"{labels.issued} {badge.issued.isoformat()}" if badge.issued else ""]
        facts += [f"{labels.until} {badge.until.isoformat()}" if badge.until else "", badge.state]
        yield self._paragraph("Normal", self._run("  ·  ".join(filter(None, facts))))
        yield self._paragraph("Normal", self._run(f"{labels.verify} ") + self._link(badge.url, badge.url))

    def _entry(self, entry: ResumeEntry, labels: ResumeLabels) -> Iterator[str]:
        yield self._paragraph("Heading2", self._run(entry.title))
        line = "  ·  ".join(filter(None, (entry.organisation, entry.time)))
        if line:
            yield self._paragraph("Normal", self._run(line))
        if entry.url:
            yield self._paragraph("Normal", self._link(entry.url, entry.url))
        yield from self._prose(entry.text)
        if entry.badges:
            proofs = self._run(", ").join(self._link(badge.url, badge.name) for badge in entry.badges)
            yield self._paragraph("Normal", self._run(f"{labels.proved_by}: ") + proofs)

    def _prose(self, text: str) -> Iterable[str]:
        return [self._paragraph("Normal", self._run(part)) for part in text.splitlines() if part.strip()]

    def _heading(self, text: str) -> str:
        return self._paragraph("Heading1", self._run(text))

    def _paragraph(self, style: str, content: str) -> str:
        bidi = "<w:bidi/>" if self._is_rtl else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{content}</w:p>'

    def _run(self, text: str, *, bold: bool = False, language: str = "", style: str = "") -> str:
        properties = (
            (f'<w:rStyle w:val="{style}"/>' if style else "")
            + ("<w:b/><w:bCs/>" if bold else "")
            + ("<w:rtl/>" if self._is_rtl and is_rtl(text) else "")
            + (
                f"<w:lang w:val={quoteattr(plain(language))} w:bidi={quoteattr(plain(language))}/>"
                if language
                else ""
            )
        )
        inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return f'<w:r>{inner}<w:t xml:space="preserve">{plain(text)}</w:t></w:r>'

    def _link(self, url: str, text: str) -> str:
        name = self._targets.setdefault(url, f"rId{len(self._targets) + 10}")
        return f'<w:hyperlink r:id="{name}">{self._run(text, style="Hyperlink")}</w:hyperlink>'


def _picture(alt: str) -> str:
    """The QR code, two and a half centimetres wide, with what it is in words."""
    side = int(2.5 * _EMU)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/>'
        f'<wp:docPr id="1" name="QR" descr={quoteattr(plain(alt))}/><a:graphic xmlns:a="{_DRAWN}/main"><a:graphicData '
        f'uri="{_DRAWN}/picture"><pic:pic xmlns:pic="{_DRAWN}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="qr.png" '
        f'descr={quoteattr(plain(alt))}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId3"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
