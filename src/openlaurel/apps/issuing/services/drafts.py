"""What a badge is asked to say about one person, checked before anything is signed."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.errors import InvalidAward
from openlaurel.apps.issuing.services.own_fields import (
    NO_ANSWERS,
    NOTHING_ASKED,
    Answers,
    Asked,
    check_answers,
)
from openlaurel.apps.issuing.validity import add_months
from openlaurel.core.openbadges import Evidence, Result

# Line breaks and tabs are text; what else is below the space, lone surrogates, and marks that make text run backwards
# are not: software disagrees about them, or people are misled.
_UNSIGNABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]").search
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]").search
_LANGUAGE = re.compile(r"(?=.{2,12}$)[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*").fullmatch
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]+").fullmatch
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,3}[a-z]{2,63}"
).fullmatch
LONGEST_NARRATIVE = 4000
EARLIEST = 1900
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AwardDraft:
    """One badge to issue. Without `valid_from` it is awarded now; without `valid_until` the definition says how long.

    The ids in `results` are those of the definition's result descriptions, short ("quiz") or whole. `fields` are the
    values of custom fields by key; one that is needed can only be missing where somebody was there to be asked.
    `stands_on` are ids of the organisation's awards for which it is issued, beside those that the evidence names.
    """

    recipient_name: str
    recipient_email: str
    account: Account | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    narrative: str = ""
    language: str = ""
    idempotency_key: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    is_asked: bool = False
    stands_on: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class CheckedDraft:
    """A draft that can be signed: texts in one form, dates decided, and the hash of what was asked for."""

    draft: AwardDraft
    valid_from: datetime
    valid_until: datetime | None
    request_hash: str
    answers: Answers = NO_ANSWERS


def check_draft(
    draft: AwardDraft, version: AchievementVersion, now: datetime, asked: Asked = NOTHING_ASKED
) -> CheckedDraft:
    """This function will return the draft ready to be signed, or raise InvalidAward with a sentence per field.

    `asked` are the custom fields that its values are checked by.
    """
    draft = _in_one_form(draft)
    answers, unusable = check_answers(asked, draft.fields, version, is_asked=draft.is_asked)
    problems = dict(_problems_of_recipient(draft)) | dict(_problems_of_words(draft))
    problems |= _problems_of_results(draft, version) | _problems_of_dates(draft, now)
    problems |= unusable
    if problems:
        raise InvalidAward(problems)
    valid_from = min(draft.valid_from or now, now).replace(microsecond=0)
    valid_until = draft.valid_until and draft.valid_until.replace(microsecond=0)
    if valid_until is None and version.validity_months:
        valid_until = add_months(valid_from, version.validity_months)
    if valid_until is not None and valid_until <= valid_from:
        raise InvalidAward({"valid_until": _("The badge must end after it begins. Choose a later end.")})
    return CheckedDraft(draft, valid_from, valid_until, _hash_of(draft, version), answers)


def _in_one_form(draft: AwardDraft) -> AwardDraft:
    return replace(
        draft,
        recipient_name=" ".join(unicodedata.normalize("NFC", draft.recipient_name).split()),
        recipient_email=draft.recipient_email.strip().lower(),
        narrative=draft.narrative.replace("\r\n", "\n").replace("\r", "\n").strip(),
        valid_from=draft.valid_from and _in_utc(draft.valid_from),
        valid_until=draft.valid_until and _in_utc(draft.valid_until),
        evidence=tuple(draft.evidence),
        results=tuple(draft.results),
    )


def _in_utc(moment: datetime) -> datetime:
    """The first and the last day of the calendar don't exist in UTC everywhere; their years are refused anyway."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _problems_of_recipient(draft: AwardDraft) -> Mapping[str, str]:
    problems = {}
    name = draft.recipient_name
    if not name:
        problems["recipient_name"] = _("Enter the recipient's name.")
    elif len(name) > 200:
        problems["recipient_name"] = _("The name has %(length)s characters. Shorten it to at most 200.") % {
            "length": len(name)
        }
    elif _UNSIGNABLE(name) or _TURNING(name):
        problems["recipient_name"] = _("The name holds invisible control characters. Type it anew.")
    if not is_address(draft.recipient_email):
        problems["recipient_email"] = _("Enter an e-mail address like name@example.org.")
    if draft.language and not _LANGUAGE(draft.language):
        problems["language"] = _("Choose a language from the list.")
    return problems


def is_address(text: str) -> bool:
    """This function will tell whether `text` is an e-mail address: what `validate_email` takes, of at most 254 characters."""
    # Most addresses are of a form that needs no such long look.
    if len(text) > 254 or _PLAIN_ADDRESS(text):
        return len(text) <= 254
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _problems_of_words(draft: AwardDraft) -> Mapping[str, str]:
    problems = {}
    if len(draft.narrative) > LONGEST_NARRATIVE:
        problems["narrative"] = _("Shorten the text to at most 4,000 characters.")
    elif _UNSIGNABLE(draft.narrative):
        problems["narrative"] = _("Remove the invisible control characters from the text.")
    if draft.idempotency_key is not None and not 1 <= len(draft.idempotency_key) <= 100:
        problems["idempotency_key"] = _("An idempotency key has 1 to 100 characters.")
    elif draft.idempotency_key is not None and _UNSIGNABLE(draft.idempotency_key):
        problems["idempotency_key"] = _("Remove the invisible control characters, then save again.")
    if len(draft.evidence) > 20:
        problems["evidence"] = _("Name at most 20 pieces of evidence.")
    for item in draft.evidence:
        words = (item.name, item.narrative, item.description, item.genre)
        if item.id and (not _IRI(item.id) or len(item.id) > 2000):
            problems["evidence"] = _(
                "Enter the whole address of the evidence, such as https://example.org/report."
            )
        elif any(_UNSIGNABLE(text) for text in words):
            problems["evidence"] = _("Remove the invisible control characters from the evidence.")
        elif len(item.name) > 300 or any(len(text) > LONGEST_NARRATIVE for text in words):
            problems["evidence"] = _("Shorten the evidence: its name to 300 characters, its texts to 4,000.")
        elif not any((item.id, *words)):
            problems["evidence"] = _("Give the evidence a name or an address, or leave it out.")
    return problems


def _problems_of_results(draft: AwardDraft, version: AchievementVersion) -> dict[str, str]:
    known = {described["id"]: described for described in version.result_descriptions}
    for result in draft.results:
        described = known.get(result.description_id.rpartition("#")[2])
        levels = {level["id"] for level in (described or {}).get("levels", ())}
        level = result.achieved_level.rpartition("#")[2]
        if described is None or (level and level not in levels):
            return {
                "results": _("This micro-credential describes no result “%(result)s”.")
                % {"result": (result.description_id if described is None else result.achieved_level)[:100]}
            }
        if _UNSIGNABLE(result.value):
            return {"results": _("Remove the invisible control characters, then save again.")}
    return {}


def _problems_of_dates(draft: AwardDraft, now: datetime) -> dict[str, str]:
    problems = {}
    # A date alone stands for its first moment in UTC, which east of there is still to come on the day itself.
    if draft.valid_from is not None and not draft.valid_from.year >= EARLIEST:
        problems["valid_from"] = _("The date of issue is before 1900. Check the year.")
    elif draft.valid_from is not None and draft.valid_from > now + A_DAY:
        problems["valid_from"] = _(
            "The date of issue is in the future. Issue the badge when the day has come."
        )
    if draft.valid_until is not None and draft.valid_until.year > 9000:
        problems["valid_until"] = _(
            "The end of validity is too far away. Leave it empty for a badge without end."
        )
    return problems


def _hash_of(draft: AwardDraft, version: AchievementVersion) -> str:
    asked: dict[str, Any] = {
        "achievement": str(version.achievement_id),
        "name": draft.recipient_name,
        "email": draft.recipient_email,
        "from": draft.valid_from and draft.valid_from.isoformat(),
        "until": draft.valid_until and draft.valid_until.isoformat(),
        "narrative": draft.narrative,
        "results": [asdict(result) for result in draft.results],
        "evidence": [asdict(item) for item in draft.evidence],
    }
    if draft.fields:
        asked["fields"] = dict(draft.fields)
    return hashlib.sha256(orjson.dumps(asked)).hexdigest()
