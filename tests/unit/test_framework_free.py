"""The kernel is worth something by itself only while it runs where no framework is installed."""

import subprocess
import sys

import pytest

PROBE = """
import importlib, pkgutil, sys
blocked = {blocked}
sys.modules.update(dict.fromkeys(blocked))
package = importlib.import_module("{package}")
for module in pkgutil.walk_packages(package.__path__, "{package}."):
    importlib.import_module(module.name)
loaded = sorted(name for name in sys.modules if name.split(".")[0] in blocked and sys.modules[name])
assert not loaded, loaded
print(sum(name.startswith("{package}") for name in sys.modules))
"""
FRAMEWORKS = ["django", "ninja", "allauth", "django_tasks"]


@pytest.mark.parametrize(
    ("package", "blocked", "at_least"),
    [
        ("openlaurel.core", [*FRAMEWORKS, "httpx", "requests", "sqlite3"], 40),
        ("openlaurel.adapters", FRAMEWORKS, 10),
    ],
)
def test_every_module_is_imported_without_a_framework(
    package: str, blocked: list[str], at_least: int
) -> None:
    probe = PROBE.format(package=package, blocked=blocked)
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= at_least
