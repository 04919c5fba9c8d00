"""The two links in the e-mail about a change: one undoes it, one confirms it.

A link names the learner, the change and what it is for, and is signed. It works without a sign-in, once, and only while
the change is open: the record decides that, not the link.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from laurel.account_changes.changes import AccountChange
from laurel.platform.signed_tokens import SignedTokens

LONGEST_LINK_TOKEN = 500
"""Characters."""


class LinkUse(StrEnum):
    """What a link is for."""

    UNDO = "undo"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class ChangeLink:
    """A genuine link: the change that it is about, and what it is for."""

    learner_id: str
    change_id: str
    use: LinkUse


class ChangeLinks:
    """Links signed with the key from `key`, which is called when it is needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._tokens = SignedTokens(key, b"account-change\0", longest=LONGEST_LINK_TOKEN)

    def token(self, change: AccountChange, use: LinkUse) -> str:
        """The token of a link."""
        return self._tokens.write(json.dumps([change.learner_id, change.change_id, use.value]).encode())

    def read(self, token: str) -> ChangeLink | None:
        """What `token` is for; None if it is not from us or is incomplete."""
        body = self._tokens.read(token)
        if body is None:
            return None
        learner_id, change_id, use = json.loads(body)
        return ChangeLink(learner_id, change_id, LinkUse(use))
