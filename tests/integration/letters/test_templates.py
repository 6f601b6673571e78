"""Organisations write their mails in their own words; a fault in them is told before a mail is sent with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.letters.fields import samples_of
from openlaurel.apps.letters.models import LetterKind, MailTemplate
from openlaurel.apps.letters.queries import template_for
from openlaurel.apps.letters.rendering import render_letter
from openlaurel.apps.letters.services import InvalidTemplate, problems_with, remove_template, save_template
from openlaurel.apps.letters.words import start_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed

pytestmark = pytest.mark.django_db
BODY = "# Well done\n\nDear {{ recipient_name }}, **take it**: [here]({{ claim_link }}).\n"


@pytest.fixture
def save(organisation: Profile, now: datetime) -> Callable[..., MailTemplate]:
    def make(**fields: Any) -> MailTemplate:
        given: dict[str, Any] = {
            "organisation": organisation,
            "template": None,
            "achievement": None,
            "kind": "award",
            "language": "en",
            "subject": "Yours: {{ badge_name }}",
            "body": BODY,
            "by": INSTALLATION,
            "now": now,
        }
        return save_template(**(given | fields))

    return make


def issue(version: AchievementVersion, now: datetime, **fields: Any) -> None:
    given: dict[str, Any] = {"recipient_name": "Ana *Bo* <b>", "recipient_email": "ana@learners.example"}
    issue_award(version=version, by=INSTALLATION, now=now, **(given | fields))


def test_the_notice_of_a_badge_is_in_the_organisations_words_as_text_and_html(
    save: Callable[..., MailTemplate],
    published: AchievementVersion,
    now: datetime,
    deliver_events: Callable[[], None],
) -> None:
    save()
    issue(published, now)
    deliver_events()
    [sent] = mail.outbox
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert sent.subject == "Yours: Tide tables in practice"
    assert str(sent.body).startswith("Well done\n\nDear Ana *Bo* <b>, take it: here: http")
    assert "/claim/" in str(sent.body)
    assert "Dear Ana *Bo* &lt;b&gt;, <strong>take it</strong>" in html
    assert '<a href="http' in html
    assert "/claim/" in html
    assert "invalid" not in html
    assert 'lang="en" dir="ltr"' in html


def test_a_micro_credentials_own_template_goes_before_the_general_one_and_a_language_before_its_first_part(
    save: Callable[..., MailTemplate], published: AchievementVersion, organisation: Profile
) -> None:
    general, portuguese = save(), save(language="pt")
    own, brazilian = save(achievement=published.achievement), save(language="pt-br", body=BODY)

    def found(language: str, achievement_id: Any = published.achievement_id) -> MailTemplate | None:
        return template_for(
            organisation_id=organisation.pk,
            achievement_id=achievement_id,
            kind=LetterKind.AWARD,
            language=language,
        )

    assert found("en") == own
    assert found("en", organisation.pk) == general
    assert found("pt-br") == brazilian
    assert found("pt-PT") == portuguese
    assert found("ar") is None


@pytest.mark.parametrize(
    ("subject", "body", "field", "said"),
    [
        ("Hi", "Dear {{ recipent_name }} {{ claim_link }}", "body", "Did you mean {{ recipient_name }}?"),
        ("Hi", "Dear {{ recipient_name }}", "body", "needs the field {{ claim_link }}"),
        ("{{ claim_link }}", BODY, "subject", "can't stand in the subject"),
        ("Hi {{ recipient_name", BODY, "subject", "{{ without its counterpart"),
        ("Hi", BODY + "{{ salary }}", "body", "no field {{ salary }}. Use one of the list"),
    ],
)
def test_a_template_that_misses_a_field_is_refused_with_its_name_and_nothing_is_kept(
    save: Callable[..., MailTemplate], subject: str, body: str, field: str, said: str
) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        save(subject=subject, body=body)
    assert said in " ".join(caught.value.problems[field])
    assert not MailTemplate.objects.exists()


def test_our_own_words_are_a_template_without_fault_in_each_language() -> None:
    for kind in LetterKind.values:
        for language in ("en", "es", "ar"):
            subject, body = start_of(kind, language)
            assert problems_with(kind=kind, subject=subject, body=body) == {}
            letter = render_letter(
                kind=kind, subject=subject, body=body, values=samples_of(kind), language=language
            )
            assert "{{" not in letter.subject + letter.text + letter.page


def test_no_value_can_bring_markup_or_another_link_into_the_html() -> None:
    evil = '"><script>alert(1)</script> [x](https://evil.example) <https://evil.example>'
    letter = render_letter(
        kind="award",
        subject="{{ recipient_name }}\nBcc: x@y.example",
        body="{{ recipient_name }} <b>raw</b> [a](https://ok.example/?n={{ recipient_name }}) {{ claim_link }}",
        values=samples_of("award")
        | {"recipient_name": evil, "claim_link": "https://b.example/claim/1?a=1&b=2"},
        language="en",
    )
    assert "<script" not in letter.html
    assert 'href="https://evil' not in letter.html
    assert "&lt;b&gt;raw&lt;/b&gt;" in letter.html
    assert 'href="https://b.example/claim/1?a=1&amp;b=2"' in letter.html
    assert 'href="https://ok.example/?n=%22%3E%3Cscript' in letter.html
    assert "\n" not in letter.subject


def test_there_is_one_template_for_the_same_and_only_who_may_changes_it(
    save: Callable[..., MailTemplate],
    make_member: Callable[..., Any],
    published: AchievementVersion,
    make_organisation: Callable[..., Profile],
    now: datetime,
) -> None:
    template = save()
    with pytest.raises(InvalidTemplate, match="already"):
        save()
    with pytest.raises(NotAllowed):
        save(language="es", by=Actor(account=make_member("reader")))
    with pytest.raises(InvalidTemplate, match="your own"):
        save(organisation=make_organisation("other"), achievement=published.achievement)
    with pytest.raises(IntegrityError), transaction.atomic():
        MailTemplate.objects.create(
            organisation=template.organisation, kind="award", language="en", changed_at=now
        )
    save(template=template, subject="Changed")
    remove_template(template=template, by=INSTALLATION, now=now)
    assert not MailTemplate.objects.exists()
    kinds = Event.objects.filter(kind__startswith="mail_template").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["mail_template.saved"] * 2 + [
        "mail_template.removed"
    ]


def test_the_page_previews_keeps_and_says_what_is_wrong_without_losing_a_word(
    signed_in: Callable[..., Client], owner: Any, organisation: Profile
) -> None:
    client = signed_in(owner)
    new = "/org/harbour/mail/templates/new"
    assert "See your badge" in client.get(new).content.decode()
    data = {"kind": "award", "language": "en", "subject": "Hello {{ recipient_name }}", "body": BODY}
    shown = client.post(new, data | {"action": "preview"}, headers={"HX-Request": "true"}).content.decode()
    assert "Hello Ana Sousa" in shown
    assert "<html" not in shown
    wrong = client.post(new, data | {"action": "save", "body": "My long text {{ recipent_name }}"})
    assert wrong.status_code == 422
    assert "Did you mean {{ recipient_name }}?" in wrong.content.decode()
    assert "My long text" in wrong.content.decode()
    assert not MailTemplate.objects.exists()
    assert client.post(new, data | {"action": "save"}).status_code == 302
    assert "Hello {{ recipient_name }}" in client.get("/org/harbour/mail").content.decode()
