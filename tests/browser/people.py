"""How people use a page: with a mouse whose clicks are counted, or with nothing but a keyboard."""

import re

from django.core.mail import EmailMessage
from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 120
# A choice that is shown as a picture lies transparent over it, and its label is what is seen.
SHOWS_FOCUS = """element => {
    const seen = getComputedStyle(element).opacity === '0' ? element.closest('label') : element;
    const style = getComputedStyle(seen);
    return element.matches(':focus-visible')
        && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none');
}"""


class Mouse:
    """Counts clicks; typing, and Tab from one field to the next, is none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1

    def click_into(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).click()
        self.clicks += 1

    def tick(self, name: str) -> None:
        self.page.get_by_label(name).check()
        self.clicks += 1

    def choose(self, label: str, option: str) -> None:
        """Opens a list and chooses from it: two clicks."""
        chosen = self.page.get_by_label(label)
        chosen.focus()
        chosen.select_option(option)
        self.clicks += 2


class Keyboard:
    """Moves by Tab until what it looks for, in a part of the page or all of it, has the focus and shows it."""

    def __init__(self, page: Page, within: Locator | None = None) -> None:
        self.page = page
        self.part = within or page

    def to(self, name: str, role: str = "button") -> None:
        wanted = self.part.get_by_role(role, name=name).first  # type: ignore[arg-type]
        expect(wanted).to_be_visible()
        for _ in range(MOST_STOPS):
            if wanted.evaluate("element => element === document.activeElement"):
                self._see(wanted)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name} can't be reached by keyboard.")

    def press(self, name: str, role: str = "button") -> None:
        self.to(name, role)
        self.page.keyboard.press("Enter")

    def fill(self, name: str, text: str) -> None:
        self.to(name, "textbox")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Chooses from a list by typing how the option begins."""
        self.to(name, "combobox")
        self.page.keyboard.type(option)

    def _see(self, focused: Locator) -> None:
        assert focused.evaluate(SHOWS_FOCUS), f"One can't see that {focused} has the focus."


def path_in(mail: EmailMessage, start: str) -> str:
    """The path of the link in a mail that begins with `start`, such as /claim/."""
    found = re.search(rf"https?://[^/\s]+({re.escape(start)}\S+)", str(mail.body))
    assert found, mail.body
    return found[1]
