"""A sample of any size for measurements: no special cases, and never more than a line of it in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from local.sample.files import FORMATS, Layout, write_lines, write_participants, write_roster
from local.sample.generation import SEED, TODAY
from local.sample.model import LABCE, PROVIDERS, Member, Participant, Row
from local.sample.people import years_after
from local.sample.words import Activity, Name, activities, cultures

# Steps that share no factor with the usual counts, so that neighbors differ and every member gets a turn.
_NAME_STEP = 7919
_MEMBER_STEP = 1_000_003
_COMPLETED_DAYS = 40


@dataclass(frozen=True)
class PlainSample:
    """The files of a plain sample: every row is a credit that ASCP accepts."""

    out: Path
    roster: Path
    feeds: Mapping[str, Path]
    participants: Path
    members: int
    rows: int


def generate_plain(out: Path, *, members: int, rows: int, seed: int = SEED, today: date = TODAY) -> PlainSample:
    """Streams a roster, two feeds of half the rows each, and the participants to `out`.

    The same arguments give the same bytes. Raises ValueError when `members` is not positive or `rows` is negative.
    """
    if members < 1 or rows < 0:
        raise ValueError("a plain sample needs at least one member, and no negative number of rows")
    layout = Layout(out, today, today + timedelta(days=1))
    crowd = _Crowd(seed, members)
    write_roster(layout.roster, crowd.on_roster(years_after(today, 1)))
    write_participants(layout.participants, crowd.at_ascp(today))
    for half, provider in enumerate(PROVIDERS):
        form = FORMATS[provider]
        numbers = range(half, rows, len(PROVIDERS))
        lines = (form.line(_row(crowd, provider, number, today)) for number in numbers)
        write_lines(layout.feed(provider), form.header, lines)
    return PlainSample(
        out=out,
        roster=layout.roster,
        feeds={provider: layout.feed(provider) for provider in PROVIDERS},
        participants=layout.participants,
        members=members,
        rows=rows,
    )


class _Crowd:
    """Members 0, 1, 2 ... of whom each is worked out from the number alone."""

    def __init__(self, seed: int, members: int) -> None:
        self.members = members
        self._seed = seed
        names = [
            Name(culture, given, family)
            for culture in cultures()
            for given in range(len(culture.given))
            for family in range(len(culture.family))
        ]
        self._names = [(name.written, f"{name.given_latin}.{name.family_latin}") for name in names]

    def name_and_address(self, number: int) -> tuple[str, str]:
        """The name of a member, and an address that no other has."""
        name, local = self._names[(number * _NAME_STEP + self._seed) % len(self._names)]
        return name, f"{local}.{number}@example.org"

    def on_roster(self, ahead: date) -> Iterator[Member]:
        """Everyone as an active member until `ahead`."""
        for number in range(self.members):
            name, email = self.name_and_address(number)
            yield Member(f"{number + 1:07d}", email, name, "active", ahead)

    def at_ascp(self, today: date) -> Iterator[Participant]:
        """Everyone as ASCP knows them, in the second year of a cycle."""
        begin, end = years_after(today, -1), years_after(today, 2)
        for number in range(self.members):
            name, email = self.name_and_address(number)
            yield Participant(email, name, begin, end)


def _row(crowd: _Crowd, provider: str, number: int, today: date) -> Row:
    """Row `number` of the whole sample."""
    name, email = crowd.name_and_address(number * _MEMBER_STEP % crowd.members)
    offered = activities()[provider]
    activity: Activity = offered[number % len(offered)]
    prefix = "LabCE" if provider == LABCE else f"ASM-{today.year}"
    return Row(
        reference=f"{prefix}-{number + 1:08d}",
        email=email,
        name=name,
        activity_number=activity.number,
        activity_title=activity.title,
        statement="pace",
        contact_hours=str(activity.hours),
        completed_on=(today - timedelta(days=1 + number % _COMPLETED_DAYS)).isoformat(),
    )
