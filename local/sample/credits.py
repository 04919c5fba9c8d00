"""The credits of the sample: who earned what, and what each should come to."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from local.sample.cast import Role
from local.sample.model import (
    ASM,
    FATES,
    LABCE,
    NOT_REPORTABLE,
    OUTSIDE_CYCLE,
    PROVIDERS,
    Credit,
    Person,
    Row,
    Standing,
)
from local.sample.people import years_after
from local.sample.words import Activity, activities

# Shares of all credits; members in good standing earn the rest.
_SHARES: Mapping[Standing, float] = {
    Standing.LAPSED: 0.05,
    Standing.SHARES_ADDRESS: 0.015,
    Standing.NON_MEMBER: 0.06,
    Standing.UNKNOWN_AT_ASCP: 0.03,
    Standing.NAME_DIFFERS_AT_ASCP: 0.02,
    Standing.CYCLE_OVER: 0.02,
}
_NOT_REPORTABLE_SHARE = 0.04
_REPORTED_LATE_SHARE = 0.01
_FEWEST = 2  # credits of each special kind
_LABCE_SHARE = 0.6
_REPORTABLE = ("pace", "california", "florida")
_REPORTABLE_WEIGHTS = (80, 12, 8)
_NOT_REPORTABLE = ("attendance", "ama_pra_1")
_LABCE_DAYS = 60  # an online course was completed within so many days
_LATE_YEARS = 4  # longer ago than any cycle lasts
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_STRAY_SPACES = (" ", "  ", "\u00a0", "\u3000")


class Earning:
    """Draws credits. Nobody earns one activity twice."""

    def __init__(self, random: Random, people: Sequence[Person], today: date) -> None:
        self._random = random
        self._today = today
        self._meeting_begins = today - timedelta(days=today.weekday() + 7)
        self._people = people
        self._by_standing: dict[Standing, list[Person]] = {}
        for person in people:
            self._by_standing.setdefault(person.standing, []).append(person)
        self._earned: set[tuple[str, str]] = set()
        self._references = {provider: references(random, provider, today) for provider in PROVIDERS}

    def credits(self, count: int, roles: Sequence[Role]) -> list[Credit]:
        """`count` credits in the order of their references; each of the `roles` earns one of them."""
        found = [self._role(role) for role in roles]
        found += [self._not_reportable() for _ in range(_number(count, _NOT_REPORTABLE_SHARE))]
        found += [self._reported_late() for _ in range(_number(count, _REPORTED_LATE_SHARE))]
        for standing, share in _SHARES.items():
            found += [self._reportable(standing) for _ in range(_number(count, share))]
        found += [self._reportable(Standing.GOOD) for _ in range(count - len(found))]
        self._random.shuffle(found)
        return [
            replace(credit, row=replace(credit.row, reference=next(self._references[credit.provider])))
            for credit in found
        ]

    def plain_row(self, provider: str) -> Row:
        """A row without any oddity, which would be accepted: what bad rows are made of."""
        plain_titles = [each for each in activities()[provider] if each.title.replace(" ", "").isalpha()]
        person, activity = self._pick(self._by_standing[Standing.GOOD], plain_titles)
        row = self._row(person, activity, "pace")
        return replace(row, reference=next(self._references[provider]), email=person.email, name=person.name)

    def _role(self, role: Role) -> Credit:
        person, activity = self._pick([role.person], [*activities()[LABCE], *activities()[ASM]])
        row = replace(self._row(person, activity, "pace"), email=role.typed_email, name=person.name)
        return Credit(activity.provider, row, person, role.fate, role.fate_later, role.label)

    def _not_reportable(self) -> Credit:
        """Attendance or AMA PRA credit at the meeting, by anybody: it is not reported, whoever earned it."""
        person, activity = self._pick(self._people, activities()[ASM])
        row = self._row(person, activity, self._random.choice(_NOT_REPORTABLE))
        return Credit(ASM, row, person, NOT_REPORTABLE, NOT_REPORTABLE)

    def _reported_late(self) -> Credit:
        """Someone in good standing, but the course was completed long before the cycle that runs."""
        person, activity = self._pick(self._by_standing[Standing.GOOD], activities()[LABCE])
        row = self._row(person, activity, "pace")
        completed_on = years_after(date.fromisoformat(row.completed_on), -_LATE_YEARS)
        row = replace(row, completed_on=completed_on.isoformat())
        return Credit(LABCE, row, person, OUTSIDE_CYCLE, OUTSIDE_CYCLE)

    def _reportable(self, standing: Standing) -> Credit:
        provider = LABCE if self._random.random() < _LABCE_SHARE else ASM
        person, activity = self._pick(self._by_standing[standing], activities()[provider])
        statement = self._random.choices(_REPORTABLE, _REPORTABLE_WEIGHTS)[0]
        fate = FATES[standing]
        return Credit(provider, self._row(person, activity, statement), person, fate, fate)

    def _pick(self, people: Sequence[Person], offered: Sequence[Activity]) -> tuple[Person, Activity]:
        """A person and an activity that this person has not had; raises ValueError when hardly any are left."""
        for _ in range(1000):
            person = self._random.choice(people)
            activity = self._random.choice(offered)
            # Those who share an address are one in the eyes of the provider.
            if (person.email, activity.number) not in self._earned:
                self._earned.add((person.email, activity.number))
                return person, activity
        raise ValueError("too few members for so many rows: ask for more members, or for fewer rows")

    def _row(self, person: Person, activity: Activity, statement: str) -> Row:
        if activity.day is None:
            completed_on = self._today - timedelta(days=self._random.randrange(1, _LABCE_DAYS))
        else:
            completed_on = self._meeting_begins + timedelta(days=activity.day)
        hours = activity.cme_hours if statement == "ama_pra_1" and activity.cme_hours else activity.hours
        return Row(
            reference="",
            email=as_typed(person.email, self._random),
            name=_name_as_typed(person.name, self._random),
            activity_number=activity.number,
            activity_title=activity.title,
            statement=statement,
            contact_hours=self._random.choice((f"{hours:f}", f"{hours.normalize():f}", f"{hours:.2f}")),
            completed_on=completed_on.isoformat(),
            ascp_customer_id=_customer_id(person),
        )


def _customer_id(person: Person) -> str:
    """The ASCP customer ID that every second learner in good standing gave the provider; not every file has it."""
    known = person.participant.ascp_customer_id if person.participant else ""
    return known if person.standing is Standing.GOOD and known[-1:] in tuple("02468") else ""


def references(random: Random, provider: str, today: date) -> Iterator[str]:
    """References as the provider gives them out: rising, with gaps, none twice, without end."""
    number = random.randrange(10_000_000, 80_000_000) if provider == LABCE else random.randrange(10_000, 60_000)
    while True:
        number += random.randrange(1, 9)
        yield f"LabCE-{number:08d}" if provider == LABCE else f"ASM-{today.year}-{number:06d}"


def as_typed(email: str, random: Random) -> str:
    """`email` as somebody may have typed it: other letter case, stray blanks, full width, the domain's own script."""
    local, _, domain = email.partition("@")
    if "xn--" in domain and random.random() < 0.5:
        email = f"{local}@{domain.encode('ascii').decode('idna')}"
    style = random.random()
    if style < 0.12:
        return email.upper()
    if style < 0.25:
        return email.title()
    if style < 0.33:
        return email + random.choice(_STRAY_SPACES)
    if style < 0.38:
        return random.choice(_STRAY_SPACES) + email
    if style < 0.42:
        return email.translate(_FULL_WIDTH)
    return email


def _name_as_typed(name: str, random: Random) -> str:
    """`name`, now and then with its accents apart from their letters, as some systems export it."""
    return unicodedata.normalize("NFD", name) if random.random() < 0.03 else name


def _number(count: int, share: float) -> int:
    return max(_FEWEST, round(count * share))
