"""Proofs that somebody is signed in to an account: made there, used in the account that stays within ten minutes."""

import json
from collections.abc import Callable
from datetime import datetime

from laurel.learners.address_proofs import LONGEST_PROOF, VALID_FOR
from laurel.platform.signed_tokens import SignedTokens


class JoinProofs:
    """Proofs signed with the key from `key`, which is called when it is needed. They serve to join accounts only."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._tokens = SignedTokens(key, b"join-proof\0", longest=LONGEST_PROOF)

    def write(self, learner_id: str, at: datetime) -> str:
        """The proof of this learner, valid for ten minutes from `at`."""
        return self._tokens.write(json.dumps([learner_id, int((at + VALID_FOR).timestamp())]).encode())

    def read(self, proof: str, at: datetime) -> str | None:
        """The learner of `proof`; None if it is not from us or too old at `at`."""
        body = self._tokens.read(proof)
        if body is None:
            return None
        learner_id, until = json.loads(body)
        return str(learner_id) if at.timestamp() <= until else None
