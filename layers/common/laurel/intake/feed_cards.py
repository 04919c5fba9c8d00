"""The card of a provider's file: what became of it, for staff. A run writes it with its record of the file.

`FEED#<file id>`, `FILE` has the card. `FEEDS` and `FEEDS#<provider>` list the files by the instant at which they
arrived: their items are keys only.
"""

from dataclasses import dataclass
from datetime import datetime

from laurel.intake.bucket import IntakeFile
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.intake.places import feed_folder
from laurel.platform.clock import instant, read_instant
from laurel.platform.ids import derived_id
from laurel.platform.retention import EXPIRES_AT, FEED_CARDS
from laurel.platform.table import Item, Key, Put

CARD = "FILE"
ALL_FEEDS = "FEEDS"

_COUNTS = ("rows", "credits", "repeats", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCard:
    """One version of a provider's file, by its ETag; `provider` is its folder in small letters.

    It arrived at `arrived_at` and was taken or refused at `taken_at` (UTC). `credits` counts those that it brought,
    `repeats` the rows whose credits were there before. `again_on` is when rows with a date in the future can be taken.
    """

    file_id: str
    key: str
    etag: str
    provider: str
    arrived_at: datetime
    taken_at: datetime
    outcome: FileOutcome
    reason: str | None
    message: str | None
    rows: int
    credits: int
    repeats: int
    rejected: int
    again_on: str | None

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self.key.rpartition("/")[2]


def file_id_of(file: IntakeFile) -> str:
    """The ID of this version of a file: 32 hexadecimal digits. Its credits keep it."""
    return file_id_for(file.key, file.etag)


def file_id_for(key: str, etag: str) -> str:
    """The same from its key and its ETag."""
    return derived_id("feed file", key, etag)


def card_key(file_id: str) -> Key:
    """The table key of the card of a file."""
    return f"FEED#{file_id}", CARD


def list_of(provider: str | None) -> str:
    """The hash key of the list of a provider's files; of all files for None."""
    return f"{ALL_FEEDS}#{provider.casefold()}" if provider else ALL_FEEDS


def cards_of(file: IntakeFile, report: FileReport, *, at: datetime) -> list[Put]:
    """The writes of the card and of its places in the lists; none for a file that is not in a provider's folder."""
    provider = feed_folder(file.key)
    if provider is None:
        return []
    file_id, arrived_at = file_id_of(file), instant(file.last_modified)
    expires = {EXPIRES_AT: FEED_CARDS.expires_at(file.last_modified)}
    pk, sk = card_key(file_id)
    card: Item = {
        "pk": pk,
        "sk": sk,
        "key": file.key,
        "etag": file.etag,
        "provider": provider,
        "arrived_at": arrived_at,
        "taken_at": instant(at),
        "outcome": report.outcome.value,
        "reason": report.reason,
        "message": report.message,
        **{name: getattr(report, name) for name in _COUNTS},
        "again_on": report.again_on,
        **expires,
    }
    lists = [{"pk": list_of(whose), "sk": f"{arrived_at}#{file_id}", **expires} for whose in (None, provider)]
    return [Put(item, "", {}, {}) for item in (card, *lists)]


def from_item(item: Item) -> FeedCard:
    """The card in `item`."""
    return FeedCard(
        file_id=item["pk"].removeprefix("FEED#"),
        key=item["key"],
        etag=item["etag"],
        provider=item["provider"],
        reason=item.get("reason"),
        message=item.get("message"),
        again_on=item.get("again_on"),
        rows=int(item["rows"]),
        credits=int(item["credits"]),
        repeats=int(item["repeats"]),
        rejected=int(item["rejected"]),
        arrived_at=read_instant(item["arrived_at"]),
        taken_at=read_instant(item["taken_at"]),
        outcome=FileOutcome(item["outcome"]),
    )
