"""What changes with portfolios and collections."""

from openlaurel.apps.portfolio.services.collections import (
    arrange_collection,
    change_collection,
    create_collection,
    move_collection,
    remove_collection,
)
from openlaurel.apps.portfolio.services.entries import EntryDraft, move_entry, remove_entry, save_entry
from openlaurel.apps.portfolio.services.portfolios import (
    Details,
    arrange_portfolio,
    change_details,
    choose_look,
    create_portfolio,
    publish_portfolio,
    withdraw_portfolio,
)
from openlaurel.apps.portfolio.services.records import Record, sign_record

__all__ = [
    "Details",
    "EntryDraft",
    "Record",
    "arrange_collection",
    "arrange_portfolio",
    "change_collection",
    "change_details",
    "choose_look",
    "create_collection",
    "create_portfolio",
    "move_collection",
    "move_entry",
    "publish_portfolio",
    "remove_collection",
    "remove_entry",
    "save_entry",
    "sign_record",
    "withdraw_portfolio",
]
