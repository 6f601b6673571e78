"""The demo world's public passwords never leave the machine, and no badge carries an address that nobody reaches."""

import json
import socket

import pytest

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.exposure import check_exposure, check_port, check_vc_api, own_url

HERE = "https://badges.example.org"


def environment(data, **settings):
    return {"OPENLAUREL_DATA": str(data), **settings}


def stored(data, url):
    (data / "address.json").write_text(json.dumps({"url": url, "former_urls": []}))


def test_on_this_machine_everything_may_be_served(tmp_path):
    for host in ("127.0.0.1", "localhost", "::1"):
        check_exposure(host, demo=True, environment=environment(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_the_demo_world_is_not_served_to_others(tmp_path, host):
    with pytest.raises(CommandFailed, match="--no-demo"):
        check_exposure(host, demo=True, environment=environment(tmp_path, OPENLAUREL_URL=HERE))


def test_a_folder_with_the_demo_world_is_not_served_to_others_either(tmp_path):
    (tmp_path / "demo.json").write_text("{}")
    with pytest.raises(CommandFailed, match="public passwords"):
        check_exposure("0.0.0.0", demo=False, environment=environment(tmp_path, OPENLAUREL_URL=HERE))


def test_beyond_this_machine_a_public_address_is_required(tmp_path):
    for settings in ({}, {"OPENLAUREL_URL": "http://127.0.0.1:8000"}):
        with pytest.raises(CommandFailed, match="OPENLAUREL_URL must be the address"):
            check_exposure("0.0.0.0", demo=False, environment=environment(tmp_path, **settings))
    stored(tmp_path, "http://localhost:8000")
    with pytest.raises(CommandFailed, match="OPENLAUREL_URL must be the address"):
        check_exposure("0.0.0.0", demo=False, environment=environment(tmp_path))


def test_a_public_address_set_or_stored_is_enough(tmp_path):
    check_exposure("0.0.0.0", demo=False, environment=environment(tmp_path, OPENLAUREL_URL=HERE))
    stored(tmp_path, HERE)
    check_exposure("0.0.0.0", demo=False, environment=environment(tmp_path))
    assert json.loads((tmp_path / "address.json").read_text())["url"] == HERE


def test_a_port_in_use_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(
            CommandFailed, match=r"Can't listen at 127\.0\.0\.1 port \d+: Address already in use"
        ):
            check_port("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(CommandFailed, match="--port"):
        check_port("127.0.0.1", 70000)


def test_the_address_to_open_is_one_that_a_browser_understands():
    assert own_url("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert own_url("::1", 8000) == "http://[::1]:8000"


def test_the_vc_api_is_served_to_this_machine_only(tmp_path):
    check_vc_api("127.0.0.1", environment=environment(tmp_path))
    with pytest.raises(CommandFailed, match="this machine only"):
        check_vc_api("0.0.0.0", environment=environment(tmp_path))
    with pytest.raises(CommandFailed, match="this machine only"):
        check_vc_api("127.0.0.1", environment=environment(tmp_path, OPENLAUREL_URL=HERE))
    stored(tmp_path, HERE)
    with pytest.raises(CommandFailed, match="this machine only"):
        check_vc_api("127.0.0.1", environment=environment(tmp_path))
