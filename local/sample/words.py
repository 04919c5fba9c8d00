"""The word lists of the sample: invented names in many scripts, and the activities that earn credit."""

import csv
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent

# Letters that Unicode does not take apart into a base letter and an accent.
_LATIN_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "þ": "th", "ð": "d", "ı": "i", "ə": "e", "ŋ": "n"}
)


@dataclass(frozen=True)
class Culture:
    """Given and family names that go together, each with its Latin spelling, and how common they are in the sample."""

    name: str
    weight: int
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    family_first: bool
    joiner: str


@dataclass(frozen=True)
class Name:
    """A name: the places of its given and its family name in the lists of its culture."""

    culture: Culture
    given: int
    family: int

    @property
    def written(self) -> str:
        """The name as its owner writes it."""
        given, family = self.culture.given[self.given][0], self.culture.family[self.family][0]
        return self.culture.joiner.join((family, given) if self.culture.family_first else (given, family))

    @property
    def given_latin(self) -> str:
        """The given name in the letters a to z, for an e-mail address."""
        return self.culture.given[self.given][1]

    @property
    def family_latin(self) -> str:
        """The family name in the letters a to z, for an e-mail address."""
        return self.culture.family[self.family][1]


@dataclass(frozen=True)
class Activity:
    """One activity: `hours` are P.A.C.E. contact hours, `cme_hours` AMA PRA credits where it offers them.

    `day` counts from the first day of a meeting; an online course has none.
    """

    provider: str
    number: str
    title: str
    hours: Decimal
    cme_hours: Decimal | None
    day: int | None


def latin(text: str) -> str:
    """`text` in the letters a to z: accents, blanks and signs gone."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LATIN_LETTERS))
    return "".join(letter for letter in folded if "a" <= letter <= "z")


@cache
def cultures() -> tuple[Culture, ...]:
    """The cultures of `names.toml`, in its order."""
    document = tomllib.loads((_HERE / "names.toml").read_text(encoding="utf-8"))
    return tuple(
        Culture(
            name=entry["name"],
            weight=entry["weight"],
            given=tuple(_part(text) for text in entry["given"]),
            family=tuple(_part(text) for text in entry["family"]),
            family_first=entry.get("family_first", False),
            joiner=entry.get("joiner", " "),
        )
        for entry in document["culture"]
    )


@cache
def activities() -> Mapping[str, tuple[Activity, ...]]:
    """The activities of `activities.csv` by provider."""
    found: dict[str, list[Activity]] = {}
    with (_HERE / "activities.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["provider"], []).append(
                Activity(
                    provider=row["provider"],
                    number=row["number"],
                    title=row["title"],
                    hours=Decimal(row["hours"]),
                    cme_hours=Decimal(row["cme_hours"]) if row["cme_hours"] else None,
                    day=int(row["day"]) if row["day"] else None,
                )
            )
    return {provider: tuple(offered) for provider, offered in found.items()}


def _part(text: str) -> tuple[str, str]:
    native, _, spelled = text.partition(":")
    return native, spelled or latin(native)
