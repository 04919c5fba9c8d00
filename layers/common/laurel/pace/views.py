"""Response bodies of participant lists and of the quarterly report."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.activity import Activity
from laurel.catalog.provider import StoredProvider
from laurel.certificates.certificate import CertificateStatus
from laurel.pace.participants import Participant
from laurel.pace.report import ProgramLine, Quarter
from laurel.pace.report_columns import ReportColumn, texts_of
from laurel.platform.amounts import amount_text
from laurel.statements import Statement


class PaceModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ParticipantView(PaceModel):
    """A participant: a learner who printed a certificate."""

    name: str = Field(description="As printed.", examples=["Ana Lima"])
    statement: Statement
    hours: str = Field(description="Credits in the unit of the statement.", examples=["1.5"])
    session_ids: tuple[str, ...]
    completed_on: date = Field(description="In the activity's time zone.")
    certificate: str = Field(description="The number of the latest certificate.", examples=["7XKDA-9GQMT-C4WHE"])
    standing: CertificateStatus = Field(description="`valid` or `revoked`.")
    license: str | None = Field(description="As printed; null where the statement needs none.")

    @classmethod
    def of(cls, one: Participant) -> Self:
        """`one` as it is sent."""
        return cls(
            name=one.name,
            statement=one.statement,
            hours=amount_text(one.hours),
            session_ids=one.session_ids,
            completed_on=one.completed_on,
            certificate=one.certificate,
            standing=one.standing,
            license=one.license or None,
        )


class ParticipantList(PaceModel):
    """The participants of an activity, by name."""

    activity_id: str
    title: str
    provider: str
    number: str
    participants: tuple[ParticipantView, ...]

    @classmethod
    def of(cls, activity: Activity, participants: Iterable[Participant]) -> Self:
        """The list as it is sent."""
        return cls(
            activity_id=activity.id,
            title=activity.title,
            provider=activity.provider,
            number=activity.number,
            participants=tuple(map(ParticipantView.of, participants)),
        )


class ReportColumnView(PaceModel):
    """A column of the report."""

    id: str = Field(examples=["participants"])
    heading: str = Field(examples=["Participants"])


class ProgramView(PaceModel):
    """A program in the report: what each column says, by its ID."""

    activity_id: str
    values: dict[str, str] = Field(examples=[{"title": "Clinical Microbiology 2026", "participants": "187"}])


class QuarterlyReportView(PaceModel):
    """The quarterly activity report of a provider."""

    provider: str
    display_name: str
    year: int
    quarter: int
    first_day: date
    last_day: date
    columns: tuple[ReportColumnView, ...]
    programs: tuple[ProgramView, ...]

    @classmethod
    def of(
        cls, provider: StoredProvider, quarter: Quarter, columns: Iterable[ReportColumn], lines: Iterable[ProgramLine]
    ) -> Self:
        """The report as it is sent."""
        chosen = tuple(columns)
        return cls(
            provider=provider.provider_id,
            display_name=provider.provider.display_name,
            year=quarter.year,
            quarter=quarter.number,
            first_day=quarter.first_day,
            last_day=quarter.last_day,
            columns=tuple(ReportColumnView(id=one.id, heading=one.heading) for one in chosen),
            programs=tuple(_program(line, chosen) for line in lines),
        )


def _program(line: ProgramLine, columns: tuple[ReportColumn, ...]) -> ProgramView:
    texts = texts_of(line)
    return ProgramView(activity_id=line.activity_id, values={one.id: texts[one.id] for one in columns})
