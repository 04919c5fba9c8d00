"""Sign-ins: when somebody signed in, with which browser, when they were last seen, and whether the session was ended.

Each sign-in has a ticket: a random text that only its own ID tokens have (the claim `session`). The portal sends it
when it renews the tokens, so the account guard knows which session is renewed, and refuses one that was ended. The
claims table has a digest of the ticket: `LEARNER#<learner ID>`, `SIGNIN#<digest>`.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from laurel.learners.records import key_of
from laurel.platform.callers import session_id_of
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import EXPIRES_AT, SIGN_INS
from laurel.platform.table import Elsewhere, Item, Key, Table, Update, Write, create

LASTS = timedelta(hours=8)
"""How long a session can be renewed: `RefreshTokenValidity` of the portal's clients."""
MOST_SHOWN = 100
PREFIX = "SIGNIN#"
_ENDED_AT_ONCE = 50  # of one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerSession:
    """A sign-in of the account `user_name`, and its session. `seen_at` is when its tokens were last renewed.

    `browser` is as the browser called itself, such as `Firefox, Windows`; None until it did.
    """

    session_id: str
    learner_id: str
    user_name: str
    started_at: datetime
    seen_at: datetime
    browser: str | None = None
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """When the session ends at the latest (UTC)."""
        return self.ended_at or self.started_at + LASTS

    def is_open(self, at: datetime) -> bool:
        """Whether the session can still be renewed at `at`."""
        return at < self.until


def begin(table: Table, learner_id: str, user_name: str, at: datetime) -> str:
    """Stores a new sign-in; returns its ticket. One call. Raises TableBusy."""
    ticket = secrets.token_urlsafe(24)
    pk, sk = _key(learner_id, session_id_of(ticket))
    item: Item = {
        "pk": pk,
        "sk": sk,
        "user_name": user_name,
        "started_at": instant(at),
        "seen_at": instant(at),
        EXPIRES_AT: SIGN_INS.expires_at(at),
    }
    table.put(create(item))
    return ticket


def renew(table: Table, learner_id: str, user_name: str, ticket: str, at: datetime) -> bool:
    """Notes that the session with this ticket goes on; False if it was ended, or is of another account. One call."""
    return _change(
        table,
        learner_id,
        session_id_of(ticket),
        "SET #seen_at = :at",
        "#user_name = :user_name AND attribute_not_exists(#ended_at)",
        {"#seen_at": "seen_at", "#user_name": "user_name", "#ended_at": "ended_at"},
        {":at": instant(at), ":user_name": user_name},
    )


def name(table: Table, learner_ids: Iterable[str], session_id: str, browser: str) -> bool:
    """Notes the browser of a session, once; False if there is no such session, or it has one. A call for each ID."""
    change, condition = "SET #browser = :browser", "attribute_exists(pk) AND attribute_not_exists(#browser)"
    given = ({"#browser": "browser"}, {":browser": browser})
    return any(_change(table, learner_id, session_id, change, condition, *given) for learner_id in learner_ids)


def sign_ins_of(table: Table, learner_ids: Iterable[str]) -> list[LearnerSession]:
    """The sign-ins of the last 30 days, latest first. A call for each learner."""
    found = [
        _from_item(item)
        for learner_id in learner_ids
        for item in table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=key_of(learner_id)[0], prefix=PREFIX)
    ]
    return sorted(found, key=lambda one: (one.started_at, one.session_id), reverse=True)


def end(table: Table, ended: Sequence[LearnerSession], at: datetime, also: Sequence[Elsewhere] = ()) -> None:
    """Ends these sessions, with `also` in the last transaction: none of them can be renewed. Raises TableBusy.

    To end one again changes nothing.
    """
    batches = list(batched(ended, _ENDED_AT_ONCE, strict=False)) or [()]
    for index, some in enumerate(batches):
        writes: list[Write | Elsewhere] = [_ending(one, at) for one in some]
        table.write_all([*writes, *(also if index == len(batches) - 1 else ())])


def end_all(table: Table, learner_id: str, at: datetime) -> None:
    """Ends all sessions of the learner. One call; more if there are any."""
    if ended := [one for one in sign_ins_of(table, [learner_id]) if one.is_open(at)]:
        end(table, ended, at)


def endings(table: Table, learner_id: str, at: datetime, *, before: datetime, but: str = "") -> list[Write]:
    """The writes that end the sessions which began before that instant, except the one with the ID `but`. One call.

    Those that one transaction cannot take besides are ended by this call.
    """
    found = sign_ins_of(table, [learner_id])
    ended = [one for one in found if one.is_open(at) and one.started_at < before and one.session_id != but]
    if more := ended[_ENDED_AT_ONCE:]:
        end(table, more, at)
    return [_ending(one, at) for one in ended[:_ENDED_AT_ONCE]]


def _ending(one: LearnerSession, at: datetime) -> Update:
    return Update(
        _key(one.learner_id, one.session_id),
        "SET #ended_at = if_not_exists(#ended_at, :at)",
        "attribute_exists(pk)",
        {"#ended_at": "ended_at"},
        {":at": instant(at)},
    )


def _change(
    table: Table, learner_id: str, session_id: str, change: str, condition: str, names: dict[str, str], values: Item
) -> bool:
    return table.update(Update(_key(learner_id, session_id), change, condition, names, values)) is not None


def _key(learner_id: str, session_id: str) -> Key:
    return key_of(learner_id)[0], f"{PREFIX}{session_id}"


def _from_item(item: Item) -> LearnerSession:
    return LearnerSession(
        session_id=item["sk"].removeprefix(PREFIX),
        learner_id=item["pk"].removeprefix("LEARNER#"),
        user_name=item["user_name"],
        started_at=read_instant(item["started_at"]),
        seen_at=read_instant(item["seen_at"]),
        browser=item.get("browser"),
        ended_at=read_instant(item["ended_at"]) if item.get("ended_at") else None,
    )
