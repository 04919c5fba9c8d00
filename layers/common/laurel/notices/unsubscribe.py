"""Stopping notices by the link in one of them."""

from laurel.learners.records import key_of
from laurel.notices.unsubscribe_links import StopLinks
from laurel.platform.clock import Clock, instant
from laurel.platform.log import logger
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table, Update

_NO_LINK = Refusal(
    404,
    "stop_link_unknown",
    "This link is not whole, or was not given out here. Copy all of it from the mail, or sign in and switch the mails"
    " off in your profile.",
)


def check_link(links: StopLinks, token: str) -> Refusal | None:
    """None if `token` is good; nothing is changed by looking at it, as programs look at links in mails."""
    return _NO_LINK if links.learner_of(token) is None else None


def stop_notices(table: Table, links: StopLinks, clock: Clock, token: str) -> Refusal | None:
    """Stops the notices of the learner whom `token` names; None once they are stopped. Doing it again changes nothing.

    One call. `table` is the claims table.
    """
    learner_id = links.learner_of(token)
    if learner_id is None:
        return _NO_LINK
    stopped = table.update(
        Update(
            key_of(learner_id),
            "SET #stopped = :at, #updated = :at ADD #version :one",
            "attribute_exists(pk) AND attribute_not_exists(#stopped)",
            {"#stopped": "notices_stopped_at", "#updated": "updated_at", "#version": "version"},
            {":at": instant(clock()), ":one": 1},
        )
    )
    logger.info("notices are stopped", extra={"learner_id": learner_id, "were_stopped": stopped is None})
    return None
