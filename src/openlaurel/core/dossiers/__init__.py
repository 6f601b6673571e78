"""Dossiers: CVs, tables of applicants, archives and lists, read as the badges and links in them."""

from openlaurel.core.dossiers.addresses import (
    as_address,
    find_addresses,
    find_emails,
    looks_like_badge,
    read_list,
)
from openlaurel.core.dossiers.applicants import read_applicants
from openlaurel.core.dossiers.kinds import NotRead, kind_of
from openlaurel.core.dossiers.model import (
    MAX_EXHIBITS,
    REMARKS,
    Applicant,
    Exhibit,
    Kind,
    Part,
    Place,
    Reading,
    Remark,
)
from openlaurel.core.dossiers.pdf import MAX_PAGES, PdfDamaged, PdfLocked, Piece, Scan, read_pieces
from openlaurel.core.dossiers.people import applicant_of
from openlaurel.core.dossiers.reading import (
    MAX_BYTES,
    MAX_FILES,
    MAX_UNPACKED,
    about,
    is_archive,
    is_single_badge,
    read_file,
    unpack,
)

__all__ = [
    "MAX_BYTES",
    "MAX_EXHIBITS",
    "MAX_FILES",
    "MAX_PAGES",
    "MAX_UNPACKED",
    "REMARKS",
    "Applicant",
    "Exhibit",
    "Kind",
    "NotRead",
    "Part",
    "PdfDamaged",
    "PdfLocked",
    "Piece",
    "Place",
    "Reading",
    "Remark",
    "Scan",
    "about",
    "applicant_of",
    "as_address",
    "find_addresses",
    "find_emails",
    "is_archive",
    "is_single_badge",
    "kind_of",
    "looks_like_badge",
    "read_applicants",
    "read_file",
    "read_list",
    "read_pieces",
    "unpack",
]
