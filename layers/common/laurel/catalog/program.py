"""The program of an activity: its sessions in order of time, page by page (no I/O)."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from laurel.catalog.activity import Activity, Session
from laurel.catalog.views import PublicSession, public_session
from laurel.platform.clock import instant
from laurel.platform.cursors import Cursors
from laurel.platform.text_search import has_words, search_text, search_words


@dataclass(frozen=True, slots=True)
class ProgramFilter:
    """Which sessions: each condition that is not None. `day` is a calendar date in the activity's zone."""

    track: str | None = None
    day: date | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """A page of the program; `next_cursor` is None at the end."""

    items: tuple[PublicSession, ...]
    next_cursor: str | None


def program_page(
    activity: Activity, wanted: ProgramFilter, *, limit: int, cursor: str | None, cursors: Cursors
) -> ProgramPage:
    """At most `limit` sessions by start, then id, after `cursor`. Raises InvalidCursor."""
    words = search_words(wanted.query or "")
    track = wanted.track and search_text(wanted.track)
    scope = ("programme", activity.id, track, str(wanted.day or ""), *words)
    after = tuple(cursors.read(scope, cursor)) if cursor else ()
    following = (
        one
        for one in sorted(activity.sessions, key=_order)
        if _order(one) > after
        and (track is None or search_text(one.track) == track)
        and (wanted.day is None or activity.day_of(one) == wanted.day)
        and (not words or has_words(search_text(one.title, one.track, *one.speakers), words))
    )
    found = list(islice(following, limit + 1))
    shown = found[:limit]
    next_cursor = cursors.write(scope, _order(shown[-1])) if len(found) > limit else None
    return ProgramPage(tuple(public_session(activity, one) for one in shown), next_cursor)


def _order(session: Session) -> tuple[str, ...]:
    return instant(session.starts_at), session.id
