"""Laurel's own rules and the ASCP stand-in read the sample as it promises: each row, each match, each decision."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from laurel.intake.feed_rows import FEED_COLUMNS, FeedRow, fingerprint, parse_feed_row
from laurel.ledger.states import UnmatchedReason
from laurel.platform.csv_records import Record, Rejection, read_records
from laurel.roster.matching import match
from laurel.roster.member import Member
from laurel.roster.rows import ROSTER_COLUMNS, parse_roster_row
from local.ascp import contract
from local.ascp.judge import Known, judge
from local.ascp.participants import read_csv
from local.sample import Sample, generate


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return generate(tmp_path_factory.mktemp("sample"))


def feed_rows(sample: Sample) -> Iterator[tuple[str, FeedRow | Rejection]]:
    for provider, path in sample.feeds.items():
        with path.open("rb") as stream:
            for record in read_records(stream, FEED_COLUMNS):
                row = record if isinstance(record, Rejection) else parse_feed_row(record, on=sample.today)
                yield provider, row


def good_rows(sample: Sample) -> tuple[dict[tuple[str, str], FeedRow], Counter[str]]:
    """The row that is taken under each reference, and how many rows go which other way."""
    taken: dict[tuple[str, str], FeedRow] = {}
    others: Counter[str] = Counter()
    for provider, row in feed_rows(sample):
        if isinstance(row, Rejection):
            others[row.reason] += 1
            continue
        first = taken.setdefault((provider, row.reference), row)
        if first is not row:
            others["repeat" if fingerprint(first) == fingerprint(row) else "conflicting_reference"] += 1
    return taken, others


def roster(path: Path) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    with path.open("rb") as stream:
        for record in read_records(stream, ROSTER_COLUMNS):
            assert isinstance(record, Record)
            member = parse_roster_row(record)
            assert isinstance(member, Member)
            found.setdefault(member.email_key, []).append(member)
    return found


def submitted(row: FeedRow, provider: str, member_number: str) -> contract.Credit:
    return contract.Credit.model_validate(
        {
            "reference": row.reference,
            "participant": {"email": row.email_key, "name": row.name, "member_number": member_number},
            "activity": {"provider": provider, "number": row.activity_number, "title": row.activity_title},
            "statement": row.statement.value,
            "contact_hours": str(row.contact_hours),
            "completed_on": row.completed_on.isoformat(),
        }
    )


def test_each_row_is_taken_or_rejected_for_the_reason_it_was_made_for(sample: Sample) -> None:
    taken, others = good_rows(sample)
    assert len(taken) == sample.expected.credits
    assert others == Counter({"repeat": sample.expected.repeats, **sample.expected.rejected_rows})


def test_each_credit_meets_its_promised_fate(sample: Sample) -> None:
    taken, _ = good_rows(sample)
    known = Known.of(read_csv(sample.participants.read_text("utf-8")))
    for path, promised in (
        (sample.roster, sample.expected.first_night),
        (sample.later_roster, sample.expected.later),
    ):
        members = roster(path)
        fates: Counter[str] = Counter()
        for (provider, _), row in taken.items():
            matched = match(row.statement, members.get(row.email_key, []), on=sample.today)
            if isinstance(matched, UnmatchedReason):
                fates[matched.value] += 1
                continue
            rejection = judge(submitted(row, provider, matched.member_number), known)
            fates[rejection.reason if rejection else "accepted"] += 1
        assert fates == Counter({"accepted": promised.accepted, **promised.rejected, **promised.unmatched})
