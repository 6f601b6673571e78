"""Platforms that reach wallets here, and platforms that holders here reach."""

from openlaurel.apps.exchange.models.access import BASIC, Access, Code, Platform, hash_of
from openlaurel.apps.exchange.models.connections import (
    Connection,
    ConnectionState,
    Direction,
    Outcome,
    Transfer,
    TransferItem,
    TransferState,
)

__all__ = [
    "BASIC",
    "Access",
    "Code",
    "Connection",
    "ConnectionState",
    "Direction",
    "Outcome",
    "Platform",
    "Transfer",
    "TransferItem",
    "TransferState",
    "hash_of",
]
