"""From an invitation to a role: whoever is asked joins, with an account or without one yet."""

from collections.abc import Callable

from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from tests.browser.people import Keyboard, path_in

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.profiles.models import Membership, Profile, Role

OpenPage = Callable[..., Page]
OVERVIEW = "/org/harbour/"


def test_inviting_joining_and_changing_a_role_by_keyboard_alone(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    make_account: Callable[..., Account],
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    ines = make_account("ines@learners.example", name="Inês Prado")
    page = open_page(OVERVIEW, account=owner)
    keyboard = Keyboard(page)
    keyboard.press("Members", "link")
    keyboard.fill("E-mail address", "ines@learners.example")
    keyboard.choose("Role", "Issuer")
    keyboard.press("Send the invitation")
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()
    deliver_events()

    guest = open_page(path_in(mailoutbox.pop(), "/invitations/"), account=ines)
    Keyboard(guest).press("Accept the invitation")
    guest.wait_for_url("**/org/harbour/")
    assert roles_of(ines) == {Role.ISSUER}

    page.reload()
    keyboard.press("Change Inês Prado", "link")
    keyboard.to("Assessor", "checkbox")
    page.keyboard.press("Space")
    keyboard.press("Save the roles")
    expect(page.get_by_role("row").filter(has_text="Inês Prado")).to_contain_text("Assessor")
    assert roles_of(ines) == {Role.ISSUER, Role.ASSESSOR}


def test_who_is_invited_joins_and_the_audit_trail_says_so(
    open_page: OpenPage,
    published: AchievementVersion,
    owner: Account,
    make_account: Callable[..., Account],
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    make_account("ines@learners.example", name="Inês Prado")
    page = open_page(OVERVIEW, account=owner)
    page.get_by_role("link", name="Members").click()
    page.get_by_label("E-mail address").fill("ines@learners.example")
    page.get_by_label("Role", exact=True).select_option("Issuer")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()
    deliver_events()
    (mail,) = [mail for mail in mailoutbox if mail.to == ["ines@learners.example"]]

    guest = open_page(path_in(mail, "/invitations/"))
    guest.get_by_label("E-mail address").fill("ines@learners.example")
    guest.get_by_label("Password").first.fill("sea-shanty-42")
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Join Harbour Institute")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/org/harbour/")
    expect(guest.get_by_role("link", name="Issue a badge")).to_be_visible()

    page.get_by_role("link", name="Audit trail").click()
    for who, what in {
        "Olga Owner": "Invited somebody as",
        "Inês Prado": "Accepted the invitation as",
    }.items():
        expect(page.get_by_role("row").filter(has_text=who).filter(has_text=what)).to_have_count(1)


def test_who_has_no_account_yet_comes_from_the_invitation_to_the_workspace(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    page = open_page("/org/harbour/members", account=owner)
    page.get_by_label("E-mail address").fill("ines@learners.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_be_visible()
    deliver_events()

    guest = open_page(path_in(mailoutbox.pop(), "/invitations/"))
    guest.get_by_role("link", name="Create an account").click()
    guest.get_by_label("Name").fill("Inês Prado")
    guest.get_by_label("E-mail address").fill("ines@learners.example")
    guest.get_by_label("Password").first.fill("salt-and-brass-77")
    guest.get_by_role("button", name="Create the account").click()
    expect(guest.get_by_label("Code")).to_be_visible()
    guest.get_by_label("Code").fill(code_in(mailoutbox.pop()))
    guest.get_by_role("main").get_by_role("button").first.click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Join Harbour Institute")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/org/harbour/")


def roles_of(account: Account) -> set[str]:
    return set(Membership.objects.filter(account=account).values_list("role", flat=True))


def code_in(mail: EmailMessage) -> str:
    """The code that stands on a line of its own."""
    return next(line.strip() for line in str(mail.body).splitlines() if len(line.strip().split()) == 1)
