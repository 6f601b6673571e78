import pytest

from openlaurel.core.openbadges.legacy.model import LegacyIssuer, host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Old.example/7", "old.example"),
        ("https://old.example:443/7", "old.example"),
        ("https://old.example:8443/7", "old.example:8443"),
        ("http://old.example:443/", "old.example:443"),
        ("https://old.example@evil.example/", ""),
        ("https://old.example:x/", ""),
        ("https://[::1/", ""),
        ("urn:uuid:7", ""),
    ],
)
def test_the_host_of_an_address_is_told_so_that_no_other_passes_for_it(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize("climb", ["../", "%2e%2e/", ".%2E/", "..%5c", "..\\"])
def test_an_address_that_climbs_out_of_the_issuers_folder_isnt_the_issuers(climb: str) -> None:
    folder = "https://old.example/badges/"
    issuer = LegacyIssuer({}, "https://old.example/issuer", (folder,), None, (), None)
    assert issuer.keeps(folder + "7")
    assert not issuer.keeps(f"{folder}{climb}uploads/7")
