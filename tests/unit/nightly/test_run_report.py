"""The report of a nightly run as the function answers it and the ledger keeps it: each fact under its own name."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from laurel.intake.file_report import Tally
from laurel.intake.freshness import Freshness
from laurel.nightly.run_report import RunReport

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
TALLY = Tally(
    rows=11,
    credits=5,
    repeats=3,
    rejected=2,
    resumed=1,
    reported=4,
    unmatched=Counter(not_a_member=2, ambiguous_email=1),
    requeued=6,
    queue_refused=7,
)

WIRE = {
    "run_id": "r1",
    "started_at": "2026-11-20T07:00:00.000000Z",
    "finished_at": "2026-11-20T07:02:00.000000Z",
    "rows": 11,
    "credits": 5,
    "repeats": 3,
    "rejected": 2,
    "resumed": 1,
    "reported": 4,
    "unmatched": {"ambiguous_email": 1, "not_a_member": 2},
    "requeued": 6,
    "queue_refused": 7,
    "files": [],
    "milliseconds": {"feeds": 20},
    "reconciles": TALLY.reconciles,
    "complete": False,
    "skipped": False,
    "behind_arrival": True,
    "arrival": False,
    "part": 2,
    "continues": "r0",
    "owed": True,
    "requeue_from": 3,
    "oldest_reported_at": "2026-11-20T06:00:00.000000Z",
    "providers_without_record": ["asm"],
    "late_sources": [
        {"source": "labce", "every_days": 7, "days": 9, "sent_at": "2026-11-11T07:00:00.000000Z"},
    ],
    "note": "Stopped in time.",
}


def test_each_fact_has_its_own_name():
    late = Freshness("labce", every_days=7, sent_at=AT - timedelta(days=9), days=9)
    fresh = Freshness("asm", every_days=7, sent_at=AT, days=0)
    report = RunReport(
        run_id="r1",
        started_at=AT,
        finished_at=AT + timedelta(minutes=2),
        tally=TALLY,
        files=[],
        milliseconds={"feeds": 20},
        complete=False,
        behind_arrival=True,
        note="Stopped in time.",
        part=2,
        continues="r0",
        messages_pending=True,
        requeue_from=3,
        oldest_reported_at=AT - timedelta(hours=1),
        providers_without_record=("asm",),
        sources=(late, fresh),
    )
    assert report.oldest_undelivered_seconds == 62 * 60
    assert report.to_wire() == WIRE


def test_a_run_that_did_nothing_says_so_and_no_more():
    report = RunReport(run_id="r1", started_at=AT, finished_at=AT, tally=Tally(), files=[], milliseconds={})
    told = report.to_wire()
    assert (told["complete"], told["skipped"], told["behind_arrival"], told["arrival"]) == (True, False, False, False)
    assert (told["part"], told["continues"], told["owed"], told["requeue_from"]) == (1, None, False, 0)
    assert (told["oldest_reported_at"], told["late_sources"], report.oldest_undelivered_seconds) == (None, [], 0.0)
