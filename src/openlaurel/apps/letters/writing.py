"""A mail in the organisation's own words, where it has some."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.utils import translation

from openlaurel.apps.letters.queries import template_for
from openlaurel.apps.letters.rendering import Letter, render_letter


def own_letter(
    *,
    organisation_id: UUID,
    achievement_id: UUID,
    kind: str,
    language: str,
    values: Callable[[], Mapping[str, str]],
    picture_url: str = "",
    stop_url: str = "",
    notes: Sequence[str] = (),
) -> Letter | None:
    """This function will return the letter for a recipient who reads `language`, or None where there is no template.

    `values` is called once the template's language is in force, so that dates are in it. `notes` are addresses of public
    notes, which stand below whatever the template says.
    """
    template = template_for(
        organisation_id=organisation_id, achievement_id=achievement_id, kind=kind, language=language
    )
    if template is None:
        return None
    with translation.override(interface_language(template.language)):
        return render_letter(
            kind=kind,
            subject=template.subject,
            body=template.body,
            values=values(),
            language=template.language,
            picture_url=picture_url,
            stop_url=stop_url,
            notes=notes,
        )


def interface_language(language: str) -> str:
    """This function will return the language of this site that is nearest to `language`."""
    known = dict(settings.LANGUAGES)
    for candidate in (language, language.split("-")[0]):
        if candidate in known:
            return candidate
    return settings.LANGUAGE_CODE
