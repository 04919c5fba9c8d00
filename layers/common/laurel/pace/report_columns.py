"""The columns of the quarterly report, their headings and their order: configuration (pure).

The setting is like `title;participants=Number of participants`: IDs of columns, each with a heading of its own where
the printed form calls it otherwise.
"""

from dataclasses import dataclass, fields

from laurel.pace.report import ProgramLine
from laurel.platform.amounts import amount_text
from laurel.platform.csv_tables import csv_table

HEADINGS = {
    "provider_number": "Provider number",
    "program_number": "Program number",
    "title": "Title",
    "kind": "Kind",
    "location": "Location",
    "starts_on": "First day",
    "ends_on": "Last day",
    "level": "Level",
    "hours_offered": "Hours offered",
    "participants": "Participants",
    "certificates": "Certificates",
    "hours_awarded": "Hours awarded",
    "mean_speaker": "Mean: speaker",
    "mean_objectives": "Mean: objectives",
    "mean_content": "Mean: content",
    "canceled": "Canceled",
}


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column: the field of `ProgramLine` that it shows, and its heading."""

    id: str
    heading: str


DEFAULT = tuple(ReportColumn(id_, heading) for id_, heading in HEADINGS.items() if id_ != "location")


def read_columns(setting: str) -> tuple[ReportColumn, ...]:
    """The columns in `setting`; the default ones if it is empty. Raises ValueError for an unknown or repeated one."""
    found = []
    for part in filter(None, (part.strip() for part in setting.split(";"))):
        id_, _, heading = (piece.strip() for piece in part.partition("="))
        if id_ not in HEADINGS:
            raise ValueError(f"there is no column {id_!r}; there are {', '.join(HEADINGS)}")
        found.append(ReportColumn(id_, heading or HEADINGS[id_]))
    if len({one.id for one in found}) < len(found):
        raise ValueError("a column is named twice")
    return tuple(found) or DEFAULT


def texts_of(line: ProgramLine) -> dict[str, str]:
    """What each column says of a program."""
    return {field.name: _text(getattr(line, field.name)) for field in fields(line) if field.name in HEADINGS} | {
        "hours_offered": amount_text(line.hours_offered),
        "hours_awarded": amount_text(line.hours_awarded),
    }


def report_csv(columns: tuple[ReportColumn, ...], lines: list[ProgramLine]) -> str:
    """The report as CSV in which a spreadsheet runs no formula."""
    rows = ([texts_of(line)[column.id] for column in columns] for line in lines)
    return csv_table([column.heading for column in columns], rows)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
