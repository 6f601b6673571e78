"""What holders ask to have corrected, and what is decided about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, AwardState, CorrectionRequest, RequestState
from openlaurel.apps.issuing.services.drafts import is_address
from openlaurel.apps.profiles.policies import Actor, check_can


def request_correction(
    *, award: Award, wanted_name: str = "", wanted_email: str = "", words: str = "", now: datetime
) -> CorrectionRequest:
    """This function will put what a holder says is wrong into the inbox of whoever issued the badge.

    Raises InvalidAward, and NotPossibleNow while an earlier request waits or the badge is revoked.
    """
    name, words, email = " ".join(wanted_name.split()), words.strip(), wanted_email.strip().lower()
    problems = {}
    if not (name or words or email):
        problems["words"] = _("Say what is wrong, or enter the right name or address.")
    if email and not is_address(email):
        problems["wanted_email"] = _("Enter an e-mail address like name@example.org.")
    if len(name) > 200:
        problems["wanted_name"] = _("Shorten the name to at most 200 characters.")
    if len(words) > 1000:
        problems["words"] = _("Shorten the text to at most 1,000 characters.")
    if problems:
        raise InvalidAward(problems)
    with transaction.atomic():
        award = Award.objects.select_for_update(of=("self",), no_key=True).get(pk=award.pk)
        check_correctable(award)
        if award.correction_requests.filter(state=RequestState.OPEN).exists():
            raise NotPossibleNow(_("You asked for a correction already. The issuer will answer by mail."))
        request = CorrectionRequest.objects.create(
            organisation_id=award.organisation_id,
            award=award,
            wanted_name=name,
            wanted_email=email,
            words=words,
            asked_at=now,
        )
        record("award.correction_requested", award, award.account_id, now, {"request": str(request.id)})
    return request


def decline_correction(*, request: CorrectionRequest, answer: str, by: Actor, now: datetime) -> None:
    """This function will decline what a holder asked for; they are told `answer` by mail. Raises InvalidAward,
    NotPossibleNow."""
    check_can(by, "correct_award", request.organisation)
    answer = " ".join(answer.split())
    if not 1 <= len(answer) <= 300:
        raise InvalidAward({"answer": _("Say why not in 1 to 300 characters: the holder will read it.")})
    with transaction.atomic():
        decide(request.pk, RequestState.DECLINED, answer, by, now)
        data = {"request": str(request.id)}
        record("award.correction_declined", request.award, by.id, now, data)


def check_correctable(award: Award) -> None:
    """This function will raise NotPossibleNow, with why, for an award that can't be signed anew."""
    if award.recipient_erased_at is not None:
        raise NotPossibleNow(_("Its recipient had their data erased, so the badge can't be signed anew."))
    if award.state == AwardState.REVOKED:
        raise NotPossibleNow(_("This badge was revoked, so it can't be corrected. A new one can be issued."))
    if award.suspended_at is not None:
        raise NotPossibleNow(_("This badge is suspended. Restore it first, then correct it."))


def decide(request_id: UUID, state: RequestState, answer: str, by: Actor, now: datetime) -> None:
    """This function will note what was decided, or raise NotPossibleNow where somebody has decided already."""
    decided = CorrectionRequest.objects.filter(pk=request_id, state=RequestState.OPEN).update(
        state=state, answer=answer, decided_by=by.account, decided_at=now
    )
    if not decided:
        raise NotPossibleNow(_("Somebody has decided this request already."))


def record(kind: str, award: Award, actor_id: UUID | None, now: datetime, data: dict[str, Any]) -> None:
    """This function will record what happened to an award."""
    record_event(
        kind=kind,
        subject=("award", award.id),
        now=now,
        actor_id=actor_id,
        organisation_id=award.organisation_id,
        data=data,
    )
