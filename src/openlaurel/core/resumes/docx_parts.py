"""The parts of a Word document that stay the same, or nearly."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from openlaurel.core.resumes.model import Resume, ResumeLabels

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
PACKAGE_LINKS = (
    f'{HEAD}<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
# Style: name, what it is based on, its outline level, spacing before and after (twentieths of a point), run properties.
_STYLES = (
    ("Title", "Title", None, (0, 40), '<w:b/><w:bCs/><w:sz w:val="48"/><w:szCs w:val="48"/>'),
    ("Subtitle", "Subtitle", None, (0, 80), '<w:color w:val="55525F"/><w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Contact", "Contact", None, (0, 160), '<w:color w:val="55525F"/>'),
    ("Heading1", "heading 1", 0, (320, 80), '<w:b/><w:bCs/><w:color w:val="3F3FA6"/><w:sz w:val="30"/><w:szCs w:val="30"/>'),
    ("Heading2", "heading 2", 1, (160, 20), '<w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("Listed", "Listed", None, (40, 40), ""),
    ("Note", "Note", None, (40, 80), '<w:i/><w:iCs/><w:color w:val="55525F"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
)  # fmt: skip


def core_properties(resume: Resume, labels: ResumeLabels) -> str:
    """This function will return title, author, language and day, which readers of screens and archives look for."""
    moment = f"{resume.made_on.isoformat()}T00:00:00Z"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_line(f'{resume.name} – {labels.title}'))}</dc:title>"
        f"<dc:creator>{escape(_line(resume.name))}</dc:creator><dc:language>{escape(resume.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created></cp:coreProperties>'
    )


def settings(language: str) -> str:
    """This function will return the part that names the document's language."""
    tag = quoteattr(language)
    return (
        f"{HEAD}<w:settings {NAMESPACES}>"
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val={tag} w:bidi={tag}/></w:settings>'
    )


def styles(language: str, *, is_rtl: bool) -> str:
    """This function will return how each kind of paragraph looks, in fonts that every machine has."""
    tag, bidi = quoteattr(language), "<w:bidi/>" if is_rtl else ""
    named = "".join(_style(*entry) for entry in _STYLES)
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f"<w:lang w:val={tag} w:bidi={tag}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{bidi}"
        '<w:spacing w:after="60" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{named}"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
        '<w:color w:val="2F3BB0"/><w:u w:val="single"/></w:rPr></w:style></w:styles>'
    )


def _style(key: str, name: str, level: int | None, spacing: tuple[int, int], run: str) -> str:
    outline = "" if level is None else f'<w:keepNext/><w:outlineLvl w:val="{level}"/>'
    before, after = spacing
    keep = outline.replace(
        "<w:outlineLvl", f'<w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl'
    )
    paragraph = keep or f'<w:spacing w:before="{before}" w:after="{after}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _line(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
