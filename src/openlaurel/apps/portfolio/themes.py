"""The colours of portfolios. Whatever colour is chosen, what stands on what contrasts: core.artwork works it out."""

from openlaurel.apps.portfolio.models import Portfolio, Theme
from openlaurel.apps.profiles.queries.brand import colours_url

# Each with a second colour, for lines and marks.
COLOURS = {
    Theme.LAUREL: ("#3f3fd1", "#0f8a5f"),
    Theme.DUSK: ("#9a3b6b", "#d98a2b"),
    Theme.HARBOUR: ("#0b6b8a", "#e0763c"),
    Theme.CLAY: ("#a8482a", "#5b7a3a"),
    Theme.PLUM: ("#6b3fa0", "#c2476f"),
    Theme.INK: ("#33363f", "#8a6d2f"),
}


def colours_of(portfolio: Portfolio) -> tuple[str, str]:
    """This function will return the colour and the second colour of a portfolio, `#rrggbb`; the second may be empty."""
    return COLOURS.get(Theme(portfolio.theme), (portfolio.colour, ""))


def sheet_of(portfolio: Portfolio) -> str:
    """This function will return the address of the style sheet with a portfolio's colours."""
    return colours_url(*colours_of(portfolio))
