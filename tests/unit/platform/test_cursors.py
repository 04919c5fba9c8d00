"""A cursor comes back as it was written, and nothing else is taken for one."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.cursors import Cursors, InvalidCursor

CURSORS = Cursors(lambda: b"0123456789abcdef")
SCOPE = st.lists(st.none() | st.text(max_size=20), max_size=5)
POSITION = st.lists(st.text(max_size=40), max_size=3)


@given(SCOPE, POSITION)
def test_a_cursor_comes_back(scope: list[str | None], position: list[str]) -> None:
    assert CURSORS.read(scope, CURSORS.write(scope, position)) == position


@given(SCOPE, SCOPE, POSITION)
def test_a_cursor_is_good_for_its_own_filters_only(
    scope: list[str | None], other: list[str | None], position: list[str]
) -> None:
    cursor = CURSORS.write(scope, position)
    if scope != other:
        with pytest.raises(InvalidCursor, match="other filters"):
            CURSORS.read(other, cursor)


@given(POSITION, st.data())
def test_no_changed_cursor_is_taken(position: list[str], data: st.DataObject) -> None:
    cursor = CURSORS.write(["list"], position)
    at = data.draw(st.integers(0, len(cursor) - 1))
    changed = cursor[:at] + data.draw(st.characters()) + cursor[at + 1 :]
    if changed != cursor:
        with pytest.raises(InvalidCursor, match="given out"):
            CURSORS.read(["list"], changed)


def test_another_spelling_of_the_same_bytes_is_not_taken() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    (cursor,) = [one for one in (CURSORS.write(["list"], ["x" * n]) for n in range(3)) if len(one) % 4 == 3]
    # The two lowest bits of the last letter say nothing.
    twin = cursor[:-1] + letters[letters.index(cursor[-1]) ^ 1]
    assert base64.urlsafe_b64decode(f"{twin}=") == base64.urlsafe_b64decode(f"{cursor}=")
    with pytest.raises(InvalidCursor, match="given out"):
        CURSORS.read(["list"], twin)


@given(st.text(max_size=100))
def test_no_garbage_is_taken(garbage: str) -> None:
    with pytest.raises(InvalidCursor):
        CURSORS.read(["list"], garbage)


def test_another_key_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        CURSORS.read(["list"], Cursors(lambda: b"another key, 16 b").write(["list"], ["x"]))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Cursors(lambda: b"").write(["list"], ["x"])
