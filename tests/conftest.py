"""What every test stands on: one clock, marks for what needs a database, and a guard against silent omissions."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

# A busy machine isn't a fault of what is tested.
hypothesis.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("patient")

GROUPS = ("browser", "interop", "postgresql", "vectors")
on_postgresql = pytest.StashKey[bool]()
COUNTS: Counter[tuple[str, str]] = Counter()


@pytest.fixture
def now() -> datetime:
    """The moment at which a test takes place."""
    return datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-groups",
        default="",
        metavar="GROUP,…",
        help=f"fail when a test of these groups was skipped or none of it ran: {', '.join(GROUPS)}",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[on_postgresql] = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches SQL while PostgreSQL is the database; leave out what is about the other database alone."""
    others = "sqlite" if config.stash[on_postgresql] else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(others)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if config.stash[on_postgresql]:
        for item in items:
            if _touches_sql(item):
                item.add_marker("postgresql")


def _touches_sql(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    )


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for group in GROUPS:
        if group in report.keywords and (report.when == "call" or report.outcome == "skipped"):
            COUNTS[group, report.outcome] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    faults = omissions(session.config.getoption("--require-groups"))
    if faults and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for fault in omissions(config.getoption("--require-groups")):
        terminalreporter.write_line(fault, red=True)


def omissions(required: str) -> list[str]:
    """What of the required groups did not run, a sentence each."""
    faults = []
    for group in [name for name in required.split(",") if name]:
        if not COUNTS[group, "passed"] + COUNTS[group, "failed"]:
            faults.append(f"Left out: no test of the group {group} ran.")
        if skipped := COUNTS[group, "skipped"]:
            faults.append(f"Left out: {skipped} tests of the group {group} were skipped.")
    return faults
