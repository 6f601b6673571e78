"""Frameworks: one definition written out in the terms of others, each time with what got lost."""

from openlaurel.core.frameworks.annex_i import to_annex_i
from openlaurel.core.frameworks.clr import to_clr
from openlaurel.core.frameworks.ctdl import ctid_of, to_ctdl
from openlaurel.core.frameworks.definition import Definition, SkillClaim
from openlaurel.core.frameworks.elm import to_elm_v3
from openlaurel.core.frameworks.errors import FrameworkError, NotADefinition
from openlaurel.core.frameworks.export import Export, Loss, LossKind
from openlaurel.core.frameworks.open_badges import to_open_badges

__all__ = [
    "Definition",
    "Export",
    "FrameworkError",
    "Loss",
    "LossKind",
    "NotADefinition",
    "SkillClaim",
    "ctid_of",
    "to_annex_i",
    "to_clr",
    "to_ctdl",
    "to_elm_v3",
    "to_open_badges",
]
