"""The folders of the intake bucket, the names that files may have, and the order in which files are taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from laurel.intake.bucket import IntakeFile
from laurel.platform.csv_records import UnusableFile

ROSTER_PREFIX = "roster/ascls/"
FEED_PREFIX = "feed/"
LARGEST_FILE = 500_000_000
"""Bytes of the largest file that is taken: about four million rows. The disk must hold it and its results."""

OUR_FOLDERS = ("state/", "rejected/")
"""The folders for Laurel's own files."""
MOST_MISPLACED = 100
"""Files outside of all folders that one run reports; the others wait."""

# Files that other programs create for themselves: incomplete uploads, markers and system files.
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")
_NAME = re.compile(r"(roster/ascls|feed/[A-Za-z0-9][A-Za-z0-9._-]{0,63})/[^/]+\.csv", re.IGNORECASE)


def is_passed_over(key: str) -> bool:
    """Whether `key` is no file of a partner but one that a program created for itself: such files are not reported."""
    name = key.rstrip("/").rpartition("/")[2].lower()
    return name.startswith((".", "~$")) or name.endswith(_UNFINISHED) or (name[:1] == "_" and not name.endswith(".csv"))


def misplaced() -> UnusableFile:
    """The refusal of a file in an unexpected place."""
    return UnusableFile(
        "unexpected_place",
        "No file is taken from here. Send it as roster/ascls/<name>.csv or feed/<provider>/<name>.csv, the folders in "
        "small letters and with nothing before them.",
    )


def inactive() -> UnusableFile:
    """The refusal of a feed whose provider is not active."""
    return UnusableFile(
        "provider_inactive",
        "Your organization is marked as not active, so no file of it is taken. Ask Laurel's operator to change that, "
        "then send the file again under a new name.",
    )


def provider_of(key: str) -> str:
    """The provider of the feed `key`, by its folder."""
    return key.split("/")[1]


def feed_folder(key: str) -> str | None:
    """The folder of a provider in which `key` is, in small letters; None if it is in none."""
    if not key.startswith(FEED_PREFIX) or key.count("/") < 2:
        return None
    return provider_of(key).casefold() or None


def expect_usable(file: IntakeFile) -> None:
    """Raises UnusableFile if the name or the size of `file` is not allowed."""
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

    Providers take turns, one file each, and in each turn the smallest file comes first, so that one provider does not
    keep the others waiting. Files of one provider keep their order.
    """
    of_providers: dict[str, list[tuple[IntakeFile, Place]]] = defaultdict(list)
    for one in files:
        of_providers[provider_of(one[0].key).casefold()].append(one)
    for turn in zip_longest(*of_providers.values()):
        yield from sorted(filter(None, turn), key=lambda one: one[0].size)
