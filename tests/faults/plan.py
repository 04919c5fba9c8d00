"""A night's files and what must become of every row in them: made at random from a seed, the same each time."""

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from tests.unit.nightly.nights import FEED_HEADER, ROSTER_HEADER

PROVIDERS = ("labce", "asm", "colab")
# Out of a hundred people; all others are members whom ASCP knows.
STRANGERS, LAPSED, SHARING, UNKNOWN_TO_ASCP = 5, 3, 2, 5


@dataclass
class Plan:
    """Files by key, people whom ASCP knows, and for each credit the state and reason in which it must end.

    Of the feeds: how many rows they have in all, how many of these are repeats, and by key which references come back
    to the partner, for which reason.
    """

    files: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    fates: dict[str, tuple[State, str | None]] = field(default_factory=dict)
    rows: int = 0
    repeats: int = 0
    rejected: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def a_plan(seed: str, credits: int) -> Plan:
    """Files with so many credits, and with rows that are wrong, repeated or in conflict between them."""
    draw = random.Random(seed)
    plan = Plan()
    people = [_person(n) for n in range(max(10, credits // 3))]
    plan.people = [email for email, fate in people if fate[1] != "unknown_email"]
    lines = [ROSTER_HEADER]
    for n, (email, (_, reason)) in enumerate(people):
        if reason != "not_a_member":
            lines.append(f"M{n},{email},Ada Example,{'lapsed' if reason == 'membership_lapsed' else 'active'},")
        if reason == "ambiguous_email":
            lines.append(f"X{n},{email},Bea Example,active,")
    plan.files["roster/ascls/1.csv"] = "\n".join(lines) + "\n"
    rows: dict[str, list[str]] = {f"feed/{provider}/1.csv": [] for provider in PROVIDERS}
    plan.rejected = {key: [] for key in rows}
    for n in range(credits):
        provider, (email, fate) = draw.choice(PROVIDERS), draw.choice(people)
        key = f"feed/{provider}/1.csv"
        rows[key].append(row := f"r{n},{email},Ada Example,578-{n},Hemostasis,pace,1.5,2026-11-01")
        plan.fates[derived_id("feed", provider, f"r{n}")] = fate
        if draw.random() < 0.02:
            rows[key].append(row)
            plan.repeats += 1
        if draw.random() < 0.02:
            rows[key].append(row.replace("1.5", "2.5"))  # in conflict with the row before
            plan.rejected[key].append((f"r{n}", "conflicting_reference"))
        if draw.random() < 0.02:
            rows[key].append(f"bad{n},nobody,Ada Example,578-1,Hemostasis,pace,1.5,2026-11-01")
            plan.rejected[key].append((f"bad{n}", "email_invalid"))
    for key, found in rows.items():
        plan.files[key] = "\n".join([FEED_HEADER, *found]) + "\n"
        plan.rows += len(found)
    return plan


def _person(n: int) -> tuple[str, tuple[State, str | None]]:
    email = f"p{n}@example.org"
    kind = n % 100
    for share, fate in (
        (STRANGERS, (State.UNMATCHED, "not_a_member")),
        (LAPSED, (State.UNMATCHED, "membership_lapsed")),
        (SHARING, (State.UNMATCHED, "ambiguous_email")),
        (UNKNOWN_TO_ASCP, (State.REJECTED, "unknown_email")),
    ):
        if kind < share:
            return email, fate
        kind -= share
    return email, (State.ACCEPTED, None)


@dataclass
class Verdict:
    """How the ledger and ASCP's books agree with a plan; `states` counts the ledger's states, for whoever looks."""

    credits: int
    refused: list[str]
    lost: list[str]
    doubled: list[str]
    disagreeing: list[str]
    strangers: list[str]
    states: Counter

    def expect_all_well(self) -> None:
        """Each credit stands where it must, once, and the ledger agrees with ASCP's books to the receipt."""
        assert not self.lost, (len(self.lost), self.lost[0], self.states)
        assert not self.doubled, self.doubled[:3]
        assert not self.disagreeing, self.disagreeing[:3]
        assert not self.strangers, self.strangers[:3]
        assert len(self.refused) <= self.credits // 200, len(self.refused)


def judge(plan: Plan, world) -> Verdict:
    """Compares what the ledger and ASCP's own books hold with what the plan says."""
    held, booked = world.credits(), world.booked()
    refused = [one for one in plan.fates if one in held and _was_refused_by_a_fault(held[one])]
    lost = [
        one
        for one, fate in plan.fates.items()
        if one not in held or ((held[one].state, held[one].reason) != fate and one not in refused)
    ]
    receipts = {one: [credit.receipt] for one, credit in held.items() if credit.receipt is not None}
    return Verdict(
        credits=len(plan.fates),
        refused=refused,
        lost=lost,
        doubled=[one for one, found in booked.items() if len(found) > 1],
        disagreeing=[one for one in receipts.keys() | booked.keys() if receipts.get(one) != booked.get(one)],
        strangers=list(held.keys() - plan.fates.keys()),
        states=Counter((one.state.value, one.reason) for one in held.values()),
    )


def _was_refused_by_a_fault(credit: Credit) -> bool:
    """Whether the stand-in, told to fail so, could not read it twice when it was sent alone: it has a reason."""
    told = ("A rule of the stand-in made this request fail.", "too large for ASCP")
    return credit.reason == "invalid" and credit.detail in told


def expect_all_well(plan: Plan, world) -> Verdict:
    """The verdict, which must be that all is well."""
    verdict = judge(plan, world)
    verdict.expect_all_well()
    return verdict


def expect_the_files_accounted_for(plan: Plan, world, *, undisturbed: bool) -> None:
    """Each run reconciles, each file was taken once with all of its rows, and what was bad came back with its reason.

    Where nights were `undisturbed` each credit was new once; else one that died may have left some as repeats.
    """
    assert world.reports
    assert all(report["reconciles"] for report in world.reports)
    taken = world.files_taken()
    assert taken.keys() == plan.files.keys()
    assert {one["outcome"] for one in taken.values()} == {"taken"}
    feeds = [taken[key] for key in plan.rejected]
    rows, credits, repeats, rejected = (sum(one[name] for one in feeds) for name in _COUNTS)
    bad = sum(map(len, plan.rejected.values()))
    assert (rows, rejected, credits + repeats) == (plan.rows, bad, plan.rows - bad)
    assert repeats == plan.repeats if undisturbed else repeats >= plan.repeats
    assert {key: _handed_back(world, key) for key in plan.rejected} == plan.rejected


_COUNTS = ("rows", "credits", "repeats", "rejected")


def _handed_back(world, key: str) -> list[tuple[str, str]]:
    stored = world.cloud.bucket.objects.get(f"rejected/{key}")
    rows = csv.DictReader(io.StringIO(stored.body.decode("utf-8-sig") if stored else ""))
    return [(row["reference"], row["reason"]) for row in rows]
