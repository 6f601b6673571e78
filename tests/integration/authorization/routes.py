"""Every address of the site, with what of a world fills its parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from tests.integration.authorization.rules import PUBLIC
from tests.integration.authorization.world import World

WORKSPACE = "org/<slug:handle>/"
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>|\(\?P<([^>]+)>(?:\[[^\]]*\]|[^)\[])*\)")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: Any

    @property
    def room(self) -> str:
        """The app that brings it; what has no namespace is about accounts."""
        return self.name.partition(":")[0] if ":" in self.name else "account"

    @property
    def is_workspace(self) -> bool:
        return self.pattern.startswith(WORKSPACE)

    def path(self, world: World) -> str:
        """The address with the ids of organisation A in place of its parameters."""
        known = dict(world.values) | (dict(world.own_values) if self.is_workspace else {})
        known |= dict(world.special_values.get(self.name, {}))

        def value(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            if name not in known:
                pytest.fail(
                    f"{self.name} has the parameter {name!r}, which nothing fills: give it a value of organisation "
                    "A in tests/integration/authorization/world.py."
                )
            return str(known[name])

        return "/" + PARAMETER.sub(value, self.pattern).replace("^", "").replace("$", "")


def routes() -> list[Route]:
    """Every address but those of the API's operations, which its own description lists."""
    found = _walk(get_resolver().url_patterns)
    return [route for route in found if not route.name.startswith("api:") or route.name in PUBLIC]


def _walk(patterns: Any, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = pattern.name or whole
            yield Route(f"{namespace}:{name}" if namespace else name, whole, pattern.callback)
        else:
            yield from _walk(pattern.url_patterns, whole, pattern.namespace or namespace)
