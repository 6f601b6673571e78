"""Pages of what is worked out from rows: only the rows of the page asked for are read."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


def page_of(
    rows: QuerySet[Row], number: str | None, size: int, item: Callable[[Row], Item | None]
) -> Page[Item]:
    """This function will return page `number` of `rows`, each turned into its `item`, without those that are None.

    A number too large gives the last page; what is no number, the first.
    """
    page = Paginator(rows, size).get_page(number)
    items = [made for row in page if (made := item(row)) is not None]
    return Page(items, page.number, cast(Any, page.paginator))
