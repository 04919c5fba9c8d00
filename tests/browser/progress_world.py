"""What the API answers about progress, for tests of the page: made by its own rules, from invented credits."""

from datetime import date
from decimal import Decimal
from typing import Any

from laurel.progress.choices import Followed, ProgressChoices
from laurel.progress.cycles import LicenseFacts
from laurel.progress.earned import Earned, EarnedSource
from laurel.progress.progress import progress_of
from laurel.progress.read_rules import all_rules, rules_by_id
from laurel.progress.views import ProgressView
from laurel.statements import Statement

TODAY = date(2026, 11, 29)
_FOLLOWED = (
    Followed("florida", LicenseFacts(date(2019, 5, 4))),
    Followed("california", LicenseFacts(expires_on=date(2027, 2, 28))),
    Followed("ascp-cmp", LicenseFacts(issued_on=date(2024, 3, 15))),
)


def _credit(number: int, on: date, hours: str, title: str, kind: Statement, **others: Any) -> Earned:
    given: dict[str, Any] = {"source": EarnedSource.CLAIM, "provider": "Example Society"} | others
    return Earned(id=f"c{number}", title=title, completed_on=on, hours=Decimal(hours), statement=kind, **given)


_EARNED = (
    _credit(1, date(2026, 10, 4), "1", "HIV/AIDS: an update", Statement.FLORIDA),
    _credit(2, date(2026, 9, 12), "8.5", "Clinical Microbiology Week", Statement.FLORIDA),
    _credit(3, date(2026, 6, 4), "20.5", "Safety at the bench", Statement.PACE),
    _credit(4, date(2025, 6, 4), "4", "Blood smears, read right", Statement.CALIFORNIA, source=EarnedSource.FEED),
    _credit(5, date(2026, 5, 12), "1.5", "Platelet clumps, satellites and giants", Statement.AMA_PRA_1),
    _credit(6, date(2026, 5, 11), "2", "Ethics of incidental findings", Statement.PACE, is_valid=False),
)


def world(*followed: Followed, version: int = 3, others: tuple[Followed, ...] = ()) -> dict[str, Any]:
    """The answer for a learner who follows these; `others` are licenses of their profile."""
    choices = ProgressChoices(learner_id="l1", followed=followed, version=version)
    found = [(one, progress_of(rules_by_id()[one.rule_id], one.facts, _EARNED, TODAY)) for one in (*followed, *others)]
    return ProgressView.of(choices, found, all_rules(), today=TODAY, mails=True).model_dump(mode="json")


PROGRESS = world(*_FOLLOWED, others=(Followed("nevada"),))
NOTHING = world(version=0)
