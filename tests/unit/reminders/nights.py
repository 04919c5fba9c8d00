"""Nights that remind learners, on the stores of the tests of notices about claims."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from laurel.progress.choices import Followed, ProgressChoices, ReminderChoice
from laurel.progress.cycles import LicenseFacts
from laurel.progress.records import listed_until
from laurel.progress.save_choices import save_choices
from laurel.reminders.send_reminders import SendReminders
from tests.unit.certificates.printers import World
from tests.unit.claim_notices.nights import ANA, Nights

ENDS = date(2027, 6, 30)
"""The last day of Ana's license, and of its cycle."""


class ReminderNights(Nights):
    """The same world, with what Ana follows."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.profile()
        self.go_to(date(2026, 11, 29))

    @property
    def today(self) -> date:
        """The date of the night."""
        return self.world.now.date()

    def go_to(self, day: date) -> None:
        """It is 6:00 UTC of this day."""
        self.world.now = datetime.combine(day, time(6), UTC)

    def follows(self, rule: str = "nevada", *, choice: ReminderChoice = ReminderChoice.MISSING, **dates: date) -> None:
        """Ana follows this rule alone; Nevada's license expires at the end of June."""
        followed = [Followed(rule, LicenseFacts(**{"expires_on": ENDS, **dates}))]
        saved = save_choices(self.world.table, ANA.learner_id, followed, choice, today=self.today)
        assert isinstance(saved, ProgressChoices)

    def remind(self, seconds_left: float = 900.0) -> dict[str, Any]:
        """One run now."""
        run = SendReminders(self.world.table, self.dependencies, on=self.today, seconds_left=lambda: seconds_left)
        return run.run().to_wire()

    def listed(self) -> list[date]:
        """The days in the list of reminders."""
        return [one.due_on for one in listed_until(self.world.table, self.today + timedelta(days=5000))]
