"""Where the data of a PDF's streams end, so that every checker sees it alike (pure).

Between the data and `endstream` there is a line end that does not belong to the data (ISO 32000-2, 7.3.8.1). typst
writes LF. If the data happen to end with CR, strict checkers of PDF/A take both for the line end and find the stream a
byte shorter than it says: in one of a hundred certificates.
"""

import re
from bisect import bisect_left

_UNCLEAR = b"\r\nendstream"
_ENTRY = re.compile(rb"\d{10}(?= \d{5} n)")
_TABLE = b"\nxref\n"
_START = b"\nstartxref\n"


def line_end(data: bytes) -> bytes:
    """The line end between the `data` of a stream and `endstream`."""
    return b"\r\n" if data.endswith(b"\r") else b"\n"


def with_clear_ends(pdf: bytes) -> bytes:
    """`pdf`, as typst writes it, with another line end after data that end with CR. Most documents stay as they are."""
    places = [found.start() for found in re.finditer(_UNCLEAR, pdf)]
    if not places:
        return pdf

    def moved(found: re.Match[bytes]) -> bytes:
        at = int(found[0])
        return b"%010d" % (at + bisect_left(places, at))

    table, start = pdf.rindex(_TABLE), pdf.rindex(_START) + len(_START)
    objects = pdf[:table].replace(_UNCLEAR, b"\r" + _UNCLEAR)
    number, end = pdf[start:].split(b"\n", 1)
    return objects + _ENTRY.sub(moved, pdf[table:start]) + b"%d\n%s" % (int(number) + len(places), end)
