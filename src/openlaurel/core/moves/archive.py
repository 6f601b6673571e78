"""What somebody uploads as named files: one, several, or a ZIP of them, unpacked within bounds."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openlaurel.core.moves.errors import ArchiveTooLarge, DamagedArchive, SameFileTwice, UnsafePath

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
MAX_FILES = 50_000
MAX_UNPACKED = 512 * 1024 * 1024
# Text packs to a twentieth or so; what packs tighter than this was made to.
MAX_RATIO = 200
SPARE = 1024 * 1024
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Sources:
    """Named files. Those of an archive are unpacked one by one, as they are read."""

    plain: Mapping[str, bytes] = field(default_factory=dict)
    archive: zipfile.ZipFile | None = None
    members: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return sorted([*self.plain, *self.members])

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return ((name, self.read(name)) for name in self.names)

    def size(self, name: str) -> int:
        """This function will say how many bytes a file has, unpacked."""
        return len(self.plain[name]) if name in self.plain else self.members[name].file_size

    def read(self, name: str) -> bytes:
        """This function will return the content of a file; raises DamagedArchive."""
        if name in self.plain:
            return self.plain[name]
        assert self.archive is not None
        try:
            with self.archive.open(self.members[name]) as member:
                content = member.read(self.members[name].file_size + 1)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise DamagedArchive(file=name[:200]) from error
        except Exception as error:  # what the decompressors raise has no common base
            raise DamagedArchive(file=name[:200]) from error
        if len(content) > self.members[name].file_size:
            raise DamagedArchive(file=name[:200])
        return content


def open_sources(
    files: Mapping[str, bytes], *, most_files: int = MAX_FILES, most_bytes: int = MAX_UNPACKED
) -> Sources:
    """This function will take one ZIP, or files as they are.

    Raises ArchiveTooLarge, UnsafePath, SameFileTwice or DamagedArchive before anything is unpacked. An Excel workbook,
    which is a ZIP too, stays what it is.
    """
    if len(files) == 1:
        [(name, data)] = files.items()
        if data.startswith((ZIP, EMPTY_ZIP)):
            return _open(name, data, most_files, most_bytes)
    return Sources(plain=dict(files))


def _open(name: str, data: bytes, most_files: int, most_bytes: int) -> Sources:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise DamagedArchive(file=name[:200]) from error
    if any(info.filename == "xl/workbook.xml" for info in infos):
        return Sources(plain={name: data})
    if len(infos) > most_files:
        raise ArchiveTooLarge(found=f"{len(infos):,}", unit="files", most=f"{most_files:,}")
    total, members = 0, {}
    for info in infos:
        path = info.filename
        if info.is_dir() or path.lower().startswith(_LITTER) or path.lower().endswith(_LITTER[1:]):
            continue
        _check_path(info)
        if info.flag_bits & 1:
            raise DamagedArchive(file=path[:200])
        if path in members:
            raise SameFileTwice(file=path[:200])
        total += info.file_size
        packed_tight = info.file_size > MAX_RATIO * info.compress_size + SPARE
        if total > most_bytes or packed_tight:
            raise ArchiveTooLarge(
                found=f"{max(total, info.file_size):,}", unit="bytes", most=f"{most_bytes:,}"
            )
        members[path] = info
    return Sources(archive=archive, members=members)


def _check_path(info: zipfile.ZipInfo) -> None:
    path = info.orig_filename.replace("\\", "/")
    parts = path.split("/")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    if path.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in path or is_link:
        raise UnsafePath(file=path.replace("\x00", "")[:200])
