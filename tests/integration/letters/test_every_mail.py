"""Each mail that a programme sends can be in the organisation's words: for a micro-credential, its programme, or all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.mails import review_mail
from openlaurel.apps.assessment.models import Assessment, Review, Submission
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.desk.mails import LETTERS, news_mail
from openlaurel.apps.desk.models import ActionKind, BulkAction, BulkItem
from openlaurel.apps.issuing import mails
from openlaurel.apps.issuing.models import Award, Correction, CorrectionRequest, Suspension
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.letters.fields import FIELDS
from openlaurel.apps.letters.models import LetterKind, MailTemplate
from openlaurel.apps.letters.queries import template_for
from openlaurel.apps.letters.services import InvalidTemplate, save_template
from openlaurel.apps.letters.words import OCCASIONS
from openlaurel.apps.mailing.services import MailDraft
from openlaurel.apps.offers.mails import application_mail, confirmation_mail, refusal_mail
from openlaurel.apps.offers.models import Application, ClaimCode, Opening, Redemption
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.programmes.models import Programme, ProgrammeStep

pytestmark = pytest.mark.django_db
Write = Callable[[], MailDraft]


@pytest.fixture
def programme(organisation: Profile, published: AchievementVersion, now: datetime) -> Programme:
    made = Programme.objects.create(
        organisation=organisation, slug="nautical", name="Nautical", language="en", created_at=now
    )
    ProgrammeStep.objects.create(programme=made, achievement=published.achievement, position=1)
    return made


@pytest.fixture
def award(published: AchievementVersion, now: datetime) -> Award:
    issued = issue_award(
        version=published,
        recipient_name="Ana Sousa",
        recipient_email="ana@learners.example",
        by=INSTALLATION,
        now=now,
    )
    return Award.objects.select_related("organisation", "version__achievement").get(pk=issued.pk)


@pytest.fixture
def writers(award: Award, owner: Account, now: datetime) -> dict[LetterKind, Write]:
    """What writes the mail of each kind, about the same award, as the product does it."""
    achievement, organisation = award.version.achievement, award.organisation

    def news(kind: ActionKind) -> Write:
        action = BulkAction(organisation=organisation, kind=kind, reason="The reason", valid_until=now)
        return lambda: news_mail(BulkItem(action=action, award=award, pk=1), now, now)

    def review(passed: bool) -> Write:
        task = Assessment(achievement=achievement, title="Six knots", language="en", pass_percent=50)
        submission = Submission(assessment=task, account=owner)
        return lambda: review_mail(
            Review(
                submission=submission,
                passed=passed,
                points=14,
                max_points=20,
                comment="Line one\nLine <two>",
            )
        )

    def decided(award_id: Any) -> Write:
        opening = Opening(organisation=organisation, achievement=achievement)
        return lambda: application_mail(
            Application(opening=opening, account=owner, name="Ana", answer="Why", award_id=award_id)
        )

    def renewed() -> MailDraft:
        achievement.duplicates = DuplicatePolicy.RENEW
        Award.objects.filter(pk=award.pk).update(renewed_by=award.pk)
        written = mails.claim_mail(award, 1)
        Award.objects.update(renewed_by=None)
        return written

    def reminded(kind: LetterKind, link: str) -> Write:
        return lambda: mails.reminder_mail(award, kind, {link: "https://x.example/1"}, key="k", due_at=now)

    asked = Redemption(
        claim_code=ClaimCode(organisation=organisation, achievement=achievement),
        email="ana@learners.example",
        name="Ana",
        language="en",
        answer="Why",
    )
    over = Suspension(award=award, reason="Why", ended_at=now, end_reason="Why not")
    return {
        LetterKind.RENEWAL: renewed,
        LetterKind.AWARD: lambda: mails.claim_mail(award, 1),
        LetterKind.REMINDER: reminded(LetterKind.REMINDER, "claim_link"),
        LetterKind.EXPIRY: reminded(LetterKind.EXPIRY, "badge_link"),
        LetterKind.CORRECTION: lambda: mails.correction_mail(Correction(award=award, reason="Why")),
        LetterKind.DECLINED: lambda: mails.decline_mail(CorrectionRequest(award=award, answer="Why")),
        LetterKind.SUSPENSION: lambda: mails.suspension_mail(Suspension(award=award, reason="Why")),
        LetterKind.RESTORED: lambda: mails.suspension_mail(over),
        LetterKind.REVOCATION: news(ActionKind.REVOKE),
        LetterKind.EXTENSION: news(ActionKind.EXTEND),
        LetterKind.RETEST: news(ActionKind.INVITE),
        LetterKind.PASSED: review(True),
        LetterKind.RETURNED: review(False),
        LetterKind.GRANTED: decided(award.pk),
        LetterKind.REFUSED: decided(None),
        LetterKind.CONFIRMATION: lambda: confirmation_mail(asked),
        LetterKind.CODE_REFUSED: lambda: refusal_mail(asked),
    }


def test_each_mail_of_a_programme_is_in_the_organisations_words_with_every_field(
    writers: dict[LetterKind, Write], programme: Programme, organisation: Profile, now: datetime
) -> None:
    assert set(writers) == set(LetterKind)
    for kind, write in writers.items():
        before = write()
        assert "OWN" not in before.subject + before.text, kind
        save_template(
            organisation=organisation,
            template=None,
            achievement=None,
            programme_id=programme.pk,
            kind=kind,
            language="en",
            subject="OWN {{ organisation_name }}",
            body="\n\n".join(f"{field.name}=[{{{{ {field.name} }}}}]" for field in FIELDS[kind]),
            by=INSTALLATION,
            now=now,
        )
        own = write()
        assert own.subject == f"OWN {organisation.name}", kind
        assert own.key.split(":")[0] == before.key.split(":")[0]
        assert (own.kind, own.to, own.is_secret) == (before.kind, before.to, before.is_secret)
        for field in FIELDS[kind]:
            assert f"{field.name}=[" in own.text, (kind, field.name)
            assert f"{field.name}=[]" not in own.text, (kind, field.name)
        assert "{{" not in own.text + own.html, kind
        assert "Tide tables" in own.text, kind


def test_news_of_a_bulk_action_have_a_template_for_each_that_tells_holders() -> None:
    assert set(LETTERS) == set(ActionKind) - {ActionKind.RESEND}
    named = [occasion.kind for group in OCCASIONS for occasion in group.occasions]
    assert sorted(named) == sorted(LetterKind)


def test_what_an_assessor_wrote_keeps_its_lines_and_is_no_markup(
    writers: dict[LetterKind, Write], organisation: Profile, now: datetime
) -> None:
    save_template(
        organisation=organisation,
        template=None,
        achievement=None,
        kind="returned",
        language="en",
        subject="Again",
        body="{{ comment }} {{ task_link }}",
        by=INSTALLATION,
        now=now,
    )
    own = writers[LetterKind.RETURNED]()
    assert "Line one\nLine <two>" in own.text
    assert "Line one<br>\nLine &lt;two&gt;" in own.html


def test_a_micro_credential_goes_before_its_programme_and_that_before_the_whole(
    programme: Programme, published: AchievementVersion, organisation: Profile, now: datetime
) -> None:
    def make(**of: Any) -> MailTemplate:
        fields: dict[str, Any] = {"achievement": None, "programme_id": None} | of
        return save_template(
            organisation=organisation,
            template=None,
            kind="correction",
            language="en",
            subject="Hi",
            body="{{ badge_link }}",
            by=INSTALLATION,
            now=now,
            **fields,
        )

    def found() -> MailTemplate | None:
        return template_for(
            organisation_id=organisation.pk,
            achievement_id=published.achievement_id,
            kind="correction",
            language="en",
        )

    general = make()
    assert found() == general
    younger = Programme.objects.create(
        organisation=organisation, slug="b", name="B", language="en", created_at=now.replace(year=2030)
    )
    ProgrammeStep.objects.create(programme=younger, achievement=published.achievement, position=1)
    make(programme_id=younger.pk)
    of_programme = make(programme_id=programme.pk)
    assert found() == of_programme
    own = make(achievement=published.achievement)
    assert found() == own
    with pytest.raises(InvalidTemplate, match="your own programmes"):
        make(achievement=published.achievement, programme_id=programme.pk)
    with pytest.raises(InvalidTemplate, match="already"):
        make(programme_id=programme.pk)


def test_the_page_keeps_a_template_for_a_programme_and_shows_the_fields_of_the_chosen_mail(
    signed_in: Any, owner: Account, organisation: Profile, programme: Programme
) -> None:
    client = signed_in(owner)
    assert (
        "When a bulk action or a recall revokes a badge" in client.get("/org/harbour/mail").content.decode()
    )
    new = "/org/harbour/mail/templates/new?kind=revocation"
    assert "{{ reason }}" in client.get(new).content.decode()
    data = {
        "kind": "refused",
        "language": "en",
        "about": f"p:{programme.pk}",
        "subject": "No",
        "body": "Because: {{ answer }}",
    }
    shown = client.post(new, data | {"action": "preview"}, headers={"HX-Request": "true"}).content.decode()
    assert "Because: The certificate" in shown
    assert 'hx-swap-oob="true"' in shown
    assert "{{ request_link }}" in shown
    missing = client.post(new, data | {"action": "save", "body": "No."})
    assert "needs the field {{ answer }}" in missing.content.decode()
    assert client.post(new, data | {"action": "save"}).status_code == 302
    kept = MailTemplate.objects.get()
    assert kept.programme == programme
    assert "Nautical" in client.get("/org/harbour/mail").content.decode()
    again = client.get(f"/org/harbour/mail/templates/{kept.pk}").content.decode()
    assert f'value="p:{programme.pk}" selected' in again
    assert client.post(new, data | {"action": "save", "about": "p:nothing"}).status_code == 422
