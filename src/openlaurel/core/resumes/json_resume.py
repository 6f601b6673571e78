"""JSON Resume 1.0 (https://jsonresume.org/schema): programs and templates of many makes read it."""

from __future__ import annotations

from typing import Any

from openlaurel.core.resumes.model import Resume, ResumeBadge, ResumeEntry

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def to_json_resume(resume: Resume) -> dict[str, Any]:
    """This function will return the résumé as JSON Resume has it.

    Badges are its certificates, each with the address that proves it. What has no value is left out; a degree or job
    without a date stays one.
    """
    document: dict[str, Any] = _filled(
        {
            "$schema": SCHEMA,
            "basics": {
                "name": resume.name,
                "label": resume.headline,
                "email": resume.email,
                "phone": resume.phone,
                "url": resume.url,
                "summary": resume.summary,
                "location": {"address": resume.place},
                "profiles": [{"network": label, "url": url} for label, url in resume.links],
            },
            "work": [
                {
                    "name": entry.organisation,
                    "position": entry.title,
                    "url": entry.url,
                    "startDate": entry.starts,
                    "endDate": entry.ends,
                    "summary": entry.text,
                    "highlights": [badge.name for badge in entry.badges],
                }
                for entry in resume.work
            ],
            "education": [
                {
                    "institution": entry.organisation,
                    "area": entry.title,
                    "url": entry.url,
                    "startDate": entry.starts,
                    "endDate": entry.ends,
                    "courses": [badge.name for badge in entry.badges],
                }
                for entry in resume.degrees
            ],
            "certificates": [_certificate(badge) for badge in resume.badges],
            "skills": [
                {"name": skill.name, "level": skill.level, "keywords": list(skill.proved_by)}
                for skill in resume.skills
            ],
            "projects": [_project(entry) for entry in resume.projects],
            "meta": {"canonical": resume.url, "lastModified": f"{resume.made_on.isoformat()}T00:00:00Z"},
        }
    )
    return document


def _certificate(badge: ResumeBadge) -> dict[str, Any]:
    issued = badge.issued.isoformat() if badge.issued else ""
    return {"name": badge.name, "date": issued, "url": badge.url, "issuer": badge.issuer}


def _project(entry: ResumeEntry) -> dict[str, Any]:
    return {
        "name": entry.title,
        "description": entry.text,
        "entity": entry.organisation,
        "url": entry.url,
        "startDate": entry.starts,
        "endDate": entry.ends,
        "highlights": [f"{badge.name}: {badge.url}" for badge in entry.badges],
    }


def _filled(value: Any) -> Any:
    """The same without what is empty, in objects and lists alike."""
    if isinstance(value, dict):
        pairs = ((name, _filled(item)) for name, item in value.items())
        return {name: item for name, item in pairs if item not in ("", [], {}, None)}
    if isinstance(value, list):
        return [item for item in map(_filled, value) if item not in ("", [], {}, None)]
    return value
