"""A person's résumé as a value, and written in the forms that others read: what is proved, and what is only said."""

from openlaurel.core.resumes.docx import to_docx
from openlaurel.core.resumes.europass import to_europass
from openlaurel.core.resumes.html_card import to_html_card
from openlaurel.core.resumes.json_resume import to_json_resume
from openlaurel.core.resumes.markdown_card import to_markdown_card
from openlaurel.core.resumes.model import (
    Resume,
    ResumeBadge,
    ResumeEntry,
    ResumeLabels,
    ResumeSkill,
)

__all__ = [
    "Resume",
    "ResumeBadge",
    "ResumeEntry",
    "ResumeLabels",
    "ResumeSkill",
    "to_docx",
    "to_europass",
    "to_html_card",
    "to_json_resume",
    "to_markdown_card",
]
