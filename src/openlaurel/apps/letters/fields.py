"""The merge fields of templates: what each is called, shows and needs."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.letters.models import LetterKind


@dataclass(frozen=True)
class MergeField:
    """`sample` is what the preview shows; without a field that `is_needed` the mail leads nowhere."""

    name: str
    label: Promise
    sample: str | Promise
    is_link: bool = False
    is_needed: bool = False


def _link(name: str, label: Promise, path: str, *, is_needed: bool = True) -> MergeField:
    return MergeField(name, label, f"https://badges.example/{path}", is_link=True, is_needed=is_needed)


_NAME = MergeField("recipient_name", _("Name of the recipient"), "Ana Sousa")
_BADGE = MergeField("badge_name", _("Name of the micro-credential"), _("Knots for every day"))
_ORGANISATION = MergeField("organisation_name", _("Name of your organisation"), "Harbour Institute")
_AWARDED = MergeField("awarded_on", _("Day of the award"), "2026-11-25")
_UNTIL = MergeField("valid_until", _("Last day of validity, or that it has no end"), "2028-11-25")
_CLAIM = _link("claim_link", _("Link to accept or decline"), "claim/sample")
_PAGE = _link("badge_link", _("Link to the badge’s page"), "awards/sample")
_REASON = MergeField("reason", _("The reason that was given"), _("The exam was graded anew."))
_ANSWER = MergeField(
    "answer",
    _("The answer that was given"),
    _("The certificate that you sent can’t be read."),
    is_needed=True,
)
_TITLE = MergeField("task_title", _("Title of the task"), _("Tie six knots"))
_POINTS = MergeField("points", _("Points that were given, of how many"), "14/20")
_COMMENT = MergeField("comment", _("What the assessor writes"), _("The bowline slips under load."))
_TEST = _link("test_link", _("Link to take the test again"), "achievements/sample")
_TASK = _link("task_link", _("Link to the review and what to do next"), "tasks/sample")
_CONFIRM = _link("confirm_link", _("Link that confirms the address"), "redeem/sample")
_ASKED = _link("request_link", _("Link to what was asked for"), "apply/sample")

_OF_ALL = (_NAME, _BADGE, _ORGANISATION)
_OF_AWARD = (*_OF_ALL, _AWARDED, _UNTIL)
_NEWS = (*_OF_AWARD, _REASON, _PAGE)
_REVIEW = (_NAME, _BADGE, _ORGANISATION, _TITLE, _POINTS, _COMMENT, _TASK)

FIELDS: dict[str, tuple[MergeField, ...]] = {
    LetterKind.AWARD: (*_OF_AWARD, _CLAIM),
    LetterKind.REMINDER: (*_OF_AWARD, _CLAIM),
    LetterKind.EXPIRY: (*_OF_AWARD, _PAGE),
    LetterKind.RENEWAL: (*_OF_AWARD, _CLAIM),
    LetterKind.CORRECTION: _NEWS,
    LetterKind.DECLINED: (*_OF_AWARD, _ANSWER, replace(_PAGE, is_needed=False)),
    LetterKind.SUSPENSION: _NEWS,
    LetterKind.RESTORED: _NEWS,
    LetterKind.REVOCATION: _NEWS,
    LetterKind.EXTENSION: _NEWS,
    LetterKind.RETEST: (*_OF_AWARD, _REASON, _TEST),
    LetterKind.PASSED: _REVIEW,
    LetterKind.RETURNED: _REVIEW,
    LetterKind.GRANTED: (*_OF_ALL, replace(_ANSWER, is_needed=False), _CLAIM),
    LetterKind.REFUSED: (*_OF_ALL, _ANSWER, replace(_ASKED, is_needed=False)),
    LetterKind.CONFIRMATION: (*_OF_ALL, _CONFIRM),
    LetterKind.CODE_REFUSED: (*_OF_ALL, _ANSWER, replace(_ASKED, is_needed=False)),
}


def required_in(kind: str) -> list[str]:
    """This function will return the fields without which a text of `kind` leads nowhere or says nothing."""
    return [field.name for field in FIELDS[kind] if field.is_needed]


def links_in(kind: str) -> list[str]:
    """This function will return the fields that are links, which have no place in a subject."""
    return [field.name for field in FIELDS[kind] if field.is_link]


def samples_of(kind: str) -> dict[str, str]:
    """This function will return values for a preview."""
    return {field.name: str(field.sample) for field in FIELDS[kind]}
