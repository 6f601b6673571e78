"""Applying for a badge with evidence, withdrawing, and deciding."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.uploads import RefusedFile, Upload, Work, read_upload
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import HeldAlready, InvalidAward, NotIssuable, issue_award
from openlaurel.apps.mailing.services import queue_mail
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.mails import application_mail
from openlaurel.apps.offers.models import Application, ApplicationState, Opening
from openlaurel.apps.offers.services.own_fields import checked_values, still_asked
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, check_can
from openlaurel.core.fields import AskedOf
from openlaurel.core.openbadges import Evidence

LONGEST_WORDS = 4000


def apply_for_badge(
    *,
    opening: Opening,
    account: Account,
    name: str,
    now: datetime,
    words: str = "",
    url: str = "",
    file: Upload | None = None,
    shares_evidence: bool = False,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Application:
    """This function will hand in an application, for a reviewer to decide. One of each person waits at a time.

    The badge shows words and address if the applicant agrees; a file is for reviewers alone. Raises InvalidOffer,
    NotOffered.
    """
    name, words, url = " ".join(name.split()), words.strip(), url.strip()
    values, unusable = checked_values(opening.achievement, AskedOf.RECIPIENT, fields)
    work, problems = _read(file, _problems_of(name, words, url) | unusable)
    if not (words or url or file):
        problems["words"] = _("Give evidence: some words, an address, or a file.")
    if problems:
        raise InvalidOffer(problems)
    application = Application(
        opening=opening,
        account=account,
        name=name,
        words=words,
        url=url,
        shares_evidence=shares_evidence,
        fields=values,
        submitted_at=now,
    )
    if work is not None:
        application.file_name, application.file_type = work.name, work.media_type
        application.file_size = len(work.content)
    try:
        with transaction.atomic():
            check_takes(opening, now)
            if work is not None:
                application.file.save("", ContentFile(work.content), save=False)
            application.save()
            _record("application.submitted", application, account.id, now)
    except BaseException as error:
        if application.file:
            application.file.delete(save=False)
        if isinstance(error, IntegrityError):
            raise NotOffered(_("You have applied already. Withdraw that, or wait for the answer.")) from error
        raise
    return application


def withdraw_application(*, application: Application, now: datetime) -> Application:
    """This function will take an application back that nobody decided on. Only who made it may ask for it."""
    with transaction.atomic():
        application = _waiting(application.pk)
        application.state = ApplicationState.WITHDRAWN
        application.save(update_fields=["state"])
        _record("application.withdrawn", application, application.account_id, now)
    return application


def approve_application(
    *,
    application: Application,
    answer: str = "",
    by: Actor,
    now: datetime,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Application:
    """This function will approve an application and issue the badge; `answer` is a note for the applicant.

    `fields` are the custom fields that the issuer fills in. Raises NotAllowed for one's own, NotOffered once it is decided, InvalidOffer.
    """
    check_can_decide(by, application)
    values, unusable = checked_values(application.opening.achievement, AskedOf.ISSUER, fields)
    if unusable:
        raise InvalidOffer(unusable)
    application = _decide(application, ApplicationState.APPROVED, answer, by, now, values)
    return issue_application(application=application, now=now)


def decline_application(*, application: Application, answer: str, by: Actor, now: datetime) -> Application:
    """This function will decline an application; the applicant is told `answer` by mail. Raises as approving does."""
    if not answer.strip():
        raise InvalidOffer({"answer": _("Say why in 1 to 1,000 characters: it is sent by mail.")})
    return _decide(application, ApplicationState.DECLINED, answer, by, now)


def issue_application(*, application: Application, now: datetime) -> Application:
    """This function will issue the badge of an approved application, once however often it is called."""
    if application.state != ApplicationState.APPROVED:
        return application
    award, fault = _issued(application, now)
    with transaction.atomic():
        application = _locked(application.pk)
        if application.state != ApplicationState.APPROVED:
            return application
        if award is not None:
            application.state, application.award = ApplicationState.GRANTED, award
        else:
            application.state, application.answer = ApplicationState.REFUSED, fault[:1000]
            _record("application.refused", application, None, now)
        application.save(update_fields=["state", "award", "answer"])
        queue_mail(application_mail(application), now=now)
    return application


def issue_approved_applications(*, clock: Callable[[], datetime]) -> None:
    """This function will issue what was approved by a process that was killed before it had issued."""
    before = clock() - timedelta(minutes=1)
    left = Application.objects.filter(state=ApplicationState.APPROVED, decided_at__lte=before)
    for application_id in left.values_list("pk", flat=True)[:500]:
        issue_application(application=_whole().get(pk=application_id), now=clock())


def check_takes(opening: Opening, now: datetime) -> None:
    """This function will return when people may apply now, else raise NotOffered."""
    is_issued = published_versions().filter(achievement=opening.achievement_id).exists()
    if not opening.takes(now) or not is_issued:
        raise NotOffered(_("Nobody can apply for this badge at the moment."))


def check_can_decide(by: Actor, application: Application) -> None:
    """This function will return when `by` may decide on an application, which isn't their own."""
    check_can(by, "review_submission", application.opening.organisation)
    if by.account is not None and by.account.pk == application.account_id:
        raise NotAllowed(_("This is your own application. Another assessor decides on it."))


def _decide(
    application: Application,
    state: ApplicationState,
    answer: str,
    by: Actor,
    now: datetime,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Application:
    check_can_decide(by, application)
    answer = answer.strip()
    if len(answer) > 1000:
        raise InvalidOffer({"answer": _("Shorten the answer to at most 1,000 characters.")})
    with transaction.atomic():
        application = _waiting(application.pk)
        application.state, application.answer = state, answer
        application.decided_at, application.decided_by = now, by.account
        application.fields = {**application.fields, **fields}
        application.save(update_fields=["state", "answer", "fields", "decided_at", "decided_by"])
        _record(f"application.{state}", application, by.id, now)
        if state == ApplicationState.DECLINED:
            queue_mail(application_mail(application), now=now)
    return application


def _issued(application: Application, now: datetime) -> tuple[Award | None, str]:
    achievement, account = application.opening.achievement, application.account
    version = published_versions().filter(achievement=achievement).select_related(
        "achievement__organisation"
    ).first()  # fmt: skip
    with override(account.language or None):
        if version is None:
            return None, _("This micro-credential isn't issued any more.")
        evidence: tuple[Evidence, ...] = ()
        if application.shares_evidence and (application.words or application.url):
            name = _("Application") if not application.url else application.url[:300]
            evidence = (Evidence(name=name, id=application.url, narrative=application.words),)
        try:
            award = issue_award(
                version=version,
                recipient_name=application.name,
                recipient_email=account.email,
                account=account,
                evidence=evidence,
                fields=still_asked(version, application.fields),
                is_asked=False,
                language=account.language,
                idempotency_key=f"application:{application.pk}",
                by=INSTALLATION,
                now=now,
            )
        except HeldAlready:
            return None, _("You hold this badge already, and there is no second one.")
        except (InvalidAward, NotIssuable) as error:
            return None, str(error)
    return award, ""


def _read(file: Upload | None, problems: dict[str, str]) -> tuple[Work | None, dict[str, str]]:
    if file is None:
        return None, problems
    try:
        return read_upload(file), problems
    except RefusedFile as error:
        return None, problems | {"file": str(error)}


def _problems_of(name: str, words: str, url: str) -> dict[str, str]:
    problems = {}
    if not 1 <= len(name) <= 200:
        problems["name"] = _("Enter your name, with at most 200 characters: the badge says it.")
    if len(words) > LONGEST_WORDS:
        problems["words"] = _("Shorten the text to at most 4,000 characters.")
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        problems["url"] = _("Enter the whole address of the evidence, such as https://example.org/report.")
    if len(url) > 2000:
        problems["url"] = _("Enter the whole address of the evidence, such as https://example.org/report.")
    return problems


def _waiting(application_id: UUID) -> Application:
    application = _locked(application_id)
    if application.state != ApplicationState.SUBMITTED:
        raise NotOffered(_("Somebody has decided on this already, or it was withdrawn."))
    return application


def _locked(application_id: UUID) -> Application:
    return _whole().select_for_update(of=("self",)).get(pk=application_id)


def _whole() -> QuerySet[Application]:
    return Application.objects.select_related(
        "opening__achievement__organisation", "opening__organisation", "account"
    )


def _record(kind: str, application: Application, actor_id: UUID | None, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("application", application.id),
        now=now,
        actor_id=actor_id,
        organisation_id=application.opening.organisation_id,
    )
