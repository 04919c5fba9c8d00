"""The part of the composition root about files and runs: `credit_dependencies.py` and
`dependencies.py` have the rest.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from laurel.platform.clock import Clock
from laurel.platform.ids import new_id
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.table import Table

if TYPE_CHECKING:
    from laurel.arrivals.handed_back import HandedBack
    from laurel.arrivals.uploads import Uploads
    from laurel.feed_files.files import FeedFiles
    from laurel.feed_files.request import UndoDesk
    from laurel.intake.sources import PushNotes, Sources
    from laurel.ledger.changes import CreditChanges
    from laurel.nightly.run_records import RunRecords


class FileDependencies:
    """What the routes need for files of partners, their sources, and the runs that take them."""

    def __init__(self, settings: ClaimApiSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._ledger_table = Table(settings.ledger_table_name)

    @cached_property
    def changes(self) -> "CreditChanges":
        """The changes of providers' credits."""
        from laurel.ledger.changes import CreditChanges

        return CreditChanges(self._ledger_table, self._clock)

    @cached_property
    def runs(self) -> "RunRecords":
        """The reports of nightly runs."""
        from laurel.nightly.run_records import RunRecords

        return RunRecords(self._ledger_table)

    @cached_property
    def feed_files(self) -> "FeedFiles":
        """The files of providers."""
        from laurel.feed_files.files import FeedFiles

        return FeedFiles(self._ledger_table)

    @cached_property
    def handed_back(self) -> "HandedBack":
        """The rows that were handed back to partners."""
        from laurel.arrivals.handed_back import HandedBack
        from laurel.intake.bucket import IntakeBucket

        return HandedBack(IntakeBucket(self._settings.intake_bucket_name), self._clock)

    @cached_property
    def uploads(self) -> "Uploads":
        """The files that partners upload."""
        from laurel.arrivals.uploads import Uploads
        from laurel.intake.bucket import IntakeBucket
        from laurel.intake.checkpoints import TakenFiles

        bucket = IntakeBucket(self._settings.intake_bucket_name)
        return Uploads(bucket, self._settings.intake_url, TakenFiles(self._ledger_table), self._clock)

    @cached_property
    def undo_desk(self) -> "UndoDesk":
        """The requests for undos of files."""
        from laurel.feed_files.request import UndoDesk
        from laurel.nightly.run_requests import RunRequests

        requests = RunRequests(self._settings.run_request_queue_url)
        return UndoDesk(self._ledger_table, requests.ask_for_undo, new_id, self._clock)

    @cached_property
    def sources(self) -> "Sources":
        """When each provider last sent something."""
        from laurel.intake.sources import Sources

        return Sources(self._ledger_table)

    @cached_property
    def push_notes(self) -> "PushNotes":
        """The notes of who pushes."""
        from laurel.intake.sources import PushNotes

        return PushNotes(self.sources, self._clock)
