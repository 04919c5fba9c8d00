"""Ids and instants."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.clock import instant, read_instant, utc_now
from laurel.platform.ids import derived_id, made_at, new_id, shard_of

zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_derived_ids_are_the_same_exactly_for_the_same_parts(one: list[str], other: list[str]) -> None:
    assert (derived_id("credit", *one) == derived_id("credit", *other)) == (one == other)
    assert derived_id("credit", *one) != derived_id("claim", *one)


def test_derived_ids_do_not_change_between_releases() -> None:
    # The ledger stores credits under these ids: another way to derive them would take every feed row twice.
    assert derived_id("credit", "labce", "ref-1") == "008815539e6e9fdbcbbdc9780c93cf08"
    assert derived_id("credit", "\ud800") == "450bcb5eef4b9a566d7cb5c6e831c0ff"  # broken Unicode has an ID too


def test_new_ids_are_new_and_sorted_by_time() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in ids)
    assert [one[:15] for one in ids] == sorted(one[:15] for one in ids)


def test_an_id_tells_when_it_was_made() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    at = made_at(new_id())
    assert at
    assert before <= at <= datetime.now(UTC) + timedelta(milliseconds=1)
    # A hundred years later, counted from October 15, 1582.
    assert made_at(f"{36_525 * 86_400 * 10**7:015x}{'0' * 17}") == datetime(1682, 10, 15, tzinfo=UTC)
    assert made_at("f" * 32) == datetime(1582, 10, 15, tzinfo=UTC) + timedelta(microseconds=(16**15 - 1) // 10)


@given(st.text(), st.integers(1, 100))
def test_a_shard_is_always_the_same_and_always_there(key: str, shards: int) -> None:
    assert 0 <= int(shard_of(key, shards)) < shards
    assert shard_of(key, shards) == shard_of(key, shards)


def test_shards_do_not_change_between_releases() -> None:
    # Each partition of an index is read by its number: what is stored under another one is not found.
    assert [shard_of(f"key-{n}", 16) for n in range(4)] == ["13", "04", "09", "06"]
    assert shard_of("key-0", 100) == "69"


def test_keys_spread_over_all_shards() -> None:
    counts = [0] * 16
    for n in range(1600):
        counts[int(shard_of(f"key-{n}", 16))] += 1
    assert min(counts) > 50


@given(st.datetimes(datetime(2000, 1, 2), datetime(2999, 1, 1), timezones=zones))
def test_an_instant_is_read_as_it_was_written_and_sorts_as_text(at: datetime) -> None:
    assert read_instant(instant(at)) == at
    assert read_instant(instant(at)).tzinfo is UTC  # not the zone of the machine
    assert instant(at).endswith("Z")
    assert instant(at) < instant(at + timedelta(microseconds=1))


@pytest.mark.parametrize("text", ["2026-11-20T07:00:00", "2026-11-20", "soon", ""])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time zone|isoformat"):
        read_instant(text)


def test_now_is_in_utc() -> None:
    assert utc_now().tzinfo is UTC
