"""What may be served to whom: the demo world only to this machine, the rest under an address of its own."""

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from openlaurel.adapters.installation import (
    DEFAULT_DATA,
    DEFAULT_URL,
    data_folder,
    is_loopback_host,
)
from openlaurel.cli.errors import CommandFailed


def check_exposure(host: str, *, demo: bool, environment: dict[str, str]) -> None:
    """This function will refuse to show the demo world, or badges of a loopback address, beyond this machine."""
    if is_loopback_host(host):
        return
    data = data_folder(environment, default_data=DEFAULT_DATA)
    if demo or (data / "demo.json").exists():
        raise CommandFailed(
            f"The demo world has public passwords, so it isn't served at {host}, where others reach it. "
            "Start with --no-demo and a data folder of its own."
        )
    if _has_loopback_address(data, environment):
        raise CommandFailed(
            f"Others can reach {host}, so OPENLAUREL_URL must be the address under which they do, such as "
            "https://badges.example.org: every badge carries it."
        )


def check_vc_api(host: str, *, environment: dict[str, str]) -> None:
    """This function will refuse the VC API beyond this machine: it signs for everybody who asks."""
    data = data_folder(environment, default_data=DEFAULT_DATA)
    if not is_loopback_host(host) or not _has_loopback_address(data, environment):
        raise CommandFailed(
            "The VC API signs what anybody sends, so it is served on this machine only. Start --vc-api with a data "
            "folder of its own, without OPENLAUREL_URL and without --host."
        )


def _has_loopback_address(data: Path, environment: dict[str, str]) -> bool:
    url = environment.get("OPENLAUREL_URL", "")
    if not url:
        file = data / "address.json"
        url = json.loads(file.read_text("utf-8"))["url"] if file.exists() else DEFAULT_URL
    return is_loopback_host(urlsplit(url).hostname or "")


def check_port(host: str, port: int) -> None:
    """This function will end the command when nothing can listen at `host` and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandFailed(
                f"Can't listen at {host} port {port}: {reason}. Stop what uses it, or choose another by --port."
            ) from error


def own_url(host: str, port: int) -> str:
    """This function will return the address at which this machine itself reaches what listens at `host`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}"
