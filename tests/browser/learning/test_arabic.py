"""The learner's way in Arabic, from the first page to the badge: right to left, in Arabic words, for everybody."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polib
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look
from tests.browser.people import path_in
from tests.integration.assessment.conftest import BEST

import openlaurel
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Submission
from openlaurel.apps.assessment.services import review_submission
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.learning.models import Course
from openlaurel.apps.profiles.policies import Actor

CATALOGUE = Path(openlaurel.__file__).parent / "web" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
# Languages are called by their own names, so that those find theirs who read no other.
OWN_NAMES = {"English"}
_PLACE = re.compile(r"%\(\w+\)s")
# What somebody reads or hears in the page's own language; content says that it is in another one.
TEXTS = """() => {
    const own = node => node.closest('[lang]')?.lang === 'ar' && !node.closest('bdi, code, pre, script, style');
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (own(walker.currentNode.parentElement)) found.push(walker.currentNode.data);
    for (const element of document.querySelectorAll('[aria-label], [alt], [title], [placeholder]'))
        if (own(element)) for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
            found.push(element.getAttribute(name) ?? '');
    return found.concat(document.title.split(' · '));
}"""


def t(text: str) -> str:
    """The Arabic of a text; fails where there is none."""
    with override("ar"):
        found = gettext(text)
    assert found != text, f"“{text}” has no Arabic translation."
    return found


@cache
def english() -> re.Pattern[str]:
    """Matches each English text of the interface that has an Arabic translation."""
    patterns = []
    for entry in polib.pofile(str(CATALOGUE)):
        value = r"\d\S*" if entry.msgid_plural else ".+?"
        for text in (entry.msgid, entry.msgid_plural):
            if entry.msgstr != entry.msgid and re.search("[A-Za-z]{2}", _PLACE.sub("", text)):
                patterns.append(value.join(map(re.escape, _PLACE.split(text))))
    return re.compile("|".join(patterns))


def untranslated(page: Page) -> list[str]:
    texts = {" ".join(text.split()) for text in page.evaluate(TEXTS)} - OWN_NAMES
    return sorted(text for text in texts if english().fullmatch(text))


def test_from_the_first_page_to_the_badge_in_arabic(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    course: Course,
    assessing: Actor,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    page = open_page("/", Look(width=390))

    def arrive(heading: str = "") -> None:
        """Each page is in Arabic, from right to left, and usable by everybody."""
        html = page.locator("html")
        expect(html).to_have_attribute("lang", "ar")
        expect(html).to_have_attribute("dir", "rtl")
        if heading:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert untranslated(page) == [], page.url
        assert_accessible(page)

    def press(text: str, role: str = "button") -> None:
        page.get_by_role("main").get_by_role(role, name=t(text)).first.click()  # type: ignore[arg-type]

    assert untranslated(page), "The test must find English where there is some."
    page.locator("[popovertarget=language-menu]").click()
    page.get_by_role("button", name="العربيّة").click()
    arrive(t("Prove what you can do, with a badge that anyone can check"))
    press("Explore the catalogue", "link")
    arrive(t("Explore micro-credentials"))
    page.get_by_role("link", name="Tide tables in practice").click()
    arrive("Tide tables in practice")
    press("Create an account", "link")
    arrive(t("Create an account"))
    page.get_by_label(t("Your name")).fill("ليلى منصور")
    page.get_by_label(t("E-mail address")).fill("layla@learners.example")
    page.get_by_label(t("Password")).fill("salt-and-brass-77")
    press("Create the account")
    arrive(t("Enter the code"))
    mail = mailoutbox.pop()
    assert re.search("[؀-ۿ]", mail.subject)
    page.get_by_label(t("Code from the mail")).fill(code_in(mail))
    press("Go on")
    arrive("Tide tables in practice")
    press("Enrol")
    arrive(course.title)
    press("Begin with the first step", "link")
    for _ in range(2):
        arrive()
        press("Mark as read and go on")
    arrive(course.title)
    press("Go on with the next step", "link")
    arrive("Tides quiz")
    press("Begin the quiz")
    arrive("Tides quiz")
    page.get_by_label("At low tide").check()
    page.get_by_label("The moon").check()
    page.get_by_label("The sun").check()
    answers = page.get_by_label(t("Your answer"))
    answers.nth(0).fill("٣٫٥")
    answers.nth(1).fill("neap")
    expect(page.get_by_text(t("All answers are saved."))).to_be_visible()
    press("Submit the answers")
    arrive("Tides quiz")
    press("Go on with the course", "link")
    press("Go on with the next step", "link")
    arrive("Plan a passage")
    page.get_by_label(t("Your answer")).fill("نبحر في السادسة ومعنا نصف ساعة احتياطًا.")
    press("Hand it in")
    arrive("Plan a passage")
    review_submission(
        submission=Submission.objects.get(),
        levels=BEST,
        by=assessing,
        now=Submission.objects.get().submitted_at,
    )
    deliver_events()

    award = Award.objects.get()
    (mail,) = [mail for mail in mailoutbox if "/claim/" in str(mail.body)]
    with override("ar"):
        assert mail.subject == gettext("%(issuer)s awards you “%(badge)s”") % {
            "issuer": "Harbour Institute",
            "badge": "Tide tables in practice",
        }
    page.goto("/home")
    arrive()
    page.goto(path_in(mail, "/claim/"))
    arrive("Tide tables in practice")
    press("Accept the badge")
    page.wait_for_url(f"**/awards/{award.id}")
    arrive("Tide tables in practice")
    expect(page.locator("[data-verdict=verified]")).to_contain_text(t("Verified"))
    assert Account.objects.get(email="layla@learners.example").language == "ar"


def code_in(mail: EmailMessage) -> str:
    """The code that stands on a line of its own."""
    return next(
        line.strip() for line in str(mail.body).splitlines() if re.fullmatch(r"[A-Z0-9-]{4,}", line.strip())
    )
