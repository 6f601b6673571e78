"""What a platform says about itself, read strictly (Open Badges 3.0.3, "Register with Authorization Server"; RFC 7591)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from openlaurel.apps.exchange.errors import InvalidMetadata
from openlaurel.apps.exchange.models import BASIC
from openlaurel.apps.exchange.scopes import SCOPES
from openlaurel.core.credentials import CredentialsError, parse_json

MOST_BYTES = 32 * 1024
MOST_ADDRESSES = 10
GRANTS = ("authorization_code", "refresh_token")
_TEXTS = {"client_name": 200, "software_id": 200, "software_version": 100}
_ADDRESSES = ("client_uri", "logo_uri", "tos_uri", "policy_uri")


@dataclass(frozen=True)
class Metadata:
    """A registration that holds all that is asked for."""

    client_name: str
    client_uri: str
    logo_uri: str
    tos_uri: str
    policy_uri: str
    software_id: str
    software_version: str
    redirect_uris: list[str]
    grant_types: list[str]
    scope: str
    contacts: list[str]

    def as_json(self) -> dict[str, Any]:
        """This function will return what is answered of it, with what was left to us."""
        return {
            **vars(self),
            "token_endpoint_auth_method": BASIC,
            "response_types": ["code"],
        }


def read_metadata(body: bytes, *, plain_hosts: Collection[str] = ()) -> Metadata:
    """This function will read the body of a registration. Raises InvalidMetadata.

    Every address is https and of one host; those of `plain_hosts` may be http, which is for the own machine.
    """
    if len(body) > MOST_BYTES:
        raise InvalidMetadata("invalid_client_metadata", f"At most {MOST_BYTES} bytes are read.")
    try:
        given = parse_json(body)
    except CredentialsError as error:
        raise InvalidMetadata("invalid_client_metadata", f"The body can't be read: {error}") from error
    if not isinstance(given, dict):
        raise InvalidMetadata("invalid_client_metadata", "Send a JSON object.")
    texts = {name: _text(given, name, most) for name, most in _TEXTS.items()}
    addresses = {name: _address(_text(given, name, 500), name, plain_hosts) for name in _ADDRESSES}
    redirects = _redirects(given, plain_hosts)
    hosts = {urlsplit(url).hostname for url in (*addresses.values(), *redirects)}
    if len(hosts) > 1:
        raise InvalidMetadata("invalid_client_metadata", "All addresses must have the same host name.")
    _only(given, "token_endpoint_auth_method", {BASIC})
    _only_of(given, "response_types", {"code"}, ["code"])
    return Metadata(
        **texts,
        **addresses,
        redirect_uris=redirects,
        grant_types=_only_of(given, "grant_types", set(GRANTS), ["authorization_code"]),
        scope=_scope(given),
        contacts=_strings(given, "contacts", []),
    )


def _text(given: Mapping[str, Any], name: str, most: int) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise InvalidMetadata(
            "invalid_client_metadata", f"'{name}' must be one line of 1 to {most} characters."
        )
    return value.strip()


def _address(value: str, name: str, plain_hosts: Collection[str]) -> str:
    """https, a host, no user, no fragment: what is shown and followed must be what it seems."""
    code: Any = "invalid_redirect_uri" if name == "redirect_uris" else "invalid_client_metadata"
    try:
        parts = urlsplit(value)
        plain = parts.scheme == "http" and (parts.hostname or "") in plain_hosts
        _ = parts.port
    except ValueError as error:
        raise InvalidMetadata(code, f"'{name}' must be an address.") from error
    if not value.isascii() or " " in value or "\\" in value:
        raise InvalidMetadata(code, f"'{name}' must be an address in ASCII.")
    if not (parts.scheme == "https" or plain) or not parts.hostname or "@" in parts.netloc or "#" in value:
        raise InvalidMetadata(code, f"'{name}' must be an https address without user and fragment.")
    return value


def _redirects(given: Mapping[str, Any], plain_hosts: Collection[str]) -> list[str]:
    urls = _strings(given, "redirect_uris", [])
    if not urls:
        raise InvalidMetadata("invalid_redirect_uri", "'redirect_uris' must list at least one address.")
    return [_address(url, "redirect_uris", plain_hosts) for url in urls]


def _strings(given: Mapping[str, Any], name: str, default: list[str]) -> list[str]:
    values = given.get(name, default)
    if (
        not isinstance(values, list)
        or len(values) > MOST_ADDRESSES
        or not all(isinstance(value, str) and len(value) <= 500 and value.isprintable() for value in values)
    ):
        raise InvalidMetadata(
            "invalid_client_metadata", f"'{name}' must be a list of at most {MOST_ADDRESSES} strings."
        )
    return values


def _only(given: Mapping[str, Any], name: str, allowed: set[str]) -> None:
    if name in given and given[name] not in allowed:
        raise InvalidMetadata("invalid_client_metadata", f"'{name}' must be {' or '.join(sorted(allowed))}.")


def _only_of(given: Mapping[str, Any], name: str, allowed: set[str], default: list[str]) -> list[str]:
    values = _strings(given, name, default)
    if not values or not allowed.issuperset(values):
        raise InvalidMetadata("invalid_client_metadata", f"'{name}' may hold {', '.join(sorted(allowed))}.")
    return values


def _scope(given: Mapping[str, Any]) -> str:
    """The scopes that are known of those that it names; none known is an error."""
    wanted = set(_text(given, "scope", 2000).split())
    known = [name for name in SCOPES if name in wanted]
    if not known:
        raise InvalidMetadata("invalid_client_metadata", f"'scope' may hold {' '.join(SCOPES)}.")
    return " ".join(known)
