"""Templates: checked before they are kept, so that no mail ever has an empty place."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.letters.fields import FIELDS, links_in, required_in
from openlaurel.apps.letters.models import MailTemplate
from openlaurel.apps.letters.words import told
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.mail import faults_in

MOST_TEMPLATES = 500


class InvalidTemplate(Exception):
    """`problems` maps fields of the form to what is wrong with them."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__("; ".join(text for texts in problems.values() for text in texts))
        self.problems = problems


def problems_with(*, kind: str, subject: str, body: str) -> dict[str, list[str]]:
    """This function will return what is wrong with a template's subject and body, each fault with its field's name."""
    names = [field.name for field in FIELDS[kind]]
    problems = {
        "subject": [told(fault) for fault in faults_in(subject, known=names, misplaced=links_in(kind))],
        "body": [told(fault) for fault in faults_in(body, known=names, required=required_in(kind))],
    }
    return {name: texts for name, texts in problems.items() if texts}


def save_template(
    *,
    organisation: Profile,
    template: MailTemplate | None,
    achievement: Achievement | None,
    kind: str,
    language: str,
    subject: str,
    body: str,
    by: Actor,
    now: datetime,
    programme_id: UUID | None = None,
) -> MailTemplate:
    """This function will keep a new template, or a changed one. Mails that wait already keep their words.

    It is for an achievement, or for the micro-credentials of a programme, or with neither for all of them. Raises InvalidTemplate for an unknown, missing or misplaced field, or when there is one for the same already.
    """
    check_can(by, "manage_mail", organisation)
    if problems := problems_with(kind=kind, subject=subject, body=body):
        raise InvalidTemplate(problems)
    if achievement is not None and achievement.organisation_id != organisation.pk:
        raise InvalidTemplate({"about": [_("Choose one of your own micro-credentials.")]})
    if programme_id is not None and (
        achievement is not None or not organisation.programmes.filter(pk=programme_id).exists()
    ):
        raise InvalidTemplate({"about": [_("Choose one of your own programmes.")]})
    kept = template or MailTemplate(organisation=organisation)
    kept.achievement, kept.programme_id = achievement, programme_id
    kept.kind, kept.language = kind, language
    kept.subject, kept.body, kept.changed_at = " ".join(subject.split()), body, now
    try:
        with transaction.atomic():
            Profile.objects.select_for_update().get(pk=organisation.pk)
            if template is None and organisation.mail_templates.count() >= MOST_TEMPLATES:
                raise InvalidTemplate(
                    {
                        "kind": [
                            _("There are %(most)s templates already. Remove one first.")
                            % {"most": MOST_TEMPLATES}
                        ]
                    }
                )
            kept.save()
            _record("mail_template.saved", kept, by, now)
    except IntegrityError:
        raise InvalidTemplate(
            {"language": [_("There is a template for this mail in this language already. Change that one.")]}
        ) from None
    return kept


def remove_template(*, template: MailTemplate, by: Actor, now: datetime) -> None:
    """This function will forget a template: mails are written in the next general words from then on."""
    check_can(by, "manage_mail", template.organisation)
    with transaction.atomic():
        _record("mail_template.removed", template, by, now)
        template.delete()


def _record(kind: str, template: MailTemplate, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("mail_template", template.id),
        now=now,
        actor_id=by.id,
        organisation_id=template.organisation_id,
        data={"mail": template.kind, "language": template.language},
    )
