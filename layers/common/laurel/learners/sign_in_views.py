"""Sessions of the learner's sign-ins, as the API shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.learners.sign_ins import MOST_SHOWN, LearnerSession


class MySessionView(BaseModel):
    """One sign-in, and the session that it began."""

    model_config = ConfigDict(frozen=True)

    session_id: str
    browser: str | None = Field(
        description="Browser and system, as the browser called itself.", examples=["Firefox, Windows"]
    )
    started_at: AwareDatetime = Field(description="When the person signed in.")
    seen_at: AwareDatetime = Field(description="When it was last renewed, which happens every 15 minutes at most.")
    until: AwareDatetime = Field(description="When the session ended, or ends at the latest.")
    open: bool = Field(description="Whether it can still go on.")
    this: bool = Field(description="Whether this request comes from it.")


class MySessionsView(BaseModel):
    """The sign-ins of the last 30 days, the latest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[MySessionView, ...]

    @classmethod
    def of(cls, found: Sequence[LearnerSession], this: str, at: datetime) -> Self:
        """`found` at the instant `at`; `this` is the session of the request."""
        return cls(
            items=tuple(
                MySessionView(
                    session_id=one.session_id,
                    browser=one.browser,
                    started_at=one.started_at,
                    seen_at=one.seen_at,
                    until=one.until,
                    open=one.is_open(at),
                    this=one.session_id == this,
                )
                for one in found[:MOST_SHOWN]
            )
        )
