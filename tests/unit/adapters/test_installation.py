"""The address and the key of an installation: what every badge ever issued depends on."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openlaurel.adapters.installation import (
    InstallationError,
    is_loopback_host,
    move_address,
    open_installation,
    stored_address,
)


def start(data: Path, **settings: str):
    environment = {f"OPENLAUREL_{name.upper()}": value for name, value in settings.items()}
    return open_installation({"OPENLAUREL_DATA": str(data), **environment}, default_data=Path("/nowhere"))


def test_the_first_start_makes_a_private_folder_an_address_and_a_key(tmp_path):
    installation = start(tmp_path / "data")
    assert installation.url == "http://127.0.0.1:8000"
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


def test_address_and_key_stay_the_same_at_every_later_start(tmp_path):
    assert start(tmp_path, url="https://Badges.example/") == start(tmp_path)
    assert start(tmp_path).url == "https://badges.example"


def test_processes_that_start_first_at_the_same_moment_share_one_key_and_address(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(lambda number: start(tmp_path / str(number // 8)), range(160)))
    assert len({(installation.data, installation.key) for installation in started}) == 20
    assert all(start(installation.data) == installation for installation in started)


def test_a_key_that_is_lost_is_told_and_none_is_made_in_its_place(tmp_path):
    start(tmp_path)
    (tmp_path / "secret.key").unlink()
    with pytest.raises(InstallationError, match=r"secret\.key is missing"):
        start(tmp_path)
    assert not (tmp_path / "secret.key").exists()
    start(tmp_path / "given", key="ab" * 32)
    with pytest.raises(InstallationError, match="OPENLAUREL_KEY"):
        start(tmp_path / "given")


def test_another_address_in_the_environment_is_refused_with_the_command_that_moves(tmp_path):
    start(tmp_path)
    with pytest.raises(InstallationError, match=r"openlaurel address move https://new\.example"):
        start(tmp_path, url="https://new.example")


def test_a_moved_installation_remembers_its_former_addresses(tmp_path):
    start(tmp_path)
    move_address(tmp_path, "https://one.example")
    move_address(tmp_path, "https://two.example")
    assert stored_address(tmp_path) == (
        "https://two.example",
        ("https://one.example", "http://127.0.0.1:8000"),
    )
    assert start(tmp_path).urls[0] == "https://two.example"


def test_moving_back_keeps_every_address_once(tmp_path):
    start(tmp_path)
    move_address(tmp_path, "https://one.example")
    move_address(tmp_path, "http://127.0.0.1:8000")
    assert stored_address(tmp_path) == ("http://127.0.0.1:8000", ("https://one.example",))


@pytest.mark.parametrize(
    "url",
    ["badges.example", "ftp://badges.example", "https://", "https://a.example/path", "https://a.example?x=1"],
)
def test_an_address_that_no_badge_could_carry_is_refused(tmp_path, url):
    with pytest.raises(InstallationError, match="OPENLAUREL_URL"):
        start(tmp_path, url=url)


def test_a_given_key_is_used_and_never_written_down(tmp_path):
    assert start(tmp_path, key="ab" * 32).key == bytes.fromhex("ab" * 32)
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("key", ["secret", "ab" * 31])
def test_a_key_of_another_form_is_refused(tmp_path, key):
    with pytest.raises(InstallationError, match="64 hexadecimal digits"):
        start(tmp_path, key=key)


def test_a_data_folder_that_is_a_file_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InstallationError, match=r"The data folder .*file can't be used"):
        start(tmp_path / "file")


def test_only_addresses_of_this_machine_count_as_loopback():
    assert is_loopback_host("127.0.0.1")
    assert is_loopback_host("[::1]")
    assert not is_loopback_host("0.0.0.0")
    assert not is_loopback_host("badges.example")
