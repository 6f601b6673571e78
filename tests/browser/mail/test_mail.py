"""An owner writes the mail of a badge and sees it as its recipient will; the mailbox shows what was sent."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.letters.models import MailTemplate
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import apply_report
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.mail import MailReport

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("MAIL_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_template_is_written_with_its_preview_and_a_wrong_field_is_told(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    owner: Account,
    organisation: Profile,
    published: AchievementVersion,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422")
    page = open_page("/org/harbour/mail", account=owner)
    assert_accessible(page)
    page.get_by_role("link", name="Award notice").click()
    preview = page.locator("#preview")
    expect(preview.get_by_role("link", name="See your badge")).to_be_visible()
    page.get_by_label("Subject").fill("Well done, {{ recipent_name }}")
    expect(preview).to_contain_text("Did you mean {{ recipient_name }}?")
    page.get_by_role("button", name="Keep the template").click()
    expect(page.get_by_label("Subject")).to_have_value("Well done, {{ recipent_name }}")
    assert_accessible(page)
    page.get_by_label("Subject").fill("Well done, {{ recipient_name }}")
    expect(preview).to_contain_text("Well done, Ana Sousa")
    page.get_by_label("For (optional)").select_option(label="Tide tables in practice")
    shot(page, "template")
    page.get_by_role("button", name="Keep the template").click()
    expect(page.get_by_text("Well done, {{ recipient_name }}")).to_be_visible()
    assert MailTemplate.objects.get().achievement == published.achievement
    shot(page, "templates")


def test_a_mail_that_came_back_is_seen_and_its_address_is_let_in_again(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Any],
    deliver_events: Callable[[], None],
    owner: Account,
) -> None:
    award = make_award(accept=False)
    deliver_events()
    mail = OutgoingMail.objects.get(subject_id=str(award.pk))
    report = MailReport("bounced", mail.message_id, "5.1.1", "550 There is no such mailbox")
    assert apply_report(report, now=timezone.now())
    page = open_page("/org/harbour/mail", account=owner)
    page.get_by_role("link", name="What didn’t arrive").click()
    expect(page.get_by_text("Came back", exact=True)).to_be_visible()
    expect(page.get_by_text("550 There is no such mailbox")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Suppression list").click()
    expect(page.get_by_text(award.recipient_email, exact=True)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Take off").click()
    expect(page.get_by_text(award.recipient_email)).to_have_count(0)
    page.get_by_label("E-mail address").fill("nobody@learners.example")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("nobody@learners.example").first).to_be_visible()


def test_without_javascript_the_preview_comes_by_its_button(
    open_page: Callable[..., Page], owner: Account, organisation: Profile
) -> None:
    page = open_page("/org/harbour/mail/templates/new", account=owner, java_script_enabled=False)
    page.get_by_label("Subject").fill("Hello {{ recipient_name }}")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Hello Ana Sousa")
    assert not MailTemplate.objects.exists()


def test_the_mailbox_shows_the_mail_as_html_and_as_text(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Any],
    deliver_events: Callable[[], None],
    settings: Any,
    allowed_faults: list[str],
) -> None:
    # pictures lie at the site's public address, where nobody answers in a test
    allowed_faults += ["image.png", "ERR_CONNECTION_REFUSED"]
    settings.MAILBOX_IS_OPEN = True
    make_award(accept=False)
    deliver_events()
    page = open_page("/mailbox")
    assert_accessible(page)
    shot(page, "mailbox")
    page.get_by_role("link", name="awards you").click()
    expect(page.frame_locator("iframe").get_by_role("link", name="See your badge")).to_be_visible()
    expect(page.locator("pre")).to_contain_text("/claim/")
    assert_accessible(page)
    shot(page, "mail")
    if SHOTS:
        phone = open_page(page.url, Look("dark", 390, "ar"))
        shot(phone, "mail-ar")
