"""The page of an archive, which opens from disk: it holds the verifier, every signed document and what that needs.

Browsers load no modules and no JSON from disk, so that everything stands in the page itself. Its policy lets it ask
nobody, and run nothing but its own script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from openlaurel.adapters.browser_verifier import put_together, rules
from openlaurel.apps.verifier.browser_words import browser_words
from openlaurel.apps.wallet.archive_pieces import MANIFEST
from openlaurel.apps.wallet.archive_words import archive_words
from openlaurel.apps.wallet.models import WalletArchive

PLACE = "<!--data-->"
# Fonts don't come along: the page is shown in those of its reader.
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_COMMENTS = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
STYLES = ("app.css", "archive.css")


def page_of_archive(archive: WalletArchive, content: Callable[[str], bytes]) -> Iterator[bytes]:
    """This function will return the page piece by piece; `content` returns a file of the archive by its path.

    No more than one badge or resource is held at a time.
    """
    script, style = archive_script(archive.language), archive_style()
    with override(archive.language):
        context = {
            "archive": archive,
            "site": settings.OPENLAUREL_URL,
            "script": script,
            "style": style,
            "script_hash": _hash(script),
            "style_hash": _hash(style),
            "is_rtl": get_language_bidi(),
        }
        start, end = render_to_string("wallet/archive_page.html", context).split(PLACE)
    yield start.encode()
    yield _block("manifest", orjson.loads(content(MANIFEST)))
    for resource in archive.resources.exclude(path="").iterator(50):
        yield _block("file", {"path": resource.path, **_text(content(resource.path))})
    for badge in archive.badges.iterator(50):
        path = badge.said["credential"]
        yield _block("file", {"path": path, **_text(content(path))})
    yield end.encode()


@cache
def archive_script(language: str) -> str:
    """This function will return the script of the page in one language, put together once a process."""
    known = browser_words()
    chosen = language if language in known else settings.LANGUAGE_CODE
    data = {"rules": rules(), "words": {chosen: known[chosen]}, "page": archive_words(chosen)}
    return put_together("archive", data, form="script")


@cache
def archive_style() -> str:
    """This function will return the style sheet of the page: that of this site without its fonts, and a little more."""
    texts = []
    for name in STYLES:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        with open(found, encoding="utf-8") as file:
            texts.append(_COMMENTS.sub("", _FONTS.sub("", file.read())))
    return "".join(texts)


def _block(kind: str, value: Any) -> bytes:
    """Data that no browser takes for a script; `<` is escaped, so that nothing in it ends the element."""
    text = orjson.dumps(value).replace(b"<", b"\\u003c")
    return b'<script type="application/json" data-kind="%s">%s</script>\n' % (kind.encode(), text)


def _text(content: bytes) -> dict[str, str]:
    try:
        return {"text": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
