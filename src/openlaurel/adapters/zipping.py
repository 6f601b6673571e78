"""A ZIP written while it is read: no more of it is held than one piece of one of its files."""

import zipfile
from collections.abc import Iterable, Iterator


class _Outlet:
    """What zipfile writes to when it can't go back: hands on what was written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        """This function will return what was written since it was last asked."""
        data, self._parts = b"".join(self._parts), []
        return data


def zip_of(files: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> Iterator[bytes]:
    """This function will return the bytes of a ZIP of named files, piece by piece; always the same for the same files.

    The content of a file may come in pieces, too: a large one is never held whole.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:  # type: ignore[call-overload]
        for name, content in files:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(content, bytes):
                archive.writestr(info, content)
            else:
                with archive.open(info, "w", force_zip64=True) as member:
                    for piece in content:
                        member.write(piece)
                        if data := outlet.taken():
                            yield data
            if data := outlet.taken():
                yield data
    yield outlet.taken()
