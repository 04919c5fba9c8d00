"""A run that stalls over its roster while another takes its place: what the other put in place stays.

And what the bucket and the ledger know of the roster in force is never believed of another one.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import boto3
import pytest

from laurel.intake.bucket import IntakeBucket
from laurel.intake.errors import LeaseLost
from laurel.intake.rejected_rows import Rejections
from laurel.nightly.lease import LEASE
from laurel.platform.clock import utc_now
from laurel.platform.deadline import Deadline, OutOfTime
from laurel.roster import update as roster_update
from laurel.roster.diff import SNAPSHOT_KEY, RosterComparison
from laurel.roster.reader import RosterReader
from laurel.roster.rows import ROSTER_COLUMNS
from laurel.roster.store import Roster
from laurel.roster.unconfirmed import UNCONFIRMED_KEY
from laurel.roster.update import RosterUpdate
from tests.unit.nightly.nights import Nights, roster

X, Y = "x@example.org", "y@example.org"
OLDER = roster(("M1", X), ("M2", Y))
NEWER = roster(("M9", X), ("M2", Y))
THIRD = roster(("M1", X), ("M3", Y))


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def bearers(nights):
    found = nights.dependencies.roster.members_of([X, Y])
    return {key: [one.member_number for one in members] for key, members in found.items()}


def outcomes(report):
    return {file["key"]: file["outcome"] for file in report["files"]}


def overtake_at(nights, monkeypatch, owner, name, when):
    """The first call of `owner.name` for which `when(*args)` holds is made only once another run has taken NEWER."""
    real = getattr(owner, name)
    others = []

    def stalled(self, *args, **given):
        if not others and when(*args):
            others.append(None)
            nights.put("roster/ascls/2.csv", NEWER)
            nights.now = utc_now() + LEASE + timedelta(seconds=10)
            kept, nights.dependencies = (
                nights.dependencies,
                replace(nights.dependencies, executor=ThreadPoolExecutor(1)),
            )
            others[0] = nights.run()
            nights.dependencies = kept
        return real(self, *args, **given)

    monkeypatch.setattr(owner, name, stalled)
    return others


POINTS = {
    "before the note": (IntakeBucket, "replace_state", lambda key, *_: key == UNCONFIRMED_KEY),
    "before its progress": (Roster, "begin", lambda *_: True),
    "while writing": (Roster, "apply", lambda *_: True),
    "after its last write": (Roster, "note_progress", lambda *_: True),
    "before the snapshot": (IntakeBucket, "replace_state", lambda key, *_: key == SNAPSHOT_KEY),
    "after the snapshot": (Roster, "forget_progress", lambda *_: True),
    "before coming into force": (Roster, "put_in_force", lambda *_: True),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("first", [True, False], ids=["the first roster", "a later one"])
def test_who_was_overtaken_stops_and_the_next_roster_is_right_whatever_was_written(nights, monkeypatch, point, first):
    if not first:
        nights.put("roster/ascls/0.csv", roster(("M7", X), ("M8", Y)))
        nights.run()
    nights.put("roster/ascls/1.csv", OLDER)
    others = overtake_at(nights, monkeypatch, *POINTS[point])
    with pytest.raises(LeaseLost):
        nights.run()
    assert outcomes(others[0]) == {"roster/ascls/2.csv": "taken"}
    assert nights.dependencies.roster.in_force().key == "roster/ascls/2.csv"
    nights.now = nights.now + timedelta(days=1)
    nights.put("roster/ascls/3.csv", THIRD)
    assert outcomes(nights.run()) == {"roster/ascls/3.csv": "taken"}
    assert bearers(nights) == {X: ["M1"], Y: ["M3"]}


def test_what_an_overtaken_run_wrote_last_is_mended_by_the_next_roster_though_it_changes_nothing(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", OLDER)
    overtake_at(nights, monkeypatch, *POINTS["while writing"])
    with pytest.raises(LeaseLost):
        nights.run()
    nights.now = nights.now + timedelta(days=1)
    nights.put("roster/ascls/3.csv", NEWER)
    nights.run()
    assert bearers(nights) == {X: ["M9"], Y: ["M2"]}


def test_what_an_overtaken_run_wrote_over_a_roster_in_parts_is_mended_by_its_next_part(nights, monkeypatch):
    """The first part of the newer roster has come past the address that the older one then writes."""
    monkeypatch.setattr(roster_update, "_CHUNK", 1)
    monkeypatch.setattr(roster_update, "_WINDOW", 1)
    newer = file_of(nights, "roster/ascls/2.csv", NEWER, hours=2)
    older = file_of(nights, "roster/ascls/1.csv", OLDER, hours=1)
    real, done = Roster.apply, []

    def stalled(self, *args):
        if not done:
            done.append("stalled")
            left = iter([900.0, 1.0])
            with pytest.raises(OutOfTime):
                apply(nights, newer, lambda: next(left))
        real(self, *args)

    monkeypatch.setattr(Roster, "apply", stalled)
    with pytest.raises(LeaseLost):
        apply(nights, older)
    followed = apply(nights, newer).follow_up(lambda _: None)
    assert followed.put_in_force(utc_now()).outcome == "taken"
    assert bearers(nights) == {X: ["M9"], Y: ["M2"]}


def file_of(nights, key, text, *, hours):
    """The file `key` with the content `text`, `hours` younger than it is."""
    nights.put(key, text)
    (file,) = (one for one in nights.dependencies.bucket.list(key))
    return replace(file, last_modified=file.last_modified + timedelta(hours=hours))


def apply(nights, file, seconds_left=lambda: 900.0):
    """Applies a roster from its beginning, in a folder of its own, as each part of a night does."""
    bucket, stored, folder = nights.dependencies.bucket, nights.dependencies.roster, Path(mkdtemp())
    in_force = stored.in_force()
    with Rejections(folder / "rejected.csv", ROSTER_COLUMNS) as rejections, ThreadPoolExecutor(1) as executor:
        new = RosterReader(bucket, folder, in_force).read(file, rejections, accept=False)
        diff = RosterComparison(bucket, stored, folder, in_force).diff(new)
        return RosterUpdate(diff, stored, bucket, Deadline(seconds_left, 45.0)).apply(executor)


def test_a_run_that_stalls_between_two_chunks_writes_no_further(nights, monkeypatch):
    monkeypatch.setattr(roster_update, "_CHUNK", 1)
    nights.put("roster/ascls/1.csv", OLDER)
    real, written = Roster.apply, []

    def apply(self, email_keys, members):
        real(self, email_keys, members)
        written.extend(email_keys)
        nights.now = utc_now() + LEASE + timedelta(seconds=10)

    monkeypatch.setattr(Roster, "apply", apply)
    with pytest.raises(LeaseLost):
        nights.run()
    assert written == [X]


def test_a_run_that_dies_between_snapshot_and_coming_into_force_is_gone_on_with(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", OLDER)
    nights.run()
    for text in (NEWER, NEWER + "\n"):  # the second changes nobody
        nights.put("roster/ascls/2.csv", text)
        with monkeypatch.context() as patch:
            patch.setattr(Roster, "put_in_force", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                nights.run()
        nights.now = nights.clock() + LEASE + timedelta(seconds=1)
    assert outcomes(nights.run()) == {"roster/ascls/2.csv": "taken"}
    assert bearers(nights) == {X: ["M9"], Y: ["M2"]}


@pytest.mark.parametrize("what", ["another roster's", "no snapshot at all"])
def test_a_snapshot_that_is_not_of_the_roster_in_force_counts_as_lost(nights, what):
    nights.put("roster/ascls/1.csv", OLDER)
    nights.run()
    s3 = boto3.client("s3")
    older = s3.get_object(Bucket=nights.bucket, Key=SNAPSHOT_KEY)["Body"].read()
    nights.put("roster/ascls/2.csv", NEWER)
    nights.run()
    right = s3.get_object(Bucket=nights.bucket, Key=SNAPSHOT_KEY)["Body"].read()
    nights.put(SNAPSHOT_KEY, older if what == "another roster's" else "rubbish")
    nights.put("roster/ascls/3.csv", THIRD)
    assert outcomes(nights.run()) == {"roster/ascls/3.csv": "put_off"}
    nights.put(SNAPSHOT_KEY, right)
    assert outcomes(nights.run()) == {"roster/ascls/3.csv": "taken"}
    assert bearers(nights) == {X: ["M1"], Y: ["M3"]}


def test_beginning_anew_by_hand_writes_the_whole_roster_again(nights):
    """As the decision about rosters says: snapshot and ROSTER/CURRENT are deleted, and here the members too."""
    nights.put("roster/ascls/1.csv", OLDER)
    nights.run()
    boto3.client("s3").delete_object(Bucket=nights.bucket, Key=SNAPSHOT_KEY)
    for pk, sk in (("ROSTER", "CURRENT"), (f"ROSTER#{X}", "MEMBERS"), (f"ROSTER#{Y}", "MEMBERS")):
        boto3.client("dynamodb").delete_item(TableName=nights.table.name, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    assert outcomes(nights.run()) == {"roster/ascls/1.csv": "taken"}
    assert bearers(nights) == {X: ["M1"], Y: ["M2"]}
