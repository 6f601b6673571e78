"""Settings that an operator mistypes are refused with the right form, instead of being half understood."""

from pathlib import Path

import pytest

from openlaurel.adapters.environment import (
    database_settings,
    fetch_allowance,
    mail_settings,
    return_setting,
    whole_number,
)
from openlaurel.adapters.installation import InstallationError

DATA = Path("/data")


def test_without_settings_everything_stays_in_the_data_folder():
    assert database_settings("", data=DATA)["NAME"] == DATA / "openlaurel.sqlite3"
    assert mail_settings("", data=DATA)["EMAIL_FILE_PATH"] == DATA / "mail"


def test_a_sqlite_commit_survives_a_power_cut():
    command = database_settings("", data=DATA)["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in command
    assert "journal_mode=WAL" in command


def test_a_password_with_special_characters_reaches_postgresql_whole():
    settings = database_settings(
        "postgresql://ada:p%40ss%2Fword@db.example:6432/badges?sslmode=require", data=DATA
    )
    assert (settings["USER"], settings["PASSWORD"]) == ("ada", "p@ss/word")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "6432", "badges")
    assert settings["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://db/badges", "postgresql://db", "badges.sqlite3", "postgresql://db:x/b"]
)
def test_a_database_that_is_not_understood_is_refused(url):
    with pytest.raises(InstallationError, match="OPENLAUREL_DATABASE"):
        database_settings(url, data=DATA)


@pytest.mark.parametrize(
    ("url", "port", "ssl", "starttls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtps://mail.example", 465, True, False),
        ("smtp+starttls://mail.example", 587, False, True),
        ("smtp://mail.example:2525", 2525, False, False),
    ],
)
def test_each_way_to_the_mail_server_has_its_usual_port(url, port, ssl, starttls):
    settings = mail_settings(url, data=DATA)
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (
        port,
        ssl,
        starttls,
    )


@pytest.mark.parametrize("url", ["mail.example:25", "smtp://", "imap://mail.example"])
def test_a_mistyped_mail_server_is_an_error_and_not_a_silent_file(url):
    with pytest.raises(InstallationError, match=r"smtp\+starttls://user:password@mail\.example\.org:587"):
        mail_settings(url, data=DATA)


def test_the_list_of_hosts_that_may_be_fetched_is_read():
    assert fetch_allowance(" Badges.Internal:8443, 10.0.0.7:80 ,[::1]:9000") == [
        "badges.internal:8443",
        "10.0.0.7:80",
        "[::1]:9000",
    ]
    assert fetch_allowance("") == []


@pytest.mark.parametrize(
    "text", ["*:80", "*.example:443", "example", "example:0", "example:99999", "http://a:1"]
)
def test_a_wildcard_or_an_entry_without_port_opens_nothing(text):
    with pytest.raises(InstallationError, match="OPENLAUREL_FETCH_ALLOW"):
        fetch_allowance(text)


def test_a_number_that_is_none_is_refused_by_name():
    assert whole_number("", name="OPENLAUREL_PROXIES", default=1, least=0) == 1
    assert whole_number("2", name="OPENLAUREL_PROXIES", default=1, least=0) == 2
    with pytest.raises(InstallationError, match=r"OPENLAUREL_PROXIES .* at least 0, got '-1'"):
        whole_number("-1", name="OPENLAUREL_PROXIES", default=1, least=0)


def test_a_return_address_has_room_for_the_mark_of_a_mail():
    assert return_setting("") == ""
    assert return_setting(" bounces@münchen.example ") == "bounces@xn--mnchen-3ya.example"
    for text in ("bounces", "@x.example", "a" * 22 + "@x.example"):
        with pytest.raises(InstallationError, match="OPENLAUREL_MAIL_RETURN"):
            return_setting(text)
