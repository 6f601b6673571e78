"""How few clicks it takes, from a signed-out browser, counted from where each way starts.

From the mail to a badge of one's own: 2. From the badge's page onto LinkedIn: 2. To know that it is genuine: none.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.people import Mouse
from tests.sites import running_site, send

from openlaurel.apps.issuing.models import Award, AwardState

OpenPage = Callable[..., Page]
# LinkedIn can't be reached from a test: this stands for its form, which opens filled in and has one button.
LINKEDIN_FORM = '<!doctype html><title>LinkedIn</title><link rel="icon" href="data:,"><button>Save</button>'


def test_a_newly_issued_badge_is_accepted_in_two_clicks_and_on_linkedin_in_two_and_verified_in_none(
    open_page: OpenPage,
    make_award: Callable[..., Award],
    live_server: LiveServer,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    award = make_award(accept=False)
    deliver_events()
    (mail,) = mailoutbox
    html = str(mail.alternatives[0][0]).replace(settings.OPENLAUREL_URL, live_server.url)
    with running_site({"/": send(html.encode(), content_type="text/html"), "/favicon.ico": b""}) as mailbox:
        page = open_page(f"{mailbox.url}/")
        accepting = Mouse(page)
        accepting.click("See your badge", role="link")
        accepting.click("Accept the badge")
        page.wait_for_url(f"**/awards/{award.pk}")
    assert accepting.clicks == 2, "starts at the mail, opened"
    award.refresh_from_db()
    assert award.state == AwardState.ACCEPTED

    asked: list[str] = []

    def linkedin(route: Route) -> None:
        asked.append(route.fetch(max_redirects=0).headers["location"])
        route.fulfill(body=LINKEDIN_FORM, content_type="text/html")

    page.route("**/share/linkedin", linkedin)
    sharing = Mouse(page)
    sharing.click("Add to a LinkedIn profile", role="link")
    sharing.click("Save")
    assert sharing.clicks == 2, "starts at the badge's page"
    assert asked[0].startswith("https://www.linkedin.com/profile/add?")
    fields = parse_qs(urlsplit(asked[0]).query)
    assert fields["name"] == ["Tide tables in practice"]
    assert fields["certUrl"] == [f"{settings.OPENLAUREL_URL}/awards/{award.pk}"]

    stranger = open_page(f"/awards/{award.pk}")
    expect(stranger.locator("[data-verdict=verified]")).to_be_visible()
