"""What an operator says in OPENLAUREL_ variables, read strictly: a setting that isn't understood is an error."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from openlaurel.adapters.installation import InstallationError
from openlaurel.core.mail import ascii_address, return_address
from openlaurel.core.mail.returns import LOCAL_PART

HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):(\d{1,5})")
# How long the mark of a mail in its return address is.
MARK = 42
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def database_settings(url: str, *, data: Path) -> dict[str, Any]:
    """This function will return Django's settings for the database of OPENLAUREL_DATABASE, by default SQLite in `data`."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "openlaurel.sqlite3",
            # Opening the file and reading what tables there are takes longer than most pages.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Deleted rows are overwritten, so that erased personal data is gone from the file, too.
                # The indexes of many badges are written all over: by default 2 MB of them are kept at hand, and the log of
                # 4 MB is copied into the file again and again while badges are stored.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000;",
            },
        }
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise InstallationError(
            "OPENLAUREL_DATABASE must look like postgresql://user:password@host:5432/name; "
            "leave it out to use SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(_port(parts, "OPENLAUREL_DATABASE") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail_settings(url: str, *, data: Path) -> dict[str, Any]:
    """This function will return Django's settings for sending mail by OPENLAUREL_SMTP, by default into files in `data`."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": data / "mail",
        }
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise InstallationError(
            "OPENLAUREL_SMTP must look like smtp+starttls://user:password@mail.example.org:587, smtps://… or "
            "smtp://…; leave it out to write mail into files."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port(parts, "OPENLAUREL_SMTP") or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": 20,
    }


def return_setting(text: str) -> str:
    """This function will return the address of OPENLAUREL_MAIL_RETURN, which has room for the mark of a mail."""
    if not text:
        return ""
    try:
        address = ascii_address(text.strip())
        return_address(address, "x" * MARK)
    except ValueError as error:
        raise InstallationError(
            "OPENLAUREL_MAIL_RETURN must be an address such as bounces@example.org, with at most "
            f"{LOCAL_PART - 1 - MARK} characters before its @."
        ) from error
    return address


def fetch_allowance(text: str) -> list[str]:
    """This function will return the `host:port` entries of OPENLAUREL_FETCH_ALLOW, in lower case."""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    for entry in entries:
        match = HOST_AND_PORT.fullmatch(entry)
        if match is None or not 0 < int(match[2]) < 65536:
            raise InstallationError(
                "OPENLAUREL_FETCH_ALLOW must be a list of host:port such as badges.internal:8443,10.0.0.7:80, "
                f"without wildcards; {entry!r} isn't one."
            )
    return [entry.lower() for entry in entries]


def whole_number(text: str, *, name: str, default: int, least: int) -> int:
    """This function will return the setting `name` as a number of at least `least`."""
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or int(text) < least:
        raise InstallationError(f"{name} must be a whole number of at least {least}, got {text!r}.")
    return int(text)


def _port(parts: SplitResult, name: str) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise InstallationError(f"{name} names a port that isn't a number from 1 to 65535.") from None
