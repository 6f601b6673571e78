"""A designer's way: from a colour that nobody could read to pages, badges and certificates that look like the house."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Locator, Page, expect

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, define_achievement
from openlaurel.apps.certificates.models import CertificateVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.artwork.colour import contrast

OpenPage = Callable[..., Page]
PALE = "#ffee99"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M10 10h280v80H10z"/></svg>'
# What an element is written in, and what it is written on: the first ground behind it that isn't clear.
COLOURS = """element => {
  const hex = text => '#' + text.match(/\\d+/g).slice(0, 3).map(n => (+n).toString(16).padStart(2, '0')).join('');
  let behind = element;
  while (getComputedStyle(behind).backgroundColor.endsWith(', 0)')) behind = behind.parentElement;
  return [hex(getComputedStyle(element).color), hex(getComputedStyle(behind).backgroundColor)];
}"""


@pytest.fixture
def draft(organisation: Profile, definition: Definition, now) -> AchievementVersion:
    """A micro-credential that isn't published yet."""
    return define_achievement(
        organisation=organisation, slug="knots", definition=definition, by=INSTALLATION, now=now
    )


def test_from_a_pale_colour_to_pages_that_everybody_can_read(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    owner: Account,
    published: AchievementVersion,
    make_published: Callable[..., AchievementVersion],
    draft: AchievementVersion,
    award: Award,
    tmp_path: Path,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422 (Unprocessable Entity)")
    make_published("pilot", name="Harbour pilot")
    desk = open_page("/org/harbour/brand", account=owner)
    choose_colours(desk)
    upload_logo(desk, tmp_path)
    make_family(desk)
    make_programme(desk)
    design_certificate(desk)

    public = open_page("/profiles/harbour")
    expect(public.locator("main img[src*='/profiles/harbour/logo']").first).to_be_visible()
    public.get_by_role("link", name="Way to sea").first.click()
    expect(public.get_by_role("heading", level=1)).to_have_text("Way to sea")
    steps = public.locator("main").inner_text()
    assert 0 < steps.index("Harbour pilot") < steps.index("Tide tables in practice")
    assert_accessible(public)
    for scheme in ("light", "dark"):
        public.emulate_media(color_scheme=scheme)
        for found in public.locator("main a:visible").all():
            assert_readable(found)
    file = public.request.get(f"/awards/{award.pk}.pdf")
    assert file.body().startswith(b"%PDF")


def choose_colours(desk: Page) -> None:
    """A yellow that can't be read on white is shown at once as what becomes of it, and saved as it is."""
    desk.get_by_label("Brand colour").fill(PALE)
    expect(desk.get_by_text("Where your colour couldn't be read as text")).to_be_visible()
    desk.get_by_role("button", name="Save the colours").click()
    expect(desk.get_by_text("The colours are saved.")).to_be_visible()
    button = desk.get_by_role("button", name="Save the colours")
    assert button.evaluate(COLOURS)[1] == PALE
    assert contrast(PALE, "#ffffff") < 1.5
    assert_readable(button)
    assert_readable(desk.get_by_role("link", name="Certificates").first)


def assert_readable(found: Locator) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text."""
    ink, ground = found.evaluate(COLOURS)
    assert contrast(ink, ground) >= 4.5, f"{found.inner_text()}: {ink} on {ground}"


def upload_logo(desk: Page, folder: Path) -> None:
    """What is no picture is refused with what to do; a logo is on the page at once."""
    text, logo = folder / "logo.txt", folder / "logo.svg"
    text.write_bytes(b"No picture")
    logo.write_bytes(LOGO)
    for file, said in ((text, "Save the picture as one of them"), (logo, "The logo is on your pages.")):
        desk.get_by_label("Picture").set_input_files(file)
        desk.get_by_role("button", name="Upload the logo").click()
        expect(desk.get_by_text(said)).to_be_visible()
    assert desk.locator(".logo-shown img").evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth)"
    )


def make_family(desk: Page) -> None:
    """One look for several badges, shown at each level; a draft gets it."""
    desk.goto("/org/harbour/families/new")
    desk.get_by_label("Name").fill("Sea")
    desk.get_by_label("Shape").select_option("gem")
    desk.get_by_role("button", name="Save the look").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sea")
    assert desk.locator(".family-levels img").count() == 4
    desk.get_by_role("button", name="Give it the look").click()
    expect(desk.get_by_text("The draft has the look now.")).to_be_visible()
    assert AchievementVersion.objects.get(achievement__slug="knots").art_shape == "gem"


def make_programme(desk: Page) -> None:
    """Two steps, of which the second one goes first, and the public sees them."""
    desk.goto("/org/harbour/programmes/new")
    desk.get_by_label("Name").fill("Way to sea")
    desk.get_by_label("Description").fill("For beginners who want to sail.")
    first, second = (desk.get_by_role("group", name=f"Step {number}") for number in (1, 2))
    first.get_by_label("Micro-credential").select_option("tide-tables")
    second.get_by_label("Micro-credential").select_option("pilot")
    desk.get_by_role("button", name="Save the programme").click()
    expect(desk.get_by_text("Only your organisation sees it yet.")).to_be_visible()
    second.get_by_role("button", name="Move up").click()
    expect(first.get_by_label("Micro-credential")).to_have_value("pilot")
    desk.get_by_role("button", name="Save the programme").click()
    expect(desk.get_by_text("The programme is saved.")).to_be_visible()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The programme is public.")).to_be_visible()


def design_certificate(desk: Page) -> None:
    """A part over another one is named as soon as it lies there and can't be saved; from right to left it is mirrored."""
    desk.goto("/org/harbour/certificates/all")
    expect(desk.get_by_text("It can be published")).to_be_visible()
    assert is_dark(desk, at_start=False)
    assert not is_dark(desk, at_start=True)
    heading = desk.get_by_role("group", name="Heading")
    before = heading.get_by_label("From the top").input_value()
    heading.get_by_label("From the top").fill("50")
    heading.get_by_label("From the top").blur()
    fault = desk.get_by_text("lies over").first
    expect(fault).to_be_visible()
    desk.get_by_role("button", name="Publish").click()
    expect(fault).to_be_visible()
    assert CertificateVersion.objects.count() == 0
    heading.get_by_label("From the top").fill(before)
    desk.get_by_label("Preview in").select_option("ar")
    expect(desk.get_by_text("It can be published")).to_be_visible()
    expect(fault).to_have_count(0)
    assert is_dark(desk, at_start=True)
    assert not is_dark(desk, at_start=False)
    desk.get_by_role("checkbox", name="Badges issued before have it, too").check()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Published. Every badge has it")).to_be_visible()
    assert CertificateVersion.objects.get().colour == PALE


def is_dark(desk: Page, *, at_start: bool) -> bool:
    """Whether the QR code of the previewed A4 sheet stands in its lower left corner, or in the lower right one."""
    source = desk.get_by_role("img", name="The certificate as it is filled in now").get_attribute("src")
    with Image.open(io.BytesIO(base64.b64decode((source or "").partition(",")[2]))) as sheet:
        scale = sheet.width / 297
        left = 16 if at_start else 297 - 42
        box = tuple(round(edge * scale) for edge in (left, 168, left + 26, 194))
        return ImageStat.Stat(sheet.convert("L").crop(box)).mean[0] < 160  # type: ignore[arg-type]
