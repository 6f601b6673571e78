"""Calling an OpenLaurel installation from Python, by nothing but the standard library."""

from openlaurel_client.api import Client
from openlaurel_client.errors import (
    ApiError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotReached,
    ServerError,
    TooManyRequests,
    Unauthorized,
)

__all__ = [
    "ApiError",
    "Client",
    "Conflict",
    "Forbidden",
    "Invalid",
    "NotFound",
    "NotReached",
    "ServerError",
    "TooManyRequests",
    "Unauthorized",
]
__version__ = "0.1.0"
