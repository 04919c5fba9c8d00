"""Sentences and dates of e-mails in the language of their reader (pure).

Laurel's sentences are written in English, where they are needed. `spanish_sentences.py` has each of them in Spanish;
`tests/unit/notices/test_spanish_mails.py` finds what is missing. What has no translation is said in English.
"""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from laurel.platform import dates
from laurel.platform.spanish import day_in_spanish, deadline_in_spanish

ENGLISH, SPANISH = "en", "es"


class Speech:
    """Speaks one language: `say("{count} hours", count="2")`."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self._sentences: Mapping[str, str] = _spanish() if language == SPANISH else {}

    def __call__(self, english: str, **values: object) -> str:
        """The sentence, its {names} filled in."""
        said = self._sentences.get(english, english)
        return said.format(**values) if values else said

    def day(self, day: date) -> str:
        """A calendar date: "June 4, 2026", "4 de junio de 2026"."""
        return day_in_spanish(day) if self.language == SPANISH else dates.day_in_words(day)

    def deadline(self, at: datetime, zone: ZoneInfo) -> str:
        """A deadline, as `deadline_in_words`."""
        return deadline_in_spanish(at, zone) if self.language == SPANISH else dates.deadline_in_words(at, zone)


def _spanish() -> Mapping[str, str]:
    """They are imported when the first reader of Spanish is written to: no other start pays for them."""
    from laurel.platform.spanish_sentences import SENTENCES

    return SENTENCES
