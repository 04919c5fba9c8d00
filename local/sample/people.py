"""The invented people of the sample: the members of the roster, and those who are not on it."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from local.sample.model import Member, Participant, Person, Standing
from local.sample.words import Name, cultures

_DOMAINS = (
    "example.org",
    "example.com",
    "example.net",
    "mail.example.org",
    "lab.example.com",
    "hospital.example.net",
    "stlukes.example.org",
    "bloodbank.example.org",
    "uni.example.net",
)
_IDN_DOMAINS = ("zürich.example.org", "łódź.example.org", "москва.example.net", "東京.example.com")
_IDN_SHARE = 0.02

# Shares of all members; the rest is in good standing. Non-members are extra.
_SHARES: Mapping[Standing, float] = {
    Standing.LAPSED: 0.07,
    Standing.SHARES_ADDRESS: 0.008,
    Standing.UNKNOWN_AT_ASCP: 0.02,
    Standing.NAME_DIFFERS_AT_ASCP: 0.015,
    Standing.CYCLE_OVER: 0.015,
}
_NON_MEMBER_SHARE = 0.03
_FEWEST = 6  # of each special standing; even, because addresses are shared by two
_CYCLE_YEARS = 3  # ASCP's Credential Maintenance Program runs in cycles of three years


class Names:
    """Draws names and addresses; no address is drawn twice."""

    def __init__(self, random: Random, taken: Sequence[str]) -> None:
        self._random = random
        self._taken = set(taken)
        self._cultures = cultures()
        self._weights = [culture.weight for culture in self._cultures]

    def name(self) -> Name:
        """A name out of one culture."""
        culture = self._random.choices(self._cultures, self._weights)[0]
        given = self._random.randrange(len(culture.given))
        return Name(culture, given, self._random.randrange(len(culture.family)))

    def other_family(self, name: Name) -> Name:
        """The same given name with another family name, as after a wedding."""
        families = len(name.culture.family)
        return replace(name, family=(name.family + self._random.randrange(1, families)) % families)

    def address(self, name: Name) -> str:
        """A free address for `name`, in the form that matching compares: lower case, the domain in IDNA."""
        given, family = name.given_latin, name.family_latin
        local = self._random.choice(
            (f"{given}.{family}", f"{given[0]}{family}", f"{family}.{given}", f"{given}_{family}", f"{given}+ce")
        )
        domains = _IDN_DOMAINS if self._random.random() < _IDN_SHARE else _DOMAINS
        domain = self._random.choice(domains).encode("idna").decode("ascii")
        address, number = f"{local}@{domain}", 1
        while address in self._taken:
            number += 1
            address = f"{local}{number}@{domain}"
        self._taken.add(address)
        return address


def population(random: Random, members: int, today: date, taken: Sequence[str]) -> list[Person]:
    """`members` people on the roster and some who are not; none of them gets an address that is `taken`."""
    names = Names(random, taken)
    # Six digits, some with leading zeros; the numbers below and above are left to the named people.
    numbers = sorted(random.sample(range(10_000, 900_000), members))
    people = [
        _member(random, names, f"{number:06d}", standing, today)
        for number, standing in zip(numbers, _standings(random, members), strict=True)
    ]
    people = _share_addresses(random, people)
    outsiders = max(_FEWEST, round(members * _NON_MEMBER_SHARE))
    people.extend(_non_member(random, names, today) for _ in range(outsiders))
    return people


def cycle_around(today: date, random: Random) -> tuple[date, date]:
    """A three-year cycle that runs today, and did for the last half year and will for the next month."""
    begin = today - timedelta(days=random.randrange(200, 1000))
    begin = begin.replace(day=1)
    return begin, years_after(begin, _CYCLE_YEARS) - timedelta(days=1)


def customer_id_of(member_number: str) -> str:
    """The ASCP customer ID of a member: eight digits, another for each member."""
    return f"{int(member_number) * 7_654_321 % 100_000_000:08d}"


def years_after(day: date, years: int) -> date:
    """The same day `years` later (or earlier, when negative); 29 February gives way to the 28th."""
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    return day.replace(year=year, day=min(day.day, last))


def _standings(random: Random, count: int) -> list[Standing]:
    """One standing for each of `count` members, in random order."""
    special: list[Standing] = []
    for standing, share in _SHARES.items():
        special.extend([standing] * (max(_FEWEST, round(count * share)) // 2 * 2))
    everyone = special + [Standing.GOOD] * (count - len(special))
    random.shuffle(everyone)
    return everyone


def _member(random: Random, names: Names, number: str, standing: Standing, today: date) -> Person:
    name = names.name()
    email = names.address(name)
    status, expires_on = _membership(random, standing, today)
    customer_id = customer_id_of(number)
    # ASCLS keeps the ID of every third member, if the address alone would do.
    kept = customer_id if standing is Standing.GOOD and int(number) % 3 == 0 else ""
    member = Member(number, on_roster(email, random), name.written, status, expires_on, kept)
    participant = _participant(random, names, name, email, standing, today)
    participant = participant and replace(participant, ascp_customer_id=customer_id)
    return Person(name.written, email, standing, member, participant)


def _membership(random: Random, standing: Standing, today: date) -> tuple[str, date | None]:
    """Status and last day: a lapsed member is marked so, or only past the last day."""
    if standing is Standing.LAPSED:
        past = today - timedelta(days=random.randrange(1, 700))
        return random.choice((("lapsed", past), ("lapsed", None), ("active", past)))
    ahead = today + timedelta(days=random.randrange(30, 400))
    return "active", None if random.random() < 0.05 else ahead


def _participant(
    random: Random, names: Names, name: Name, email: str, standing: Standing, today: date
) -> Participant | None:
    """The person as ASCP knows them, maybe by another address, or None."""
    begin, end = cycle_around(today, random)
    match standing:
        case Standing.SHARES_ADDRESS:
            return None
        case Standing.UNKNOWN_AT_ASCP:  # by this address
            return Participant(email.replace("@", ".private@"), name.written, begin, end)
        case Standing.CYCLE_OVER:
            end = today - timedelta(days=random.randrange(70, 400))
            return Participant(email, name.written, years_after(end, -_CYCLE_YEARS), end)
        case Standing.NAME_DIFFERS_AT_ASCP:
            return Participant(email, names.other_family(name).written, begin, end)
        case _:
            return Participant(email, name.written, begin, end)


def _share_addresses(random: Random, people: list[Person]) -> list[Person]:
    """Gives every two members who share an address the address of the first of them."""
    sharing = [place for place, person in enumerate(people) if person.standing is Standing.SHARES_ADDRESS]
    for first, second in zip(sharing[::2], sharing[1::2], strict=True):
        email = people[first].email
        member = people[second].member
        if member is not None:
            member = replace(member, email=on_roster(email, random))
            people[second] = replace(people[second], email=email, member=member)
    return people


def _non_member(random: Random, names: Names, today: date) -> Person:
    """Someone who is not on the roster; ASCP knows most of them all the same."""
    name = names.name()
    email = names.address(name)
    participant = None
    if random.random() < 0.8:
        participant = Participant(email, name.written, *cycle_around(today, random))
    return Person(name.written, email, Standing.NON_MEMBER, None, participant)


def on_roster(email: str, random: Random) -> str:
    """The address as the roster spells it: letter case as members typed it, the domain in its own script."""
    local, _, domain = email.partition("@")
    domain = domain.encode("ascii").decode("idna")
    style = random.random()
    if style < 0.15:
        return f"{local.title()}@{domain}"
    if style < 0.25:
        return f"{local}@{domain.upper()}"
    if style < 0.3:
        return f"{local}@{domain}".upper()
    return f"{local}@{domain}"
