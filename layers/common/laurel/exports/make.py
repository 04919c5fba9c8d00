"""Makes an export: takes it, writes the ZIP file, notes that it is ready, and sends its learner an e-mail.

It may run twice and stop anywhere. The item of the export is the truth. A run takes it with a lease and writes a file
of its own; the file counts only once the item names it. A run that lost its lease, or whose export was erased, stops at
its next step and leaves no file. Memory holds one claim, one document and one part of the file at a time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from laurel.exports.certificate_contents import CertificateContents
from laurel.exports.export import Export, ExportKind, ExportPart, ExportState, Progress, continued, finished, taken
from laurel.exports.files import ExportFiles, key_of
from laurel.exports.ready_mail import ReadyMail
from laurel.exports.records import Exports
from laurel.exports.write_contents import Contents, ExportSources
from laurel.exports.zip_file import ExportZip
from laurel.platform.clock import Clock
from laurel.platform.problems import RefusedRequest

_NOTED_EVERY = timedelta(seconds=2)


class Made(StrEnum):
    """How a run ended."""

    READY = "ready"
    READY_UNTOLD = "ready_untold"  # SES did not take the e-mail: a later call sends it
    UNTOLD = "untold"  # the same, and the export was ready before
    NOTHING_TO_DO = "nothing_to_do"
    LOST = "lost"


class LostExport(Exception):
    """Another run has the export now, it was asked for again, or its learner had their account erased."""


@dataclass(frozen=True, slots=True)
class ExportMaker:
    """Makes exports out of `sources` into `files`."""

    exports: Exports
    files: ExportFiles
    sources: ExportSources
    mail: ReadyMail
    clock: Clock

    def make(self, learner_id: str, export_id: str, kind: ExportKind) -> Made:
        """Makes the export, unless it is ready or another run makes it. Raises TableBusy, AwsError."""
        export, at = self.exports.of(learner_id, kind), self.clock()
        if export is None:
            # Erased meanwhile. A run that ended between its file and its note left the file.
            self.files.remove_kind(learner_id, kind)
            return Made.NOTHING_TO_DO
        if export.export_id == export_id and export.state is ExportState.READY:
            return Made.NOTHING_TO_DO if self.mail.send(export) else Made.UNTOLD
        if export.export_id != export_id or not export.may_be_taken(at):
            return Made.NOTHING_TO_DO
        begun = taken(export, at)
        if not self.exports.replace(export, begun):
            return Made.NOTHING_TO_DO
        try:
            ready = self._write(_Run(self.exports, begun, self.clock, at))
        except (LostExport, RefusedRequest):  # the second one if the account was erased
            self._clean_up(begun)
            return Made.LOST
        return Made.READY if self.mail.send(ready) else Made.READY_UNTOLD

    def _write(self, run: "_Run") -> Export:
        key = key_of(run.export)
        profile = self.sources.registry.profile_of(run.export.learner_id)
        with self.files.upload(key) as upload:
            file = ExportZip(upload, run.began_at)
            writer = CertificateContents if run.export.kind is ExportKind.CERTIFICATES else Contents
            writer(self.sources, profile, file, run.note, run.began_at).write()
            file.close()
            # The last look before the file is put into its place.
            run.look()
        ready = finished(run.export, key, upload.size, self.clock())
        if not self.exports.replace(run.export, ready):
            raise LostExport
        self.files.remove_kind(ready.learner_id, ready.kind, but=key)
        return ready

    def _clean_up(self, lost: Export) -> None:
        """Removes the file of a run that lost its export: with the others, if there is no export any more."""
        if self.exports.of(lost.learner_id, lost.kind) is None:
            self.files.remove_kind(lost.learner_id, lost.kind)
        else:
            self.files.remove_one(key_of(lost))


@dataclass
class _Run:
    """A run that has the export. `note` renews its lease."""

    exports: Exports
    export: Export
    clock: Clock
    began_at: datetime
    _noted_at: datetime | None = None

    def note(self, part: ExportPart, done: int = 0, total: int | None = None) -> None:
        """Notes how much is made: at each new part, and every two seconds. Raises LostExport."""
        at = self.clock()
        is_new = part is not self.export.progress.part
        if is_new or self._noted_at is None or at - self._noted_at >= _NOTED_EVERY:
            self._renew(Progress(part, done, total), at)

    def look(self) -> None:
        """Whether it is this run's export still. Raises LostExport."""
        self._renew(self.export.progress, self.clock())

    def _renew(self, progress: Progress, at: datetime) -> None:
        after = continued(self.export, progress, at)
        if not self.exports.replace(self.export, after):
            raise LostExport
        self.export, self._noted_at = after, at
