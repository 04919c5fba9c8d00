"""Requests and responses of the staff routes for credits and runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StringConstraints

from laurel.intake.corrections import ChangeRequest
from laurel.intake.feed_cards import file_id_for
from laurel.intake.file_report import FileOutcome
from laurel.intake.places import feed_folder
from laurel.ledger.credit import Credit
from laurel.ledger.customer_id import IdSource
from laurel.ledger.states import State
from laurel.ledger.timeline import FollowUpEvent, standing
from laurel.organizer.views import CreditLine, OrganizerModel, line_of
from laurel.platform.clock import read_instant
from laurel.roster.member import Member, MemberStatus


def as_provider_sees(credit: Credit) -> Credit:
    """`credit` for the staff of its provider: to be shown, never to be stored.

    Without the member number, which is the roster's, and without an ASCP customer ID of the roster or the profile.
    """
    own = credit.customer_id if credit.customer_id and credit.customer_id.source is IdSource.PROVIDER else None
    return replace(credit, member_number=None, customer_id=own)


class ActRequest(ChangeRequest):
    """A staff action on a credit."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "ASCP has corrected the name."}]})


class UndoRequest(ActRequest):
    """The undoing of a withdrawal."""

    not_at_ascp: StrictBool = Field(
        default=False,
        description="Confirms that ASCP does not have it. Required if the learner reported entering it by hand.",
    )


class UndoFileRequest(ActRequest):
    """The undo of a provider's file."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "The export had the wrong dates.", "dry_run": True}]},
    )

    dry_run: StrictBool = Field(default=False, description="Say what would become of each row, and change nothing.")


class MatchRequest(ActRequest):
    """The member for an unmatched credit."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"member_number": "900004", "reason": "She gave us her member number."}]},
    )

    member_number: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description="The number of a member who has the credit's e-mail address on the roster.", examples=["900004"]
    )


class StaffStepView(OrganizerModel):
    """One entry of a credit's timeline, with who did it."""

    at: AwareDatetime
    state: State
    reason: str | None
    detail: str | None
    by: str | None = Field(description="`staff:` or `learner:`, and the `sub` of the person's sign-in.")
    judged: bool = Field(description="False if ASCP could not read the credit, and so has not decided about it.")
    event: FollowUpEvent | None = Field(default=None, description="If it is about a correction or withdrawal at ASCP.")


class RosterMemberView(OrganizerModel):
    """A member who has the credit's e-mail address on the roster."""

    member_number: str
    name: str
    status: MemberStatus
    expires_on: date | None


class StaffCreditView(CreditLine):
    """A credit with its full history."""

    reference: str = Field(description="The provider's own key for it.")
    email: str = Field(description="As the provider or learner gave it.")
    email_key: str = Field(description="Normalized for comparison.")
    name: str
    detail: str | None
    member_number: str | None = Field(description="At ASCLS. For operators: it is from the roster.")
    ascp_customer_id: str | None = Field(
        default=None,
        description="The ASCP customer ID that is sent with it. Staff of a provider see it if the provider gave it.",
    )
    customer_id_from: IdSource | None = Field(default=None, description="Who gave that ID.")
    provider_customer_id: str | None = Field(default=None, description="The ID in the provider's row.")
    submission_id: str | None
    in_doubt: bool = Field(description="Whether ASCP may have it without our knowing.")
    due_at: AwareDatetime | None = Field(description="When a nightly run processes it.")
    resembles: str | None = Field(description="For a likely duplicate: the credit that it looks like.")
    since: AwareDatetime = Field(description="Since when it has its state and reason.")
    version: int
    timeline: tuple[StaffStepView, ...]
    bearers: tuple[RosterMemberView, ...] = Field(description="For an ambiguous address: the members who share it.")

    @classmethod
    def of_credit(cls, credit: Credit, members: Sequence[Member] = ()) -> Self:
        """`credit` as the API shows it."""
        same = ("reference", "email", "email_key", "name", "detail", "member_number", "ascp_customer_id")
        ours = ("provider_customer_id", "submission_id", "in_doubt", "due_at", "version")
        return cls(
            **line_of(credit),
            **{name: getattr(credit, name) for name in same + ours},
            customer_id_from=credit.customer_id.source if credit.customer_id else None,
            since=standing(credit.timeline)[0].at,
            resembles=credit.resembles if credit.is_likely_duplicate else None,
            timeline=tuple(
                StaffStepView(
                    at=one.at,
                    state=one.state,
                    reason=one.reason,
                    detail=one.detail,
                    by=one.by,
                    judged=one.judged,
                    event=one.event,
                )
                for one in credit.timeline
            ),
            bearers=tuple(
                RosterMemberView(
                    member_number=one.member_number, name=one.name, status=one.status, expires_on=one.expires_on
                )
                for one in members
            ),
        )


class StaffCreditPage(OrganizerModel):
    """Credits that staff searched for. A short page need not be the last: `next_cursor` tells."""

    items: tuple[StaffCreditView, ...]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")
    total: int | None = Field(
        description="The number over all pages, as counted for the first one; null if that would tell of others'"
        " credits, or if there are too many to count."
    )
    more_than: int | None = Field(
        default=None, description="If there are too many to count: the number at which counting stopped."
    )

    @classmethod
    def of(
        cls,
        credits: Iterable[Credit],
        members: Mapping[str, Sequence[Member]],
        next_cursor: str | None,
        total: int | None,
        more_than: int | None = None,
    ) -> Self:
        """`credits` as the API shows them; those with an ambiguous address also show the `members` who share it."""
        items = tuple(StaffCreditView.of_credit(one, members.get(one.email_key, ())) for one in credits)
        return cls(items=items, next_cursor=next_cursor, total=total, more_than=more_than)


class AwardView(OrganizerModel):
    """What became of an award, or would become of it."""

    dry_run: bool = Field(description="True if nothing was written: the credit is as it would be.")
    known: bool = Field(description="Whether it was awarded before: then nothing changes.")
    credit: StaffCreditView


class LateSource(OrganizerModel):
    """A provider or the ASCLS roster of which nothing came for longer than expected."""

    source: str = Field(description="The provider's ID; `roster/ascls` for the roster.", examples=["labce"])
    every_days: int = Field(description="The most days that it was expected to take.")
    days: int = Field(description="The days since it last sent something, or since it is awaited.")
    sent_at: AwareDatetime | None = Field(description="When it last sent something; null: it never did.")


class RunLine(OrganizerModel):
    """A nightly run in a list."""

    run_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    rows: int
    credits: int
    repeats: int
    rejected: int
    resumed: int
    reported: int
    unmatched: dict[str, int] = Field(description="By reason.")
    requeued: int
    queue_refused: int
    file_count: int
    reconciles: bool = Field(description="Whether every row and every credit is accounted for.")
    complete: bool = Field(description="False if time ran out: the next run continues.")
    arrival: bool = Field(description="Whether a file that arrived started it, and not the schedule or a person.")
    note: str
    providers_without_record: tuple[str, ...] = Field(
        description="Providers whose files it read and who are not on record: pages show their ID instead of a name."
    )
    late_sources: tuple[LateSource, ...] = Field(
        description="Who had sent nothing for longer than expected. Only a complete nightly run looks."
    )


class RunFile(OrganizerModel):
    """A file that a run read, with the counts of that run."""

    key: str = Field(description="The file in the intake bucket.", examples=["feed/labce/2026-11-20.csv"])
    file_id: str | None = Field(description="A provider's file under *Files*; null for others and in older reports.")
    outcome: FileOutcome = Field(description="`put_off` and `begun` files are read on by a later run.")
    reason: str | None = Field(description="Why it was refused: a stable code.")
    message: str | None = Field(description="Why it was refused or put off, in words.")
    rows: int
    credits: int
    repeats: int
    rejected: int
    members: int | None = Field(description="Members of a roster.")
    changed: int | None = Field(description="Addresses of a roster that changed.")
    noted: int = Field(description="Members of a roster who count without their ASCP customer ID, which is not valid.")
    behind: int | None = Field(description="The line after which this run began, if another one had begun the file.")
    again_on: date | None = Field(description="When its next row with a date in the future can be taken.")
    milliseconds: int

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "RunFile":
        """The file of a stored report."""
        key, etag, again_on = stored["key"], stored.get("etag"), stored.get("again_on")
        counts = ("rows", "credits", "repeats", "rejected", "noted", "milliseconds")
        return cls(
            key=key,
            file_id=file_id_for(key, etag) if etag and feed_folder(key) else None,
            outcome=FileOutcome(stored["outcome"]),
            reason=stored.get("reason"),
            message=stored.get("message"),
            **{name: int(stored.get(name, 0)) for name in counts},
            members=_count(stored.get("members")),
            changed=_count(stored.get("changed")),
            behind=_count(stored.get("behind")),
            again_on=date.fromisoformat(again_on) if again_on else None,
        )


class RunView(RunLine):
    """The report of a nightly run."""

    milliseconds: dict[str, int] = Field(description="By stage.")
    files: tuple[RunFile, ...] = Field(description="The first 200, each with its outcome.")


class RunPage(OrganizerModel):
    """Nightly runs, the latest first."""

    items: tuple[RunLine, ...]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")


class RunsOfDay(OrganizerModel):
    """The runs that started on one day (UTC), the first one first. There is only one page."""

    items: tuple[RunView, ...]
    next_cursor: str | None = None


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def run_line(record: Mapping[str, Any]) -> RunLine:
    """A stored report as a line of the list."""
    return RunLine(**_run(record))


def run_view(record: Mapping[str, Any]) -> RunView:
    """A stored report in full."""
    return RunView(
        **_run(record),
        milliseconds={stage: int(n) for stage, n in record["milliseconds"].items()},
        files=tuple(map(RunFile.of, record["files"])),
    )


def _run(record: Mapping[str, Any]) -> dict[str, Any]:
    counts = ("rows", "credits", "repeats", "rejected", "resumed", "reported", "requeued", "queue_refused")
    same = ("run_id", "reconciles", "complete", "note")
    return {
        **{name: int(record[name]) for name in counts},
        **{name: record[name] for name in same},
        "started_at": read_instant(record["started_at"]),
        "finished_at": read_instant(record["finished_at"]),
        "arrival": bool(record.get("arrival")),
        "unmatched": {reason: int(n) for reason, n in record["unmatched"].items()},
        "providers_without_record": tuple(record.get("providers_without_record", ())),
        "late_sources": tuple(map(_late_source, record.get("late_sources", ()))),
        "file_count": int(record["files_in_all"]),
    }


def _late_source(stored: Mapping[str, Any]) -> LateSource:
    sent_at = stored.get("sent_at")
    return LateSource(
        source=stored["source"],
        every_days=int(stored["every_days"]),
        days=int(stored["days"]),
        sent_at=read_instant(sent_at) if sent_at else None,
    )
