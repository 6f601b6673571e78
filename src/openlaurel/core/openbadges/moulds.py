"""What documents of one form share, apart from what is each one's own, so that a million of them keep it once.

A mould is the JSON between the strings that differ, and a content those strings as JSON, each with newlines in
between: compact JSON holds none.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest
from typing import Any

import orjson

Path = tuple[str | int, ...]

_MARK = re.compile(rb'"\\u0000(\d+)"')


def pour(mould: bytes, content: bytes) -> bytes:
    """This function will return the document of a mould and a content, byte for byte as it was.

    What was damaged gives another document, never an error: whether it is the signed one, the signature says.
    """
    return pourer(mould)(content)


def pourer(mould: bytes) -> Callable[[bytes], bytes]:
    """This function will return what pours contents into one mould, for whoever has many of them."""
    texts = mould.split(b"\n")
    gaps = [piece for text in texts for piece in (text, b"")][:-1]
    count = len(texts) - 1

    def fill(content: bytes) -> bytes:
        own = content.split(b"\n")
        if len(own) != count:
            return b"".join(chain.from_iterable(zip_longest(texts, own, fillvalue=b"")))
        pieces = gaps.copy()
        pieces[1::2] = own
        return b"".join(pieces)

    return fill


def as_content(strings: Sequence[str]) -> bytes:
    """This function will return the content of these strings, in the order in which they stand in the mould.

    Written as one array, as that is faster: a quote inside a string is escaped, so that none of theirs is taken for an end.
    """
    return orjson.dumps(strings)[1:-1].replace(b'","', b'"\n"')


def cast(document: dict[str, Any], paths: Sequence[Path]) -> tuple[bytes, bytes]:
    """This function will return the mould and the content of a document whose own strings are at `paths`.

    A document that can't be parted so is a content as a whole.
    """
    whole = orjson.dumps(document)
    mould, order = cut(document, paths)
    content = as_content([_at(document, paths[number]) for number in order])
    return (mould, content) if pour(mould, content) == whole else (b"\n", whole)


def cut(document: dict[str, Any], paths: Sequence[Path]) -> tuple[bytes, list[int]]:
    """This function will return the mould of a document and in which order the strings at `paths` stand in it."""
    marked = orjson.loads(orjson.dumps(document))
    for number, path in enumerate(paths):
        _at(marked, path[:-1])[path[-1]] = f"\0{number}"
    pieces = _MARK.split(orjson.dumps(marked))
    return b"\n".join(pieces[::2]), [int(number) for number in pieces[1::2]]


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document
