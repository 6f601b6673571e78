"""A card in Markdown, for a README: the picture with a link, and each badge with the address that proves it."""

from __future__ import annotations

import re

from openlaurel.core.resumes.model import Resume, ResumeLabels

_MARKS = re.compile(r"([\\`*_\[\]<>&|~#])")


def to_markdown_card(resume: Resume, labels: ResumeLabels, *, picture: str = "") -> str:
    """This function will return the card; `picture` is the address of an image of the person's page.

    No text of people is read as markup. A line is never broken, so that nothing begins one.
    """
    title = escaped(resume.name)
    lines = [f"[![{title}]({picture})]({resume.url})"] if picture and resume.url else []
    if resume.url and not lines:
        lines.append(f"**[{title}]({resume.url})**")
    lines += [""] if lines else [f"**{title}**", ""]
    for badge in resume.badges:
        lines.append(f"- [{escaped(badge.name)}]({badge.url}) · {escaped(badge.issuer)}")
    if resume.skills:
        names = " · ".join(escaped(skill.name) for skill in resume.skills)
        lines += ["", f"**{escaped(labels.skills)}:** {names}"]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """This function will return a text as Markdown shows it, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
