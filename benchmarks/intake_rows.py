"""How many rows of a roster and of a feed are read in a second, on one core. Prints a table.

Run with `PYTHONPATH=layers/common python benchmarks/intake_rows.py [rows]`.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from laurel.intake.feed_rows import FEED_COLUMNS, fingerprint, parse_feed_row
from laurel.learners.addresses import address_key
from laurel.platform.csv_records import Record, Rejection, read_records
from laurel.roster.rows import ROSTER_COLUMNS, parse_roster_row

ADDRESSES = {
    "plain": "Ada.Lovelace@mail.example.org",
    "other top-level domain": "ada.lovelace@example.test",
    "international": "adá.lovelace@straße.example.org",
}


def roster(rows: int) -> bytes:
    """A roster with CRLF line ends."""
    lines = (f"M{i:07d},user{i}@example.org,Ada Lovelace {i},active,2027-01-31" for i in range(rows))
    return "\r\n".join([",".join(ROSTER_COLUMNS), *lines]).encode()


def feed(rows: int, title: str) -> bytes:
    """A feed in which every row has this title."""
    lines = (
        f"R-{i},user{i}@example.org,Ada Lovelace {i},578-{i % 900},{title},pace,1.5,2026-03-{i % 28 + 1:02d}"
        for i in range(rows)
    )
    return "\n".join([",".join(FEED_COLUMNS), *lines]).encode()


def rows_per_second(data: bytes, columns: tuple[str, ...], parse: Callable[[Record], object], rows: int) -> float:
    """Read all rows, and make sure that none was refused."""
    start = time.perf_counter()
    taken = 0
    for record in read_records(io.BytesIO(data), columns):
        if isinstance(record, Rejection) or isinstance(parse(record), Rejection):
            raise SystemExit(f"unexpected: {record}")
        taken += 1
    seconds = time.perf_counter() - start
    if taken != rows:
        raise SystemExit(f"{taken} rows instead of {rows}")
    return rows / seconds


def take_feed_row(record: Record) -> object:
    """Parse a row of a feed and hash it, as the nightly run does."""
    row = parse_feed_row(record, on=date(2026, 11, 20))
    if not isinstance(row, Rejection):
        fingerprint(row)
    return row


def import_ms(module: str) -> float:
    """Milliseconds a fresh interpreter takes to import `module`; best of five."""
    code = f"import time; t = time.perf_counter(); import {module}; print((time.perf_counter() - t) * 1000)"
    return min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5))


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print(f"{'reading':<34}{'rows/s':>12}{'1,000,000 rows':>18}")
    for name, data, columns, parse in (
        ("roster", roster(rows), ROSTER_COLUMNS, parse_roster_row),
        ("feed", feed(rows, "Laboratory update"), FEED_COLUMNS, take_feed_row),
        ("feed, quoted title", feed(rows, '"Blood, and more"'), FEED_COLUMNS, take_feed_row),
        ("feed, title over two lines", feed(rows, '"Blood\nand more"'), FEED_COLUMNS, take_feed_row),
    ):
        speed = rows_per_second(data, columns, parse, rows)
        print(f"{name:<34}{speed:>12,.0f}{1_000_000 / speed:>16.1f} s")
    print(f"\n{'address_key':<34}{'µs/call':>12}")
    for name, address in ADDRESSES.items():
        address_key(address)
        start = time.perf_counter()
        for _ in range(10_000):
            address_key(address)
        print(f"{name:<34}{(time.perf_counter() - start) * 100:>12.1f}")
    print(f"\n{'import':<34}{'ms':>12}")
    for module in ("laurel.learners.addresses", "email_validator", "dns.resolver"):
        print(f"{module:<34}{import_ms(module):>12.1f}")


if __name__ == "__main__":
    main()
