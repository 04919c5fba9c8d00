"""Responses of the routes on which partners upload files."""

from datetime import date
from typing import Any, Self

from pydantic import AwareDatetime, Field

from laurel.arrivals.handed_back import MOST_ROWS, HandedBackRows, RejectedRow
from laurel.arrivals.push_views import PushModel
from laurel.arrivals.uploads import (
    FORM_SECONDS,
    LARGEST_UPLOAD,
    UploadedFile,
    UploadForm,
    UploadState,
)
from laurel.intake.bucket import LINK_SECONDS


class UploadFormView(PushModel):
    """A signed form. Send one file with it, as `multipart/form-data`."""

    upload_id: str = Field(description="Ask for the report with it.")
    url: str = Field(description="Where the form is sent.")
    fields: dict[str, str] = Field(
        description="The fields of the form, all of them, in any order. The file is the last field, named `file`."
    )
    expires_at: AwareDatetime = Field(description=f"The form can be sent until then: {FORM_SECONDS // 60} minutes.")
    largest_bytes: int = Field(description="The most bytes of the file.", examples=[LARGEST_UPLOAD])

    @classmethod
    def of(cls, form: UploadForm) -> Self:
        """`form` as the API shows it."""
        return cls(
            upload_id=form.upload_id,
            url=form.url,
            fields=dict(form.fields),
            expires_at=form.expires_at,
            largest_bytes=LARGEST_UPLOAD,
        )


class UploadReport(PushModel):
    """What a run found in the file. Counts that do not belong to the kind of file are null or 0."""

    rows: int
    credits: int = Field(description="New credits of a feed.")
    repeats: int = Field(description="Rows that were taken before, with the same content.")
    rejected: int
    members: int | None = Field(description="Members of a roster.")
    changed: int | None = Field(description="Addresses of a roster that changed.")
    noted: int = Field(
        description="Members of a roster whose ASCP customer ID is not valid. They count without it, and their rows are"
        " among `rejected_rows` too."
    )
    reason: str | None = Field(description="A stable code: why the whole file was refused.")
    message: str | None = Field(description="The reason in words, and what to do.")
    again_on: date | None = Field(description="The day on which rows with a date in the future are read again.")
    read_at: AwareDatetime

    @classmethod
    def of(cls, upload: UploadedFile) -> Self | None:
        """The report of `upload`, if there is one."""
        report, read_at = upload.report, upload.read_at
        if report is None or read_at is None:
            return None
        again_on = report.get("again_on")
        return cls(
            **{name: int(report.get(name, 0)) for name in ("rows", "credits", "repeats", "rejected", "noted")},
            members=_count(report.get("members")),
            changed=_count(report.get("changed")),
            reason=report.get("reason"),
            message=report.get("message"),
            again_on=date.fromisoformat(again_on) if again_on else None,
            read_at=read_at,
        )


class RejectedRowView(PushModel):
    """A row that was handed back: it was not taken, or its ASCP customer ID was not."""

    line: int | None = Field(description="Where the row begins; the header is line 1.")
    column: str = Field(description="Empty when the whole row is at fault.")
    reason: str = Field(description="Stable, for programs.")
    message: str = Field(description="Everything that is wrong with the row.")
    values: dict[str, str] = Field(description="The row's own cells.")
    noted: bool = Field(description="Whether it is a member of a roster who counts, without the ASCP customer ID.")

    @classmethod
    def of(cls, row: RejectedRow) -> Self:
        """`row` as the API shows it."""
        same = ("line", "column", "reason", "message", "noted")
        return cls(**{name: getattr(row, name) for name in same}, values=dict(row.values))


class RejectedRowsView(PushModel):
    """The rows of a file that were handed back."""

    rejected_rows: tuple[RejectedRowView, ...] = Field(
        description=f"The first {MOST_ROWS}. Kept for 30 days, like the file of `rejected_rows_url`."
    )
    rejected_rows_url: str | None = Field(
        description=f"All rejected rows as CSV, with your columns: a link for {LINK_SECONDS // 60} minutes."
    )
    rejected_rows_url_expires_at: AwareDatetime | None

    @classmethod
    def of(cls, found: HandedBackRows) -> "RejectedRowsView":
        """`found` as the API shows it."""
        return RejectedRowsView(
            rejected_rows=tuple(map(RejectedRowView.of, found.rows)),
            rejected_rows_url=found.link,
            rejected_rows_url_expires_at=found.link_ends_at,
        )


class UploadView(RejectedRowsView):
    """An uploaded file, and what became of it."""

    upload_id: str
    state: UploadState = Field(
        description="`waiting` for the file or for the run that reads it; `being_read`; `done`; `refused` as a whole."
    )
    bytes: int | None = Field(description="Of the file; null as long as it has not arrived.")
    received_at: AwareDatetime | None
    superseded: bool = Field(description="Of a roster: a newer one was read first, and this one is not needed.")
    report: UploadReport | None

    @classmethod
    def of_upload(cls, upload: UploadedFile) -> Self:
        """`upload` as the API shows it."""
        file = upload.file
        return cls(
            upload_id=upload.upload_id,
            state=upload.state,
            bytes=file.size if file else None,
            received_at=file.last_modified if file else None,
            superseded=upload.superseded,
            report=UploadReport.of(upload),
            **RejectedRowsView.of(upload.handed_back).model_dump(),
        )


def _count(value: Any) -> int | None:
    return None if value is None else int(value)
