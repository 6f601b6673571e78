"""What can go wrong with figures by mail."""

from collections.abc import Mapping


class InvalidReportPlan(Exception):
    """Figures can't be told by mail in this way: `problems` maps a field to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
