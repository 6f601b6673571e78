"""What issuing does when it hears news. Each handler may be called again for the same event and then changes nothing."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import AssessmentKind
from openlaurel.apps.assessment.queries import Outcome, outcomes_of, shared_work_of
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.mails import (
    claim_mail,
    correction_mail,
    decline_mail,
    former_address_mail,
    suspension_mail,
)
from openlaurel.apps.issuing.models import Award, AwardState, Batch, Correction, CorrectionRequest, Suspension
from openlaurel.apps.issuing.queries.award_lists import HIDDEN_COLUMNS
from openlaurel.apps.issuing.services import (
    HeldAlready,
    begin_due,
    finish_undoing,
    forget_old_rosters,
    issue_award,
    link_awards,
    release_due_mails,
    run_batch,
    run_waiting_batches,
)
from openlaurel.apps.learning.models import Enrolment
from openlaurel.apps.learning.queries import progress_of
from openlaurel.apps.mailing.services import queue_mail, queue_mails
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.openbadges import Evidence, Result


def issue_on_completion(event: Event) -> None:
    """Issues the badge that a learner has just earned here, with results, and with work that they agreed to show."""
    rows = Enrolment.objects.select_related("course__achievement__organisation", "account")
    enrolment = rows.filter(pk=event.subject_id).first()
    if enrolment is None:
        return
    achievement, account = enrolment.course.achievement, enrolment.account
    key = f"enrolment:{enrolment.pk}"
    if Award.objects.filter(organisation=achievement.organisation, idempotency_key=key).exists():
        return
    version = get_published(achievement.slug)
    outcomes = outcomes_of(achievement, account)
    # Asked again it would be refused again: who holds the badge and may have one only has nothing to get.
    with suppress(HeldAlready):
        issue_award(
            version=version,
            recipient_name=account.name or account.email.split("@")[0],
            recipient_email=account.email,
            account=account,
            valid_from=_mastered_at(enrolment, outcomes, event.occurred_at),
            results=_results(version, outcomes),
            evidence=[
                Evidence(name=work.name, id=work.url, genre="Assessment")
                for work in shared_work_of(achievement, account)
            ],
            idempotency_key=key,
            by=INSTALLATION,
            now=event.occurred_at,
        )


def mail_claim_link(event: Event) -> None:
    """Queues the mail that `award.issued` or `award.mail_requested` asks for, unless one was sent since."""
    _mail([event.subject_id], event)


def mail_claim_links(event: Event) -> None:
    """Queues those mails that `award.many_issued` asks for, but for what was sent since."""
    _mail(event.data["awards"], event)


def _mail(ids: list[str], event: Event) -> None:
    rows = Award.objects.select_related("organisation", "version__achievement").defer(*HIDDEN_COLUMNS)
    awards = rows.filter(pk__in=ids, recipient_erased_at=None, notify=True, state=AwardState.OFFERED)
    queue_mails(
        [claim_mail(award, event.pk) for award in awards.order_by("pk") if not _is_mailed(award, event)],
        now=max(timezone.now(), event.occurred_at),
    )


def _is_mailed(award: Award, event: Event) -> bool:
    return award.mailed_at is not None and award.mailed_at >= event.occurred_at and not award.mail_error


def mail_correction(event: Event) -> None:
    """Tells the holder of a correction, unless they never heard of the badge or want nothing of it."""
    rows = Correction.objects.select_related("award__organisation", "award__version")
    correction = rows.filter(pk=event.data["correction"], mailed_at=None).first()
    if correction is not None and _wants_to_know(correction.award):
        queue_mail(correction_mail(correction), now=timezone.now())


def mail_former_address(event: Event) -> None:
    """Tells the address to which a badge was bound before that it isn't any more, but not where it went."""
    rows = Correction.objects.select_related("award__organisation", "award__version")
    correction = rows.filter(pk=event.data["correction"]).first()
    if correction is None or correction.award.recipient_erased_at is not None:
        return
    if former := correction.changes.get("recipient_email", [""])[0]:
        queue_mail(former_address_mail(correction, former), now=timezone.now())


def mail_suspension(event: Event) -> None:
    """Tells the holder that their badge is suspended; late news of a suspension that is over isn't sent."""
    rows = Suspension.objects.select_related("award__organisation", "award__version")
    suspension = rows.filter(award=UUID(event.subject_id), ended_at=None, mailed_at=None).first()
    if suspension is not None and _wants_to_know(suspension.award):
        queue_mail(suspension_mail(suspension), now=timezone.now())


def mail_restoration(event: Event) -> None:
    """Tells the holder that their badge counts again."""
    rows = Suspension.objects.select_related("award__organisation", "award__version")
    over = rows.filter(award=UUID(event.subject_id), ended_at=event.occurred_at, end_mailed_at=None)
    suspension = over.exclude(end_reason="").first()
    if suspension is not None and _wants_to_know(suspension.award):
        queue_mail(suspension_mail(suspension), now=timezone.now())


def mail_declined_request(event: Event) -> None:
    """Tells the holder why a correction that they asked for isn't made."""
    rows = CorrectionRequest.objects.select_related("award__organisation", "award__version")
    request = rows.filter(pk=event.data["request"], mailed_at=None).first()
    if request is not None and request.award.recipient_erased_at is None:
        queue_mail(decline_mail(request), now=timezone.now())


def _wants_to_know(award: Award) -> bool:
    if award.recipient_erased_at is not None:
        return False
    return award.state == AwardState.ACCEPTED or (award.state == AwardState.OFFERED and award.notify)


def link_to_account(event: Event) -> None:
    """Puts the badges that were sent to an address into the account whose owner has proved it to be theirs."""
    account = Account.objects.filter(pk=event.subject_id).first()
    if account is not None:
        link_awards(account=account)


def run_confirmed_batch(event: Event) -> None:
    """Issues to the people of a roster; others help by `run_batches_left`."""
    batch = Batch.objects.filter(pk=event.subject_id).first()
    if batch is not None:
        run_batch(batch=batch, clock=timezone.now)


def run_batches_left(now: datetime) -> None:
    """The periodic duty beside it: helps with large rosters, and goes on with what a killed worker left."""
    run_waiting_batches(clock=timezone.now)


def undo_batches(event: Event) -> None:
    """Revokes the badges of a roster that was undone; what a killed worker leaves, `let_go` goes on with."""
    finish_undoing(clock=timezone.now)


def begin_planned(now: datetime) -> None:
    """Begins planned batches and issues planned badges whose moment has come."""
    begin_due(clock=timezone.now)


def let_go(now: datetime) -> None:
    """Lets mails leave that waited long enough, and goes on with what is being undone."""
    release_due_mails(clock=timezone.now)
    finish_undoing(clock=timezone.now)


def clear_out(now: datetime) -> None:
    """Forgets files of recipients to which nobody issued anything."""
    forget_old_rosters(now=now)


def _mastered_at(enrolment: Enrolment, outcomes: list[Outcome], otherwise: datetime) -> datetime:
    """The moment of the last step, which is when it was earned, however late the news came."""
    read = [step.read_at for step in progress_of(enrolment).lessons if step.read_at is not None]
    return max([*read, *(outcome.passed_at for outcome in outcomes)], default=otherwise)


def _results(version: AchievementVersion, outcomes: list[Outcome]) -> list[Result]:
    """What the definition promises to state: the quiz in percent, the task in points, each criterion by its level.

    A result description tells by its id what it is about: "quiz", "task", or the id of a rubric's criterion.
    """
    described = {entry["id"]: entry for entry in version.result_descriptions}
    results = []
    for outcome in outcomes:
        kind = outcome.assessment.kind
        if kind in described:
            in_percent = described[kind]["result_type"] == "Percent"
            results.append(Result(kind, value=str(outcome.percent if in_percent else outcome.points)))
        if kind == AssessmentKind.TASK:
            for criterion, level in outcome.levels:
                levels = {known["id"] for known in described.get(criterion, {}).get("levels", ())}
                if level in levels:
                    results.append(Result(criterion, achieved_level=level))
    return results
