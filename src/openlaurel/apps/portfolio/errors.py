"""Why a portfolio or a collection isn't changed as asked."""


class PortfolioError(Exception):
    """Base of all; the message says what is wrong and what to do, in the reader's language."""


class HandleTaken(PortfolioError):
    """Somebody has it, or had it, or it is kept for pages of the site."""


class TooManyHere(PortfolioError):
    """No more of these fit."""


class NothingToRecord(PortfolioError):
    """There is no badge that a record could hold."""


class InvalidPortfolio(PortfolioError):
    """A field can't be like that; `problems` says what is wrong, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems
