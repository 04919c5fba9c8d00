"""How the sample's files are written: their columns, line ends and byte order marks."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from local.sample.model import ASM, FEED_COLUMNS, LABCE, PARTICIPANT_COLUMNS, Member, Participant, Row

_LF = "\n"
_CRLF = "\r\n"
_BOM = b"\xef\xbb\xbf"
# The columns in an order of ASCLS's own, with one that the intake does not need.
_ROSTER_COLUMNS = ("name", "member_number", "society", "email", "status", "expires_on", "ascp_customer_id")
_SOCIETIES = ("ASCLS-Ohio", "ASCLS-Texas", "ASCLS-Michigan", "CLSP, Pennsylvania", "ASCLS-Minnesota")

# What providers add to each row of their own accord.
_EXTRA: Mapping[str, Callable[[Row], str]] = {
    "course_url": lambda row: f"https://courses.example.com/{row.activity_number}",
    "badge_id": lambda row: f"B{row.reference[-5:]}",
}


@dataclass(frozen=True)
class FeedFormat:
    """How one provider writes its file: the columns in its own order, the line end, and whether a BOM comes first."""

    columns: tuple[str, ...]
    newline: str
    bom: bool

    @property
    def header(self) -> bytes:
        """The first line of the file."""
        return (_BOM if self.bom else b"") + self.encode(self.columns)

    def cells(self, row: Row) -> list[str]:
        """The fields of `row` in the order of this file, extra columns among them."""
        return [_EXTRA[name](row) if name in _EXTRA else getattr(row, name) for name in self.columns]

    def line(self, row: Row) -> bytes:
        """The line of `row`."""
        return self.encode(self.cells(row))

    def encode(self, cells: Sequence[str]) -> bytes:
        """One line with these cells, quoted where RFC 4180 asks for it."""
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator=self.newline).writerow(cells)
        return text.getvalue().encode("utf-8")


FORMATS: Mapping[str, FeedFormat] = {
    LABCE: FeedFormat(
        columns=(*FEED_COLUMNS, "course_url"),
        newline=_CRLF,
        bom=True,
    ),
    ASM: FeedFormat(
        columns=(
            "completed_on",
            "badge_id",
            "name",
            "email",
            "activity_title",
            "activity_number",
            "contact_hours",
            "statement",
            "ascp_customer_id",
            "reference",
        ),
        newline=_LF,
        bom=False,
    ),
}


@dataclass(frozen=True)
class Layout:
    """The files of a sample in `out`, named after `today` and the day after."""

    out: Path
    today: date
    tomorrow: date

    @property
    def roster(self) -> Path:
        """The roster of the first day."""
        return self._made("roster", "ascls", f"{self.today}.csv")

    def feed(self, provider: str) -> Path:
        """The feed of one provider."""
        return self._made("feed", provider, f"{self.today}.csv")

    @property
    def participants(self) -> Path:
        """Those whom ASCP knows."""
        return self._made("ascp", "participants.csv")

    @property
    def later_roster(self) -> Path:
        """The roster of the second day."""
        return self._made("later", "roster", "ascls", f"{self.tomorrow}.csv")

    @property
    def expected(self) -> Path:
        """What should become of it all, as JSON."""
        return self._made("expected.json")

    def _made(self, *parts: str) -> Path:
        path = self.out.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def write_roster(path: Path, members: Iterable[Member]) -> None:
    """Writes a whole roster, line by line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=_LF)
        writer.writerow(_ROSTER_COLUMNS)
        for member in members:
            society = _SOCIETIES[int(member.member_number) % len(_SOCIETIES)]
            ends = member.expires_on.isoformat() if member.expires_on else ""
            kept = (member.status, ends, member.ascp_customer_id)
            writer.writerow((member.name, member.member_number, society, member.email, *kept))


def write_participants(path: Path, participants: Iterable[Participant]) -> None:
    """Writes the list of those whom ASCP knows, line by line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=_LF)
        writer.writerow(PARTICIPANT_COLUMNS)
        for known in participants:
            cycle = (known.cycle_from.isoformat(), known.cycle_to.isoformat())
            writer.writerow((known.email, known.name, *cycle, known.ascp_customer_id))


def write_lines(path: Path, header: bytes, lines: Iterable[bytes]) -> None:
    """Writes a feed out of its encoded lines."""
    with path.open("wb") as file:
        file.write(header)
        file.writelines(lines)
