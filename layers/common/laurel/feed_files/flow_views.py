"""One night from rows to receipts, as it goes over the wire."""

from typing import Self

from pydantic import Field

from laurel.feed_files.night_flow import NightFlow
from laurel.feed_files.views import FilesModel
from laurel.ledger.states import State


class CreditsNow(FilesModel):
    """Where the credits that the rows of a night brought are now."""

    accepted: int = Field(description="ASCP gave a receipt.")
    on_its_way: int = Field(description="Reported, without a receipt yet.")
    earned: int = Field(description="Wait to be matched.")
    unmatched: int
    rejected: int = Field(description="Refused by ASCP.")
    withdrawn: int
    elsewhere: int = Field(description="Not found under these files: the files are not named in the report.")


class NightFlowView(FilesModel):
    """`rows = credits + repeats + rejected`, and the parts of `now` together are `credits`."""

    rows: int
    credits: int
    repeats: int
    rejected: int
    now: CreditsNow | None = Field(
        description="Null if it cannot be said: the files also brought credits on another day, or there are too many."
    )

    @classmethod
    def of(cls, flow: NightFlow) -> Self:
        """`flow` as it is sent."""
        return cls(rows=flow.rows, credits=flow.credits, repeats=flow.repeats, rejected=flow.rejected, now=_now(flow))


def _now(flow: NightFlow) -> CreditsNow | None:
    now = flow.now
    if now is None or flow.elsewhere is None:
        return None
    return CreditsNow(
        accepted=now.get(State.ACCEPTED, 0),
        on_its_way=now.get(State.REPORTED, 0),
        earned=now.get(State.EARNED, 0),
        unmatched=now.get(State.UNMATCHED, 0),
        rejected=now.get(State.REJECTED, 0),
        withdrawn=now.get(State.WITHDRAWN, 0),
        elsewhere=flow.elsewhere,
    )
