"""Reads what the participant lists and the quarterly report are made of."""

from dataclasses import dataclass
from datetime import date
from itertools import batched

from laurel.catalog.provider import StoredProvider
from laurel.catalog.store import Catalog
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.pace.participants import Participant, in_order, participants_of
from laurel.pace.report import ProgramLine, Quarter, is_reported, offers_pace, program_line
from laurel.platform.table import READ_BATCH


@dataclass(frozen=True, slots=True)
class PaceDesk:
    """The stores that they need."""

    catalog: Catalog
    claims: Claims
    certificates: Certificates

    def participants(self, activity_id: str) -> list[Participant]:
        """The participants of the activity, by name.

        One query, a call for each megabyte of its keys; then two reads for each hundred participants.
        """
        found: list[Participant] = []
        for batch in batched(self.claims.completed_at_activity(activity_id, date.min, date.max), READ_BATCH):
            numbers = [claim.certificate_number for claim in batch if claim.certificate_number]
            certificates = {one.number: one for one in self.certificates.get_many(numbers)}
            found += participants_of(batch, certificates)
        return in_order(found)

    def report(self, provider: StoredProvider, quarter: Quarter) -> list[ProgramLine]:
        """The lines of the provider's programs in the quarter, the first program first.

        The library's index, a call for each megabyte; then for each program, and each online one from before, one read
        and one query, and a read for each hundred learners who completed it in the quarter.
        """
        found = self.catalog.ids_of_provider(provider.provider_id, quarter.first_day, quarter.last_day)
        lines = filter(None, (self._line(activity_id, quarter, provider) for activity_id in found))
        return sorted(lines, key=lambda line: (line.starts_on, line.program_number, line.activity_id))

    def _line(self, activity_id: str, quarter: Quarter, provider: StoredProvider) -> ProgramLine | None:
        """The line of the program; None if it does not belong into the report."""
        stored = self.catalog.get(activity_id)
        if stored is None or not offers_pace(stored.activity):
            return None
        claims = self.claims.completed_at_activity(activity_id, quarter.first_day, quarter.last_day)
        line = program_line(stored.activity, quarter, claims, provider.provider.pace_provider_number or "")
        return line if is_reported(line, quarter) else None
