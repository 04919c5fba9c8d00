"""Rosters on disk: the difference between two, whatever they hold."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from laurel.roster.changed_emails import ChangedEmails
from laurel.roster.member import Member, MemberStatus
from laurel.roster.snapshot import Added, RosterSnapshot

members = st.lists(
    st.builds(
        Member,
        member_number=st.sampled_from([f"M{n}" for n in range(8)]),
        email=st.just("x"),
        email_key=st.sampled_from([f"{letter}@example.org" for letter in "abcd"]),
        name=st.sampled_from(["Zoë", "李"]),
        status=st.sampled_from(MemberStatus),
        expires_on=st.none() | st.just(date(2027, 1, 1)),
    ),
    max_size=8,
    unique_by=lambda one: one.member_number,
)


def by_email(roster):
    return {
        key: sorted((one for one in roster if one.email_key == key), key=lambda one: one.member_number)
        for key in {one.email_key for one in roster}
    }


def write(path, roster):
    snapshot = RosterSnapshot(path, fresh=True)
    for one in roster:
        assert snapshot.add(one) is Added.NEW
    snapshot.seal("roster/ascls/1.csv", "one")
    return snapshot


def touched_since(snapshot, previous):
    changed_emails = ChangedEmails(snapshot.path.parent / "touched")
    snapshot.note_changed(changed_emails, since=previous)
    return changed_emails


@given(members, members)
def test_applying_the_difference_gives_the_new_roster(old, new):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder, "old"), old).__exit__(None, None, None)
        with write(Path(folder, "new"), new) as snapshot:
            changed_emails = list(touched_since(snapshot, Path(folder, "old")))
            applied = by_email(old)
            for key in changed_emails:
                applied.pop(key, None)
            applied |= snapshot.members_of(changed_emails)
            assert applied == by_email(new)
            # Nobody is touched whose lines are the same in both.
            assert set(changed_emails) == {
                key
                for key in by_email(old).keys() | by_email(new).keys()
                if by_email(old).get(key) != by_email(new).get(key)
            }


def test_without_an_earlier_roster_everybody_is_touched(tmp_path):
    one = Member(
        member_number="M1",
        email="a",
        email_key="a@example.org",
        name="A",
        status=MemberStatus.ACTIVE,
        expires_on=None,
    )
    with write(tmp_path / "new", [one]) as snapshot:
        assert list(touched_since(snapshot, None)) == ["a@example.org"]
        assert len(snapshot) == 1


def test_a_member_number_counts_once(tmp_path):
    one = Member(
        member_number="M1",
        email="a",
        email_key="a@example.org",
        name="A",
        status=MemberStatus.ACTIVE,
        expires_on=None,
    )
    other = Member(
        member_number="M1",
        email="b",
        email_key="b@example.org",
        name="A",
        status=MemberStatus.ACTIVE,
        expires_on=None,
    )
    with RosterSnapshot(tmp_path / "new", fresh=True) as snapshot:
        assert [snapshot.add(member) for member in (one, one, other)] == [Added.NEW, Added.REPEAT, Added.CONFLICT]
        snapshot.seal("roster/ascls/1.csv", "one")
        assert snapshot.members_of(["a@example.org", "b@example.org"]) == {"a@example.org": [one]}


@given(st.sets(st.text(min_size=1)), st.text())
def test_touched_emails_are_a_set_in_order_that_can_be_gone_on_with(keys, after):
    with tempfile.TemporaryDirectory() as folder:
        changed_emails = ChangedEmails(Path(folder, "touched"))
        changed_emails.add(keys)
        changed_emails.add(keys)
        in_order = sorted(keys, key=lambda key: key.encode("utf-8", "surrogatepass"))
        assert list(changed_emails) == in_order
        assert len(changed_emails) == len(keys)
        assert all(key in changed_emails for key in keys)
        assert (after in changed_emails) == (after in keys)
        assert list(changed_emails.after(after)) == [key for key in in_order if key.encode() > after.encode()]
