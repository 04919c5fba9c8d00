"""Proofs that somebody is signed in to an account: made there, used in the account that stays within ten minutes.

A proof serves once: with any change of the learner's profile, such as an undone join, it is no longer good.
"""

import json
from collections.abc import Callable
from datetime import datetime

from laurel.learners.address_proofs import LONGEST_PROOF, VALID_FOR
from laurel.platform.signed_tokens import SignedTokens


class JoinProofs:
    """Proofs signed with the key from `key`, which is called when it is needed. They serve to join accounts only."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        # The use names the form of the body: proofs of releases before it had a version are not genuine.
        self._tokens = SignedTokens(key, b"join-proof-2\0", longest=LONGEST_PROOF)

    def write(self, learner_id: str, version: int, at: datetime) -> str:
        """The proof of this learner, whose profile has this version, valid for ten minutes from `at`."""
        until = int((at + VALID_FOR).timestamp())
        return self._tokens.write(json.dumps([learner_id, version, until]).encode())

    def read(self, proof: str, at: datetime) -> tuple[str, int] | None:
        """Learner and version of `proof`; None if it is not from us or too old at `at`."""
        body = self._tokens.read(proof)
        if body is None:
            return None
        learner_id, version, until = json.loads(body)
        return (str(learner_id), int(version)) if at.timestamp() <= until else None
