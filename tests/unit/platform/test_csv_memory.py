"""However large and broken a file is, reading it takes the same memory."""

import contextlib
import tracemalloc

import pytest

from laurel.platform.csv_records import UnusableFile, read_records

pytestmark = pytest.mark.long  # every allocation is traced
NEEDED = ("key", "title", "hours")


@pytest.mark.parametrize(
    "row",
    [
        b"a,b,1\n",
        b'a,"b\nc",1\n',
        b'a,"b\n',
        b'a,"b""\n',
        b'"a"b\n',
        b"x" * 100_000 + b"\n",
        b"x",
        b'"',
        b'"\n',
        b"a\n",
    ],
)
@pytest.mark.parametrize("header", [b"key,title,hours\n", b'key,title,hours\na,"b\n'])
def test_memory_does_not_grow_with_the_file(row: bytes, header: bytes) -> None:
    file = Repeated(header, row, 240_000)
    tracemalloc.start()
    try:
        with contextlib.suppress(UnusableFile):
            for _ in read_records(file, NEEDED):
                pass
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Some are refused before: the memory used until then has a limit too.
    assert most < (file.most_of_first_half or 400_000) + 20_000


class Repeated:
    """A source that makes up a file of `row` over and over, about `size` bytes long, without holding it.

    Half-way it notes the most memory that the reader has held, in bytes, and the measure begins again.
    """

    def __init__(self, header: bytes, row: bytes, size: int) -> None:
        self._ahead, self._row, self._left, self._half = header, row, size, size // 2
        self.most_of_first_half = 0

    def read(self, size: int, /) -> bytes:
        if not self._ahead:
            if self._left <= 0:
                return b""
            if self._left <= self._half and not self.most_of_first_half:
                self.most_of_first_half = tracemalloc.get_traced_memory()[1]
                tracemalloc.reset_peak()
            self._ahead = self._row * max(1, size // len(self._row))
            self._left -= len(self._ahead)
        piece, self._ahead = self._ahead[:size], self._ahead[size:]
        return piece
