"""A night's files and what must become of every row in them: made at random from a seed, the same each time."""

import random
from collections import Counter
from dataclasses import dataclass, field

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from tests.unit.reporting.nights import FEED_HEADER, ROSTER_HEADER

PROVIDERS = ("labce", "asm", "colab")
# Out of a hundred people; all others are members whom ASCP knows.
STRANGERS, LAPSED, SHARING, UNKNOWN_TO_ASCP = 5, 3, 2, 5


@dataclass
class Plan:
    """Files by key, people whom ASCP knows, and for each credit the state and reason in which it must end."""

    files: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    fates: dict[str, tuple[State, str | None]] = field(default_factory=dict)
    bad_rows: int = 0


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
    rows: dict[str, list[str]] = {provider: [] for provider in PROVIDERS}
    for n in range(credits):
        provider, (email, fate) = draw.choice(PROVIDERS), draw.choice(people)
        rows[provider].append(row := f"r{n},{email},Ada Example,578-1,Hemostasis,pace,1.5,2026-11-01")
        plan.fates[derived_id("feed", provider, f"r{n}")] = fate
        if draw.random() < 0.02:
            rows[provider].append(row)  # a repeat
        if draw.random() < 0.02:
            rows[provider].append(row.replace("1.5", "2.5"))  # in conflict with the row before
            plan.bad_rows += 1
        if draw.random() < 0.02:
            rows[provider].append(f"bad{n},nobody,Ada Example,578-1,Hemostasis,pace,1.5,2026-11-01")
            plan.bad_rows += 1
    for provider, found in rows.items():
        plan.files[f"feed/{provider}/1.csv"] = "\n".join([FEED_HEADER, *found]) + "\n"
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
    """How the ledger and ASCP's books agree with a plan."""

    credits: int
    refused: list[str]
    lost: list[str]
    doubled: list[str]
    disagreeing: list[str]


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
    disagreeing = [one for one in receipts.keys() | booked.keys() if receipts.get(one) != booked.get(one)]
    doubled = [one for one, found in booked.items() if len(found) > 1]
    return Verdict(len(plan.fates), refused, lost, doubled, disagreeing)


def _was_refused_by_a_fault(credit: Credit) -> bool:
    """Whether the stand-in, told to fail so, could not read it twice when it was sent alone: it has a reason."""
    told = ("The stand-in was told to fail this way.", "too large for ASCP")
    return credit.reason == "invalid" and credit.detail in told


def expect_all_well(plan: Plan, world) -> Verdict:
    """Each credit stands where it must, once, and the ledger agrees with ASCP's books to the receipt."""
    verdict = judge(plan, world)
    states = Counter((one.state.value, one.reason) for one in world.credits().values())
    assert not verdict.lost, (len(verdict.lost), world.credits().get(verdict.lost[0]), states)
    assert not verdict.doubled, verdict.doubled[:3]
    assert not verdict.disagreeing, verdict.disagreeing[:3]
    assert len(verdict.refused) <= verdict.credits // 200, len(verdict.refused)
    strangers = world.credits().keys() - plan.fates.keys()
    assert not strangers
    return verdict
