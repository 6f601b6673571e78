"""One installation on disk: where its data is, which address it is known by, and the key that seals its secrets."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8000"
PACKAGE = Path(__file__).resolve().parent.parent
# In a checkout beside the sources; for an installed package where it is started.
DEFAULT_DATA = (PACKAGE.parent.parent if PACKAGE.parent.name == "src" else Path.cwd()) / "var"


class InstallationError(Exception):
    """The data folder or its settings can't be used; the message says what to do."""


@dataclass(frozen=True)
class Installation:
    """What is fixed for one data folder. `former_urls` still resolve from the own store."""

    data: Path
    url: str
    former_urls: tuple[str, ...]
    key: bytes

    @property
    def urls(self) -> tuple[str, ...]:
        return (self.url, *self.former_urls)

    @property
    def is_loopback(self) -> bool:
        return is_loopback_host(urlsplit(self.url).hostname or "")


def open_installation(environment: dict[str, str], *, default_data: Path) -> Installation:
    """This function will read the installation of OPENLAUREL_DATA, creating folder, address and key at first start.

    OPENLAUREL_URL counts only at first start; later `openlaurel address move` changes the address.
    Raises InstallationError when a setting is unusable or differs from what is stored.
    """
    data = data_folder(environment, default_data=default_data)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The key first: where there is an address, badges may have been issued, and their key is made never again.
        key = _key(data, environment)
        url, former = _address(data, environment.get("OPENLAUREL_URL", ""))
        return Installation(data=data, url=url, former_urls=former, key=key)
    except OSError as error:
        raise InstallationError(
            f"The data folder {data} can't be used: {error.strerror}. It must be a folder that this user may "
            "write to; another one is chosen by OPENLAUREL_DATA."
        ) from error


def is_loopback_host(host: str) -> bool:
    """This function will tell whether `host` is an address that only this machine reaches."""
    return host.strip("[]").lower() in {"127.0.0.1", "localhost", "::1"}


def data_folder(environment: dict[str, str], *, default_data: Path) -> Path:
    """This function will return the folder that OPENLAUREL_DATA names, without touching it."""
    return Path(environment.get("OPENLAUREL_DATA") or default_data).resolve()


def stored_address(data: Path) -> tuple[str, tuple[str, ...]]:
    """This function will return the present and the former addresses, or raise InstallationError when none is stored."""
    file = data / "address.json"
    if not file.exists():
        raise InstallationError(f"No installation has been started in {data}. Run: openlaurel setup")
    stored = json.loads(file.read_text("utf-8"))
    return stored["url"], tuple(stored["former_urls"])


def move_address(data: Path, url: str) -> None:
    """This function will make `url` the public address and keep the present one as a former one."""
    present, earlier = stored_address(data)
    new = checked_url(url)
    former = [u for u in [present, *earlier] if u != new]
    write_private(data / "address.json", json.dumps({"url": new, "former_urls": former}, indent=2).encode())


def checked_url(url: str) -> str:
    """This function will return `url` without its trailing slash, or raise InstallationError saying what is wrong."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise InstallationError(
            f"OPENLAUREL_URL must be an http or https address such as https://badges.example.org, got {url!r}."
        )
    if parts.path.strip("/"):
        raise InstallationError(f"OPENLAUREL_URL must have no path, got {url!r}.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _address(data: Path, wanted: str) -> tuple[str, tuple[str, ...]]:
    file = data / "address.json"
    if not file.exists():
        url = checked_url(wanted or DEFAULT_URL)
        _write_first(file, json.dumps({"url": url, "former_urls": []}, indent=2).encode())
    url, former = stored_address(data)
    if wanted and checked_url(wanted) != url:
        raise InstallationError(
            f"OPENLAUREL_URL is {wanted} but this data folder was started as {url}, and every badge "
            f"carries that address. To move, run: openlaurel address move {wanted}"
        )
    return url, former


def _key(data: Path, environment: dict[str, str]) -> bytes:
    if given := environment.get("OPENLAUREL_KEY"):
        try:
            key = bytes.fromhex(given)
        except ValueError as error:
            raise InstallationError("OPENLAUREL_KEY must be 64 hexadecimal digits.") from error
    else:
        file = data / "secret.key"
        # Looked for in this order, since another process may be starting: it makes the key before the address.
        if (data / "address.json").exists() and not file.exists():
            raise InstallationError(
                f"{file} is missing. Without it no signing key opens, so none is made in its place: put back the one "
                "from your backup, or set OPENLAUREL_KEY if this installation was started with it."
            )
        if not file.exists():
            _write_first(file, secrets.token_hex(32).encode())
        key = bytes.fromhex(file.read_text("ascii").strip())
    if len(key) != 32:
        raise InstallationError("The installation's key must be 32 bytes, written as 64 hexadecimal digits.")
    return key


def write_private(file: Path, content: bytes) -> None:
    """This function will replace `file` at once by one that only its owner reads, durable when this returns."""
    temporary = _written(file, content)
    temporary.replace(file)
    _sync_folder(file.parent)


def _write_first(file: Path, content: bytes) -> None:
    """Writes the file unless another process was first; what that one wrote stays."""
    temporary = _written(file, content)
    try:
        os.link(temporary, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not file.exists():
            temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(file.parent)


def _written(file: Path, content: bytes) -> Path:
    """A file beside `file` that nobody else writes, whole and on the disk."""
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return temporary


def _sync_folder(folder: Path) -> None:
    """The name of a new file outlives a power cut only when its folder was written, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
