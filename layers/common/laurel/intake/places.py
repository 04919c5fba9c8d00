"""Where files of the intake bucket belong, what they may be called, and in what order they are taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from laurel.intake.bucket import IntakeFile
from laurel.platform.csv_records import UnusableFile

ROSTER_PREFIX = "roster/ascls/"
FEED_PREFIX = "feed/"
LARGEST_FILE = 500_000_000
"""Bytes of the largest file that is taken: some four million rows. The function's disk holds it and what it makes."""

OUR_FOLDERS = ("state/", "rejected/")
"""Where Laurel writes itself."""
MOST_MISPLACED = 100
"""Files outside of every folder that one night tells of; further ones wait."""

# What other programs put beside their files: half-sent ones, markers, and what systems keep for themselves.
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")
_NAME = re.compile(r"(roster/ascls|feed/[A-Za-z0-9][A-Za-z0-9._-]{0,63})/[^/]+\.csv", re.IGNORECASE)


def is_passed_over(key: str) -> bool:
    """Whether `key` is no file of a partner, but what a program put there for itself: then it is not told of."""
    name = key.rstrip("/").rpartition("/")[2].lower()
    return name.startswith((".", "~$")) or name.endswith(_UNFINISHED) or (name[:1] == "_" and not name.endswith(".csv"))


def misplaced() -> UnusableFile:
    """The refusal of a file that lies where none is looked for."""
    return UnusableFile(
        "unexpected_place",
        "No file is taken from here. Send it as roster/ascls/<name>.csv or feed/<provider>/<name>.csv, the folders in "
        "small letters and with nothing before them.",
    )


def provider_of(key: str) -> str:
    """The provider whose folder the feed `key` lies in."""
    return key.split("/")[1]


def expect_usable(file: IntakeFile) -> None:
    """Raises UnusableFile if `file` need not even be fetched: for its name or its size."""
    if not _NAME.fullmatch(file.key):
        raise UnusableFile(
            "unexpected_name",
            "Files are taken as roster/ascls/<name>.csv and feed/<provider>/<name>.csv (provider: letters, digits, "
            "dots, dashes, underscores). Send it under such a name.",
        )
    if file.size > LARGEST_FILE:
        raise UnusableFile(
            "file_too_large",
            f"The file has {file.size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are taken. Split a feed "
            "into several files; leave columns out of a roster that it does not need.",
        )


def in_turns[Place](files: Iterable[tuple[IntakeFile, Place]]) -> Iterator[tuple[IntakeFile, Place]]:
    """The files of feeds in the order in which they are taken.

    Providers take turns, one file each, and in each turn the smaller file comes first: what one provider sends does
    not keep the others waiting. Files of one provider stay in the order in which they are given.
    """
    of_providers: dict[str, list[tuple[IntakeFile, Place]]] = defaultdict(list)
    for one in files:
        of_providers[provider_of(one[0].key).casefold()].append(one)
    for turn in zip_longest(*of_providers.values()):
        yield from sorted(filter(None, turn), key=lambda one: one[0].size)
