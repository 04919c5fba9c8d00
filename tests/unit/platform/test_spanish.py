"""Dates and deadlines in Spanish: each month, each zone that has a name, and the time of day elsewhere."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from laurel.platform.spanish import day_in_spanish, deadline_in_spanish
from laurel.platform.speech import ENGLISH, SPANISH, Speech

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
ZONES = {
    "America/New_York": (5, "hora del Este"),
    "America/Chicago": (6, "hora del Centro"),
    "America/Denver": (7, "hora de la Montaña"),
    "America/Phoenix": (7, "hora estándar de la Montaña"),
    "America/Los_Angeles": (8, "hora del Pacífico"),
    "America/Anchorage": (9, "hora de Alaska"),
    "Pacific/Honolulu": (10, "hora de Hawái"),
}


@pytest.mark.parametrize(("number", "name"), [*enumerate(MONTHS, 1)])
def test_each_month_has_its_name(number: int, name: str) -> None:
    assert day_in_spanish(date(2026, number, 9)) == f"9 de {name} de 2026"


@pytest.mark.parametrize(("zone", "said"), ZONES.items())
def test_midnight_is_the_end_of_the_day_before_in_a_zone_with_a_name(zone: str, said: tuple[int, str]) -> None:
    hour, name = said
    at = datetime(2027, 2, 27, hour, tzinfo=UTC)
    assert deadline_in_spanish(at, ZoneInfo(zone)) == f"hasta el 26 de febrero de 2027 ({name})"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (5, 1, "hasta el 27 de febrero de 2027, 12:01 a. m. EST"),
        (17, 0, "hasta el 27 de febrero de 2027, 12:00 p. m. EST"),
        (4, 59, "hasta el 26 de febrero de 2027, 11:59 p. m. EST"),
    ],
)
def test_another_time_is_told_with_its_half_of_the_day(hour: int, minute: int, said: str) -> None:
    at = datetime(2027, 2, 27, hour, minute, tzinfo=UTC)
    assert deadline_in_spanish(at, ZoneInfo("America/New_York")) == said


def test_a_zone_without_a_name_stays_as_it_is() -> None:
    at = datetime(2027, 2, 27, tzinfo=UTC)
    assert deadline_in_spanish(at, ZoneInfo("UTC")) == "hasta el 26 de febrero de 2027 (UTC)"


def test_each_language_speaks_its_own_and_what_has_no_translation_is_said_in_english() -> None:
    assert (ENGLISH, SPANISH) == ("en", "es")
    at, zone = datetime(2027, 2, 27, 5, tzinfo=UTC), ZoneInfo("America/New_York")
    said = {}
    for language in ("en", "es"):
        say = Speech(language)
        assert say.language == language
        said[language] = (say("{count} hours", count=3), say("Not {known}"), say.day(at.date()), say.deadline(at, zone))
    assert said == {
        "en": ("3 hours", "Not {known}", "February 27, 2027", "through February 26, 2027 (Eastern Time)"),
        "es": ("3 horas", "Not {known}", "27 de febrero de 2027", "hasta el 26 de febrero de 2027 (hora del Este)"),
    }
    assert Speech().language == "en"
