"""Files that partners upload: a signed form for each, and what became of it.

Nobody needs rights to the bucket. The form puts one file into the partner's own folder, under a key that Laurel chose.
The rule for arriving files, or else the night, takes it like any other file there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from laurel.arrivals.handed_back import NOTHING, HandedBack, HandedBackRows
from laurel.arrivals.refusals import UPLOAD_EMPTY, UPLOAD_NOT_CSV, UPLOAD_NOT_FOUND, UPLOAD_TOO_LARGE
from laurel.intake.bucket import IntakeBucket, IntakeFile
from laurel.intake.checkpoints import FileStatus, TakenFiles
from laurel.intake.file_report import FileOutcome
from laurel.intake.places import FEED_PREFIX, ROSTER_PREFIX
from laurel.intake.run_lease import LEASE_KEY, is_held
from laurel.platform.clock import Clock
from laurel.platform.csv_tables import MEDIA_TYPE
from laurel.platform.ids import made_at, new_id
from laurel.platform.refusal import Refusal
from laurel.platform.table import Item
from laurel.roster.store import CURRENT, InForce, in_force_of

LARGEST_UPLOAD = 30_000_000
"""The most bytes of an uploaded file."""
FORM_SECONDS = 900
"""How long a form can be sent."""

# A form that was sent in time may take long to arrive.
_ARRIVES_WITHIN = timedelta(seconds=FORM_SECONDS) + timedelta(hours=1)


class UploadState(StrEnum):
    """Where an uploaded file is."""

    WAITING = "waiting"
    BEING_READ = "being_read"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A signed form: POST `fields` and the file to `url` before `expires_at` (UTC)."""

    upload_id: str
    url: str
    fields: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An upload: its state, and the file once it has arrived.

    `report` is the report of the file as it was recorded at `read_at` (UTC). `superseded` says of a roster that a newer
    one came into force before it was read. `handed_back` are the rejected rows, and those of members whose ASCP
    customer ID is bad.
    """

    upload_id: str
    state: UploadState
    file: IntakeFile | None = None
    report: Item | None = None
    read_at: datetime | None = None
    superseded: bool = False
    handed_back: HandedBackRows = NOTHING


def uploads_folder(provider_id: str) -> str:
    """The folder of a provider's uploads."""
    return f"{FEED_PREFIX}{provider_id}/"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The bucket, where forms are sent (`url`), the records of taken files, and the clock."""

    bucket: IntakeBucket
    url: str
    taken_files: TakenFiles
    clock: Clock
    new_id: Callable[[], str] = new_id

    def form(self, folder: str, *, by: str, size: int | None, content_type: str | None) -> UploadForm | Refusal:
        """A form for one file into `folder`, for the caller `by`. No call.

        `size` (bytes) and `content_type` are what the caller says of the file, if anything: a file that S3 would refuse
        is refused here, in words. S3 checks both again.
        """
        if content_type is not None and content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
            return UPLOAD_NOT_CSV.refuse()
        if size == 0:
            return UPLOAD_EMPTY.refuse()
        if size is not None and size > LARGEST_UPLOAD:
            return UPLOAD_TOO_LARGE.refuse(size=f"{size:,}", largest=f"{LARGEST_UPLOAD:,}")
        upload_id = self.new_id()
        fields = {"Content-Type": MEDIA_TYPE, "x-amz-meta-uploaded-by": by}
        signed = self.bucket.form(_key(folder, upload_id), fields, most_bytes=LARGEST_UPLOAD, seconds=FORM_SECONDS)
        return UploadForm(upload_id, self.url, signed, self.clock() + timedelta(seconds=FORM_SECONDS))

    def find(self, folder: str, upload_id: str) -> UploadedFile | Refusal:
        """What became of an upload into `folder`.

        Costs one call to S3 and one to DynamoDB, and one more to S3 if rows were handed back. Raises TableBusy.
        """
        file = self.bucket.find(_key(folder, upload_id))
        if file is None:
            asked_at, now = made_at(upload_id), self.clock()
            if asked_at is None or not now - _ARRIVES_WITHIN < asked_at < now + _ARRIVES_WITHIN:
                return UPLOAD_NOT_FOUND.refuse()
            return UploadedFile(upload_id, UploadState.WAITING)
        is_roster = folder == ROSTER_PREFIX
        status = self.taken_files.status(file, [LEASE_KEY, CURRENT] if is_roster else [LEASE_KEY])
        if status.report is None:
            return self._not_recorded(upload_id, file, status)
        refused = status.report["outcome"] == FileOutcome.REFUSED
        handed_back = refused or status.report["rejected"] or status.report.get("noted")
        back = HandedBack(self.bucket, self.clock).of(file.key, file.etag) if handed_back else NOTHING
        return UploadedFile(
            upload_id,
            UploadState.REFUSED if refused else UploadState.DONE,
            file,
            status.report,
            status.taken_at,
            handed_back=back,
        )

    def _not_recorded(self, upload_id: str, file: IntakeFile, status: FileStatus) -> UploadedFile:
        """An upload without a report: it waits, is being read, or is a roster that needs no reading any more."""
        in_force = in_force_of(status.also.get(CURRENT))
        if in_force and _is_over(file, in_force):
            superseded = (in_force.key, in_force.etag) != (file.key, file.etag)
            return UploadedFile(upload_id, UploadState.DONE, file, superseded=superseded)
        reading = status.begun or is_held(status.also.get(LEASE_KEY), self.clock())
        return UploadedFile(upload_id, UploadState.BEING_READ if reading else UploadState.WAITING, file)


def _key(folder: str, upload_id: str) -> str:
    return f"{folder}{upload_id}.csv"


def _is_over(file: IntakeFile, in_force: InForce) -> bool:
    """Whether the roster in force is `file` or a newer one, so that no run reads `file` any more."""
    same = (in_force.key, in_force.etag) == (file.key, file.etag)
    return same or (in_force.last_modified, in_force.key) > (file.last_modified, file.key)
