"""Settings: read from the environment, refused with the variable's name; the template gives each of them."""

import pytest
from pydantic import ValidationError

from laurel.platform.settings import ForwardAscpSettings, ReportNightlySettings, Settings
from tests.stores import plain, properties, template

FORWARD = {
    "LEDGER_TABLE_NAME": "ledger",
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEDGER_TABLE_NAME", ""),
        ("ASCP_BASE_URL", "ascp.example.org"),
        ("RETRY_MAX_SECONDS", "43201"),
        ("RETRY_BASE_SECONDS", "0"),
        ("DELIVERY_ATTEMPTS", "none"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        ForwardAscpSettings.read({**FORWARD, name: value})


@pytest.mark.parametrize("name", FORWARD)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        ForwardAscpSettings.read({key: value for key, value in FORWARD.items() if key != name})


@pytest.mark.parametrize(
    ("function", "settings"), [("ForwardAscp", ForwardAscpSettings), ("ReportNightly", ReportNightlySettings)]
)
def test_the_template_gives_a_function_exactly_what_it_reads(function: str, settings: type[Settings]) -> None:
    shared = template()["Globals"]["Function"]["Environment"]["Variables"]
    given = {**shared, **properties(function)["Environment"]["Variables"]}
    ours = {name for name in given if not name.startswith(("AWS_", "POWERTOOLS_"))}
    assert ours == {name.upper() for name in settings.model_fields}


def test_a_message_is_let_go_by_us_just_before_the_queue_would_give_it_up() -> None:
    variables = properties("ForwardAscp")["Environment"]["Variables"]
    receives = plain(properties("DeliveryQueue")["RedrivePolicy"]["maxReceiveCount"])
    assert int(plain(variables["DELIVERY_ATTEMPTS"])) == int(receives)
