"""What gives first when many come at once, and for a million learners: AWS's limits and ours against what we measured.

    make simulate [PEOPLE=20000]

A meeting: people arrive within an hour, most of them in the middle of it, and each makes the requests of
`benchmarks.journey` one after the other. Every second of the hour is counted. A limit is reached where a second (or
five minutes) asks for more than it allows. Limits: aws_limits.toml and the defaults of template.yaml.
"""

import argparse
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.journey import PRINTING, Asked, measured, shared
from tests.stores import properties, template

PEOPLE, HOUR = 20_000, 3_600
BETWEEN = 10  # seconds between two requests of a learner who reads and types
# Seconds of a call, as docs/scale.md has them, and of our own code.
READ_SECONDS, WRITE_SECONDS, TRANSACTION_SECONDS, OWN_SECONDS = 0.012, 0.012, 0.045, 0.015
PRINT_SECONDS = 0.25  # render, two signatures, the document into the bucket
COLD_SECONDS = 1.5  # a new instance, until its first answer
MILLION = 1_000_000
_SECONDS = {"TransactWriteItems": TRANSACTION_SECONDS, "PutItem": WRITE_SECONDS, "UpdateItem": WRITE_SECONDS}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A limit: what is asked of it at the worst moment, what it allows, and what to turn when it gives."""

    what: str
    asked: float
    allowed: float
    turn: str

    @property
    def share(self) -> float:
        """How much of the limit is used; it gives above 1."""
        return self.asked / self.allowed


@cache
def limits() -> Mapping[str, Any]:
    """AWS's limits by name."""
    found: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "aws_limits.toml").read_text(encoding="utf-8"))
    return found


def default(parameter: str) -> int:
    """The default of a parameter of the stack."""
    return int(template()["Parameters"][parameter]["Default"])


def arrivals(people: int, seconds: int = HOUR) -> list[float]:
    """How many begin in each second: none at both ends, twice the mean in the middle."""
    shape = [min(second + 0.5, seconds - second - 0.5) for second in range(seconds)]
    return [people * one / sum(shape) for one in shape]


def load(starts: Sequence[float], each: Sequence[float], between: int = BETWEEN) -> list[float]:
    """What all ask for in each second, if one asks for `each` amount in turn, `between` seconds apart."""
    found = [0.0] * (len(starts) + between * len(each))
    for step, amount in enumerate(each):
        if amount:
            for second, count in enumerate(starts):
                found[second + step * between] += count * amount
    return found


def worst(seconds: Sequence[float], window: int = 1) -> float:
    """The most within `window` seconds."""
    sums = [0.0, *accumulate(seconds)]
    return max(sums[end] - sums[max(0, end - window)] for end in range(1, len(sums)))


def seconds_of(asked: Asked) -> float:
    """How long a request keeps an instance of its function."""
    calls = sum(_SECONDS.get(call, READ_SECONDS) for call in asked.calls)
    return OWN_SECONDS + calls + (PRINT_SECONDS if asked.route == PRINTING else 0)


@dataclass(frozen=True, slots=True)
class Rush:
    """A meeting of so many people: who begins when, and what each asks for."""

    starts: Sequence[float]
    journey: Sequence[Asked]

    def peak(self, of: Callable[[Asked], float], window: int = 1) -> float:
        """The most that is asked for within `window` seconds, if a request asks for `of` it."""
        return worst(load(self.starts, [of(one) for one in self.journey]), window)

    def units(self, kind: str, place: str | None = None) -> float:
        """The most units of DynamoDB in a second: of one partition, or of all."""
        return self.peak(lambda one: sum(v for at, v in getattr(one, kind).items() if place in (None, at)))


def meeting(people: int = PEOPLE) -> list[Verdict]:
    """Each limit for a meeting of so many people, the fullest first."""
    rush = Rush(arrivals(people), measured()[1])
    found = [*_limits_of_ours(rush), *_limits_of_calls(rush), *_limits_of_tables(rush)]
    return sorted(found, key=lambda one: -one.share)


def _limits_of_ours(rush: Rush) -> list[Verdict]:
    """Parameters of the stack; everybody comes from the address of one hall."""
    begun = worst(rush.starts, 300)
    hall = "the hall's address in five minutes"
    asked = {
        "ApiRateLimit": ("requests through the portal's address a second", rush.peak(lambda _: 1)),
        "ApiPerAddress": ("requests from the hall's one address in five minutes", rush.peak(lambda _: 1, 300)),
        "SignInPerAddress": (f"calls of Cognito from {hall}", 2 * begun),
        "CodesPerAddress": (f"sign-up codes to {hall}, if all are new", begun),
        "PagesPerAddress": (f"loads of the page for signing in from {hall}", begun),
    }
    return [Verdict(what, amount, default(name), name) for name, (what, amount) in asked.items()]


def _limits_of_calls(rush: Rush) -> list[Verdict]:
    """Calls of Lambda, API Gateway, Cognito, SES and KMS."""
    aws, begun = {name: one["most"] for name, one in limits().items()}, worst(rush.starts)
    busy, prints = rush.peak(seconds_of), rush.peak(lambda one: one.route == PRINTING)
    more, charged = "Service Quotas", "Service Quotas (charged)"
    return [
        Verdict("requests to API Gateway a second", rush.peak(lambda _: 1), aws["api_requests"], more),
        Verdict("functions at the same time", busy, aws["lambda_concurrency"], f"{more}, ReserveConcurrency"),
        Verdict("functions at the same time, of a new account with 10", busy, 10, f"{more}, before the first meeting"),
        Verdict(
            "new instances a second, all cold", begun * COLD_SECONDS, aws["lambda_burst"], "open the meeting earlier"
        ),
        Verdict("sign-ins a second", begun, aws["sign_ins"], charged),
        Verdict("sign-ups a second, two calls each, if all are new", 2 * begun, aws["sign_ups"], charged),
        Verdict("sign-up codes by e-mail a second, if all are new", begun, aws["mails"], "SES: a higher sending rate"),
        Verdict("signatures a second", 2 * prints, aws["signatures"], f"{more}; BadgeKeySpec"),
    ]


def _limits_of_tables(rush: Rush) -> list[Verdict]:
    """New on-demand tables, and the partition that all learners use most."""
    aws, found = {name: one["most"] for name, one in limits().items()}, []
    for kind in ("reads", "writes"):
        unit, warm = kind[:-1], "WarmThroughput"
        hottest = max(shared(kind).items(), key=lambda one: one[1])[0]
        all_ = Verdict(f"{unit} units of the tables a second", rush.units(kind), aws[f"cold_table_{kind}"], warm)
        words = f"{unit} units of the hottest partition a second ({hottest})"
        found += [all_, Verdict(words, rush.units(kind, hottest), aws[f"partition_{kind}"], "more shards")]
    return found


def million(learners: int = MILLION) -> list[Verdict]:
    """Each limit for so many learners, each with a credit in one night, the fullest first."""
    aws = {name: one["most"] for name, one in limits().items()}
    guard = properties("GuardAccounts")["Timeout"]
    page, page_seconds = 60, 0.05 + 0.6 * READ_SECONDS  # a page of ListUsers, and its share of a read of a hundred
    night = 8 * 855  # parts of a night, and the seconds that each works
    found = [
        Verdict(
            "seconds of the nightly export of accounts",
            learners / page * page_seconds,
            guard,
            "an export in parts; 900 is the most",
        ),
        Verdict("pages of accounts a second", 1 / page_seconds, aws["lists_of_users"], "nothing: the export waits"),
        Verdict("accounts of the pool", learners, aws["users"], "Service Quotas"),
        Verdict("e-mails of one night, one to each", learners, aws["mails_a_day"], "SES: a higher daily quota"),
        Verdict("seconds of the night, 2,660 credits a second", learners / 2_660, night, "MOST_PARTS"),
        Verdict("write units of the night a second", 2_660 * 7, aws["cold_table_writes"], "WarmThroughput"),
        Verdict(
            "messages under way while ASCP is away",
            learners,
            aws["in_flight"],
            "nothing: the rest waits; Service Quotas",
        ),
        Verdict(
            "hours to deliver all, at the default pace (a day has 24)",
            learners / 100 * 0.65 / default("ForwardConcurrency") / HOUR,
            24,
            "ForwardConcurrency, AscpRequestsPerSecond",
        ),
    ]
    return sorted(found, key=lambda one: -one.share)


def room_for(found: Sequence[Verdict], people: int) -> int:
    """How many people fit with the defaults, from many network addresses."""
    ours = max(one.share for one in found if "hall" not in one.what and "new account" not in one.what)
    return int(people / ours)


def lines(found: Sequence[Verdict]) -> list[str]:
    """A table in Markdown."""
    head = ["| limit | asked | allowed | used | before it gives, turn |", "|---|---|---|---|---|"]
    return head + [
        f"| {'**' + one.what + '**' if one.share > 1 else one.what} | {_figure(one.asked)} | {_figure(one.allowed)} |"
        f" {one.share:.0%} | {one.turn} |"
        for one in found
    ]


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulate", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    people = parser.parse_args().people
    print(f"\nA meeting: {people:,} people in an hour, {len(measured()[1])} requests each. In bold: it gives.\n")
    found = meeting(people)
    print("\n".join(lines(found)))
    print(f"\nAs deployed, a meeting of {room_for(found, people):,} people in an hour fits.")
    print(f"\n{MILLION:,} learners, each with a credit in one night:\n")
    print("\n".join(lines(million())))


if __name__ == "__main__":
    main()
