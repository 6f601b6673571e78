"""Handlers that live only as long as a test."""

from collections.abc import Callable, Iterator

import pytest

from openlaurel.apps.events.services import Handler, subscribe
from openlaurel.apps.events.services.subscriptions import _handlers


@pytest.fixture
def subscribed() -> Iterator[Callable[[Handler], Handler]]:
    """Subscribes a handler to the kind `test.happened` under the name `handler`."""

    def subscribe_handler(handler: Handler) -> Handler:
        subscribe("test.happened", "handler", handler)
        return handler

    yield subscribe_handler
    _handlers.pop("test.happened", None)
