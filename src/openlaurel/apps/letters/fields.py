"""The merge fields of templates: what each is called, shows and needs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.letters.models import LetterKind


@dataclass(frozen=True)
class MergeField:
    """`sample` is what the preview shows."""

    name: str
    label: Promise
    sample: str | Promise
    is_link: bool = False


_NAME = MergeField("recipient_name", _("Name of the recipient"), "Ana Sousa")
_BADGE = MergeField("badge_name", _("Name of the micro-credential"), _("Knots for every day"))
_ORGANISATION = MergeField("organisation_name", _("Name of your organisation"), "Harbour Institute")
_AWARDED = MergeField("awarded_on", _("Day of the award"), "2026-11-25")
_UNTIL = MergeField("valid_until", _("Last day of validity, or that it has no end"), "2028-11-25")
_CLAIM = MergeField(
    "claim_link", _("Link to accept or decline"), "https://badges.example/claim/sample", is_link=True
)
_PAGE = MergeField(
    "badge_link", _("Link to the badge’s page"), "https://badges.example/awards/sample", is_link=True
)

FIELDS: dict[str, tuple[MergeField, ...]] = {
    LetterKind.AWARD: (_NAME, _BADGE, _ORGANISATION, _AWARDED, _UNTIL, _CLAIM),
    LetterKind.REMINDER: (_NAME, _BADGE, _ORGANISATION, _AWARDED, _UNTIL, _CLAIM),
    LetterKind.EXPIRY: (_NAME, _BADGE, _ORGANISATION, _AWARDED, _UNTIL, _PAGE),
}


def required_in(kind: str) -> list[str]:
    """This function will return the fields without which a text of `kind` leads nowhere: its link."""
    return [field.name for field in FIELDS[kind] if field.is_link]


def samples_of(kind: str) -> dict[str, str]:
    """This function will return values for a preview."""
    return {field.name: str(field.sample) for field in FIELDS[kind]}
