"""Errors are kept as they were said, and a mail server's answer may name an address."""

from collections.abc import Iterable

from django_tasks_db.models import DBTaskResult

from openlaurel.apps.events.models import Delivery

FORGOTTEN = "The text of this error was erased with somebody's data."


def forget_errors_naming(words: Iterable[str]) -> None:
    """This function will replace kept error texts that hold one of `words`, be it part of another word."""
    for word in filter(None, words):
        Delivery.objects.filter(error__icontains=word).update(error=FORGOTTEN)
        DBTaskResult.objects.filter(traceback__icontains=word).update(traceback=FORGOTTEN)
