"""The note of unconfirmed changes, a file of Laurel's own in the intake bucket.

It has the e-mail keys, one per line, whose members in the table a roster that is not yet in force may have changed. Its
first line says whether there are any. The rest of that line makes each note unique, so that a note that was replaced
meanwhile has another ETag.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from laurel.intake.bucket import FileUnavailable, IntakeBucket, IntakeFile
from laurel.platform.clock import instant
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict
from laurel.roster.changed_emails import ChangedEmails

UNCONFIRMED_KEY = "state/roster/ascls-unsettled.txt"
_UNCONFIRMED, _CONFIRMED = "unsettled", "settled"


@dataclass(slots=True)
class UnconfirmedChanges:
    """The note while `file` is applied; `folder` (on disk) holds copies. Only the version that was read is replaced."""

    bucket: IntakeBucket
    file: IntakeFile
    folder: Path
    _seen: str | None = field(default=None, init=False)  # the ETag of the note that was read or written

    def add_to(self, changed_emails: ChangedEmails) -> str | None:
        """Reads the note, and adds its keys to `changed_emails`. Raises FileUnavailable.

        Returns the ETag of the roster file that wrote last, or None if all changes are confirmed.
        """
        note = self.bucket.fetch_state(UNCONFIRMED_KEY, self._path)
        self._seen = note.etag if note else None
        if note is None:
            return None
        with self._path.open(encoding="utf-8") as lines:
            first = next(lines, "")
            changed_emails.add(line.rstrip("\n") for line in chain([first], lines) if "@" in line)
        return None if not first or first.startswith(_CONFIRMED) else first.split()[-1]

    def record(self, changed_emails: ChangedEmails) -> bool:
        """Notes that `file` may change the members of `changed_emails`; False if another run has replaced the note.

        Raises FileUnavailable.
        """
        return self._replace(_UNCONFIRMED, changed_emails)

    def record_again(self, changed_emails: ChangedEmails) -> None:
        """Adds `changed_emails` to the note there, because our last writes may have replaced another run's."""

        def attempt() -> bool | None:
            try:
                self.add_to(changed_emails)
                return self.record(changed_emails) or None
            except FileUnavailable as error:
                logger.warning("a roster's unconfirmed changes could not be recorded", extra={"why": str(error)})
                return None

        if not retry_on_conflict(attempt):
            logger.error("a roster's unconfirmed changes are not recorded", extra={"key": self.file.key})

    def confirm(self, at: datetime) -> None:
        """Notes at `at` (UTC) that no change is unconfirmed, unless another run has replaced the note since.

        Raises FileUnavailable.
        """
        self._replace(f"{_CONFIRMED} {instant(at)}", ())

    def _replace(self, first: str, email_keys: Iterable[str]) -> bool:
        with self._path.open("w", encoding="utf-8") as lines:
            lines.write(f"{first} {self.file.etag}\n")
            lines.writelines(f"{email_key}\n" for email_key in email_keys)
        written = self.bucket.replace_state(UNCONFIRMED_KEY, self._path, "text/plain; charset=utf-8", seen=self._seen)
        self._seen = written or self._seen
        return written is not None

    @property
    def _path(self) -> Path:
        return self.folder / "unsettled.txt"
