"""Dates and deadlines in Spanish (pure)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from laurel.platform.dates import clock_in_words, zone_in_words

# fmt: off
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)
# fmt: on
_ZONES = {
    "Eastern Time": "hora del Este",
    "Central Time": "hora del Centro",
    "Mountain Time": "hora de la Montaña",
    "Mountain Standard Time": "hora estándar de la Montaña",
    "Pacific Time": "hora del Pacífico",
    "Alaska Time": "hora de Alaska",
    "Hawaii Time": "hora de Hawái",
}


def day_in_spanish(day: date) -> str:
    """A calendar date: "4 de junio de 2026"."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def deadline_in_spanish(at: datetime, zone: ZoneInfo) -> str:
    """The deadline `at`: "hasta el 26 de febrero de 2027 (hora del Este)", or with the time of day and the zone."""
    local = at.astimezone(zone)
    if local.time() == time():
        named = zone_in_words(local, zone)
        return f"hasta el {day_in_spanish(local.date() - timedelta(days=1))} ({_ZONES.get(named, named)})"
    clock, short = clock_in_words(at, zone)
    return f"hasta el {day_in_spanish(local.date())}, {clock.replace('AM', 'a. m.').replace('PM', 'p. m.')} {short}"
