"""The unsubscribe link in every notice, which works without a sign-in.

It names the learner and is signed, so that nobody can unsubscribe another learner by guessing. It never expires,
because an e-mail may be read at any time, and it allows nothing else.
"""

from collections.abc import Callable

from laurel.platform.signed_tokens import SignedTokens

_LONGEST = 400  # characters


class UnsubscribeLinks:
    """Links signed with the key from `key`, which is called when it is needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._tokens = SignedTokens(key, b"stop-notices\0", longest=_LONGEST)

    def token(self, learner_id: str) -> str:
        """The token of this learner's unsubscribe link."""
        return self._tokens.write(learner_id.encode())

    def learner_of(self, token: str) -> str | None:
        """The ID of the learner whom `token` unsubscribes; None if it is not from us or is incomplete."""
        body = self._tokens.read(token)
        return body.decode() if body is not None else None
