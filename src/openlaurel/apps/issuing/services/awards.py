"""Issuing badges, one or many.

A badge is signed first, while the database is free for others, and exists once it is stored: with its credential and
its event in one transaction, or not at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.drafts import AwardDraft
from openlaurel.apps.issuing.services.outcomes import Outcome
from openlaurel.apps.issuing.services.signed import SignAnew, sign_drafts, store_signed
from openlaurel.apps.profiles.policies import Actor
from openlaurel.core.openbadges import Evidence, Result

CHUNK = 500


def issue_award(
    *,
    version: AchievementVersion,
    recipient_name: str,
    recipient_email: str,
    by: Actor,
    now: datetime,
    account: Account | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    narrative: str = "",
    language: str = "",
    idempotency_key: str | None = None,
    notify: bool = True,
    fields: Mapping[str, str] | None = None,
    is_asked: bool | None = None,
) -> Award:
    """This function will issue one badge: signed, stored, and offered to its recipient.

    The same `idempotency_key` with the same values returns the badge that was issued before. Raises InvalidAward,
    NotIssuable for a draft, KeyUsedForAnother, HeldAlready. `fields` and `is_asked` are as in
    AwardDraft; who gives fields was asked.
    """
    draft = AwardDraft(
        recipient_name=recipient_name,
        recipient_email=recipient_email,
        account=account,
        valid_from=valid_from,
        valid_until=valid_until,
        results=tuple(results),
        evidence=tuple(evidence),
        narrative=narrative,
        language=language,
        idempotency_key=idempotency_key,
        fields=fields or {},
        is_asked=fields is not None if is_asked is None else is_asked,
    )
    [outcome] = issue_awards(version=version, drafts=[draft], by=by, now=now, notify=notify)
    if outcome.error is not None:
        raise outcome.error
    assert outcome.award is not None
    return outcome.award


def issue_awards(
    *,
    version: AchievementVersion,
    drafts: Sequence[AwardDraft],
    by: Actor,
    now: datetime,
    notify: bool = True,
) -> list[Outcome]:
    """This function will issue many badges of one definition and return an outcome for each draft, in order.

    Each chunk of 500 is one transaction; a draft with a fault doesn't keep the others from being issued. Drafts with
    an idempotency key can be given again after a crash: none is issued twice. Raises NotIssuable for a draft version.
    """
    outcomes: list[Outcome] = []
    for start in range(0, max(len(drafts), 1), CHUNK):
        chunk = drafts[start : start + CHUNK]
        try:
            outcomes += _issue_chunk(version, chunk, by, now, notify)
        except (IntegrityError, SignAnew):
            # Somebody else used one of the keys at this moment; now its badge is there to be found.
            outcomes += _issue_chunk(version, chunk, by, now, notify)
    return outcomes


def _issue_chunk(
    version: AchievementVersion, drafts: Sequence[AwardDraft], by: Actor, now: datetime, notify: bool
) -> list[Outcome]:
    signed = sign_drafts(version=version, drafts=drafts, by=by, now=now, notify=notify)
    with transaction.atomic():
        return store_signed(signed)
