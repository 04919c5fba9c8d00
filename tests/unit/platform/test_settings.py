"""Settings: read from the environment, refused with the variable's name; the template gives each of them."""

import re
from dataclasses import MISSING, fields

import pytest

from laurel.platform.environment import InvalidSettingsError, Settings
from laurel.platform.settings import ForwardAscpSettings, ReportNightlySettings
from tests.stores import plain, properties, template

FORWARD = {
    "LEDGER_TABLE_NAME": "ledger",
    "CLAIMS_TABLE_NAME": "claims",
    "DELIVERY_QUEUE_URL": "http://queue.example.org/1/delivery",
    "ASCP_BASE_URL": "https://ascp.example.org",
    "ASCP_SECRET_ID": "ascp",
}


def test_settings_are_read_and_the_rest_of_the_environment_is_ignored() -> None:
    settings = ForwardAscpSettings.read({**FORWARD, "RETRY_BASE_SECONDS": "7", "PATH": "/bin"})
    assert (settings.retry_base_seconds, settings.lease_seconds, settings.delivery_attempts) == (7, 120, 8)
    assert settings.ascp_base_url == "https://ascp.example.org"


def test_settings_come_from_the_process_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in FORWARD.items():
        monkeypatch.setenv(name, value)
    assert ForwardAscpSettings.read().ledger_table_name == "ledger"


# Laurel's secret and the credits would go there unencrypted.
IN_CLEAR = (
    "http://ascp.example.org",
    "HTTP://ascp.example.org",
    "http://127.0.0.1.example.org",
    "http://127.0.0.1@ascp.example.org",
    "http://127.0.0.1:80@ascp.example.org",
)


@pytest.mark.parametrize("url", ["https://ascp.example.org/v1", "http://127.0.0.1:8123", "http://127.0.0.1:8123/v1"])
def test_ascp_is_reached_by_https_and_on_this_machine_by_http(url: str) -> None:
    assert ForwardAscpSettings.read({**FORWARD, "ASCP_BASE_URL": url}).ascp_base_url == url
    assert re.fullmatch(template()["Parameters"]["AscpBaseUrl"]["AllowedPattern"], url)


@pytest.mark.parametrize("url", IN_CLEAR)
def test_the_template_refuses_ascp_in_clear_too(url: str) -> None:
    assert not re.fullmatch(template()["Parameters"]["AscpBaseUrl"]["AllowedPattern"], url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEDGER_TABLE_NAME", ""),
        ("ASCP_BASE_URL", "ascp.example.org"),
        ("RETRY_MAX_SECONDS", "43201"),
        ("RETRY_BASE_SECONDS", "0"),
        ("DELIVERY_ATTEMPTS", "none"),
        ("ASCP_REQUESTS_PER_SECOND", "0"),
        ("ASCP_REQUESTS_PER_SECOND", "nan"),
        ("ASCP_BASE_URL", "https://ascp.example.org\n"),
        *(("ASCP_BASE_URL", url) for url in IN_CLEAR),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSettingsError, match=f"^{name}$"):
        ForwardAscpSettings.read({**FORWARD, name: value})


NIGHT = {one.name.upper(): "https://ce.example.org" for one in fields(ReportNightlySettings) if one.default is MISSING}


def test_what_may_be_left_out_or_be_empty_has_its_default() -> None:
    settings = ReportNightlySettings.read({**NIGHT, "MAIL_FROM": ""})
    assert (settings.mail_from, settings.night_time_zone.key) == ("", "UTC")
    settings = ReportNightlySettings.read({**NIGHT, "MAIL_FROM": "ce@example.org", "NIGHT_TIME_ZONE": "US/Eastern"})
    assert (settings.mail_from, settings.night_time_zone.key) == ("ce@example.org", "US/Eastern")


def test_all_that_is_missing_or_invalid_is_named_without_its_value() -> None:
    given = {**NIGHT, "MAIL_FROM": "nobody", "NIGHT_TIME_ZONE": "../etc", "API_URL": "ftp://api"}
    del given["CONTACT_EMAIL"]
    with pytest.raises(InvalidSettingsError) as raised:
        ReportNightlySettings.read(given)
    assert str(raised.value) == "MAIL_FROM, API_URL, CONTACT_EMAIL, NIGHT_TIME_ZONE"


@pytest.mark.parametrize("name", FORWARD)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(InvalidSettingsError, match=f"^{name}$"):
        ForwardAscpSettings.read({key: value for key, value in FORWARD.items() if key != name})


@pytest.mark.parametrize(
    ("function", "settings"), [("ForwardAscp", ForwardAscpSettings), ("ReportNightly", ReportNightlySettings)]
)
def test_the_template_gives_a_function_exactly_what_it_reads(function: str, settings: type[Settings]) -> None:
    shared = template()["Globals"]["Function"]["Environment"]["Variables"]
    given = {**shared, **properties(function)["Environment"]["Variables"]}
    ours = {name for name in given if not name.startswith(("AWS_", "POWERTOOLS_"))}
    assert ours == {one.name.upper() for one in fields(settings)}


def test_a_message_is_let_go_by_us_just_before_the_queue_would_give_it_up() -> None:
    variables = properties("ForwardAscp")["Environment"]["Variables"]
    receives = plain(properties("DeliveryQueue")["RedrivePolicy"]["maxReceiveCount"])
    assert int(plain(variables["DELIVERY_ATTEMPTS"])) == int(receives)
