"""The named people of the sample: five whose credits show five fates, and what the second day's roster heals.

They are the same whatever the seed, so that a demonstration can speak of them by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from local.sample.model import ACCEPTED, FATES, Fate, Member, Participant, Person, Standing
from local.sample.people import years_after

# Labels of the stories.
ACCEPTED_STORY = "accepted"
NAME_MISMATCH = "name_mismatch"
JOINED = "joined"
RENEWED = "renewed"
OWN_ADDRESS = "own_address"
NEW_ADDRESS = "new_address"

SHOWCASE = (ACCEPTED_STORY, NAME_MISMATCH, JOINED, RENEWED, OWN_ADDRESS)
HEALING = (JOINED, RENEWED, OWN_ADDRESS, NEW_ADDRESS)


@dataclass(frozen=True)
class Role:
    """A named person with a credit that tells something, and the fate of that credit after the later roster.

    `typed_email` is the address as the provider's file has it.
    """

    label: str
    person: Person
    typed_email: str
    fate_later: Fate
    tells: str

    @property
    def fate(self) -> Fate:
        """The fate of the credit after the first night."""
        return FATES[self.person.standing]


@dataclass(frozen=True)
class Cast:
    """The named people: `roles` have a credit, `silent` have none; and the lines of the roster that change later."""

    roles: tuple[Role, ...]
    silent: tuple[Person, ...]
    later_lines: tuple[Member, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone of the cast."""
        return tuple(role.person for role in self.roles) + self.silent

    @property
    def addresses(self) -> list[str]:
        """Every address that the cast has, had or will have, in normal form."""
        members = [person.member for person in self.people if person.member]
        lines = [line.email.lower() for line in (*members, *self.later_lines)]
        return [*(person.email for person in self.people), *lines]


def cast(today: date) -> Cast:
    """The named people, their memberships counted from `today`."""
    ahead = today + timedelta(days=223)
    roles = (_accepted(today, ahead), _name_mismatch(today, ahead))
    joined, renewed, new_address = _joined(today), _renewed(today), _new_address(today, ahead)
    own_address, partner = _own_address(today, ahead)
    later = (
        Member("900001", joined.person.email, joined.person.name, "active", years_after(today, 1)),
        replace(_line(renewed.person), status="active", expires_on=years_after(today, 1)),
        replace(_line(new_address.person), email=new_address.person.email),
        replace(_line(partner), email="Eirlys.Prydderch@example.org"),
    )
    return Cast((*roles, joined, renewed, own_address, new_address), (partner,), later)


def later_roster(members: Sequence[Member], changed: Sequence[Member]) -> list[Member]:
    """The roster of the second day: `members` with the `changed` lines in place, and the newly joined at the end."""
    lines = {member.member_number: member for member in members}
    lines.update((member.member_number, member) for member in changed)
    return list(lines.values())


def _line(person: Person) -> Member:
    if person.member is None:
        raise ValueError(f"{person.standing} person of the cast has no line on the roster")
    return person.member


def _known(email: str, name: str, today: date) -> Participant:
    """Someone whom ASCP knows, in the second year of a cycle."""
    begin = years_after(today.replace(month=1, day=1), -1)
    return Participant(email, name, begin, years_after(begin, 3) - timedelta(days=1))


def _accepted(today: date, ahead: date) -> Role:
    name, email = "Nguyễn Thị Thu Trang", "trang.nguyen@lab.example.com"
    member = Member("004512", "Trang.Nguyen@Lab.Example.com", name, "active", ahead)
    person = Person(name, email, Standing.GOOD, member, _known(email, name, today))
    typed = " ＴＲＡＮＧ.ＮＧＵＹＥＮ＠lab.example.com"
    tells = "The provider wrote the address in capitals of another width, with a blank before it. It still arrives."
    return Role(ACCEPTED_STORY, person, typed, ACCEPTED, tells)


def _name_mismatch(today: date, ahead: date) -> Role:
    name, email = "Agnieszka Niedźwiecka", "a.niedzwiecka@hospital.example.net"
    member = Member("900002", "A.Niedzwiecka@hospital.example.net", name, "active", ahead)
    known = _known(email, "Agnieszka Żółkiewska", today)
    person = Person(name, email, Standing.NAME_DIFFERS_AT_ASCP, member, known)
    tells = "ASCP still has her former name. She corrects it there, and the credit goes out again."
    return Role(NAME_MISMATCH, person, email, FATES[Standing.NAME_DIFFERS_AT_ASCP], tells)


def _joined(today: date) -> Role:
    name, email = "Δήμητρα Σταματοπούλου", "dimitra.stamatopoulou@example.org"
    person = Person(name, email, Standing.NON_MEMBER, None, _known(email, name, today))
    tells = "She is not a member on the first night and joins the next day."
    return Role(JOINED, person, email, ACCEPTED, tells)


def _renewed(today: date) -> Role:
    name, email = "ليلى الأنصاري", "layla.alansari@bloodbank.example.org"
    member = Member("900003", email, name, "lapsed", today - timedelta(days=51))
    person = Person(name, email, Standing.LAPSED, member, _known(email, name, today))
    tells = "Her membership has lapsed; she renews it the next day."
    return Role(RENEWED, person, email.upper(), ACCEPTED, tells)


def _own_address(today: date, ahead: date) -> tuple[Role, Person]:
    """Two members with one address; the one who earned the credit keeps it, the other gets an own one."""
    name, email = "Llŷr Prydderch", "prydderch.family@example.com"
    member = Member("900004", email, name, "active", ahead)
    person = Person(name, email, Standing.SHARES_ADDRESS, member, _known(email, name, today))
    other = Member("900005", "Prydderch.Family@Example.com", "Eirlys Prydderch", "active", ahead)
    partner = Person(other.name, email, Standing.SHARES_ADDRESS, other)
    tells = "Two members share an address, so nobody can say whose credit it is, until one gets an own address."
    return Role(OWN_ADDRESS, person, email, ACCEPTED, tells), partner


def _new_address(today: date, ahead: date) -> Role:
    """A member whom the provider and ASCP know by a new address, and ASCLS by the old one."""
    name, email = "Оксана Лещенко", "oksana.leshchenko@uni.example.net"
    member = Member("900006", "oksana1987@example.net", name, "active", ahead)
    person = Person(name, email, Standing.NON_MEMBER, member, _known(email, name, today))
    tells = "ASCLS has her old address on the first night and the new one the next day."
    return Role(NEW_ADDRESS, person, email, ACCEPTED, tells)
