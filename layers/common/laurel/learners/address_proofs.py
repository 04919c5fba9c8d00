"""Proofs that somebody is signed in with an address: made in one account, used in another within ten minutes.

A proof names the learner and the address, and is signed. It allows one thing, once: the address moves to the account
that shows it. With any change of the learner's profile, such as an undone move, the proof is no longer good.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.platform.signed_tokens import SignedTokens

VALID_FOR = timedelta(minutes=10)
LONGEST_PROOF = 1000
"""Characters."""


@dataclass(frozen=True, slots=True)
class ProvedAddress:
    """The learner `learner_id`, whose profile had this `version`, was signed in with the address."""

    learner_id: str
    email_key: str
    version: int


class AddressProofs:
    """Proofs signed with the key from `key`, which is called when it is needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        # The use names the form of the body: proofs of releases before it had a version are not genuine.
        self._tokens = SignedTokens(key, b"address-proof-2\0", longest=LONGEST_PROOF)

    def write(self, proved: ProvedAddress, at: datetime) -> str:
        """The proof, valid for ten minutes from `at`."""
        until = int((at + VALID_FOR).timestamp())
        return self._tokens.write(json.dumps([proved.learner_id, proved.email_key, proved.version, until]).encode())

    def read(self, proof: str, at: datetime) -> ProvedAddress | None:
        """What `proof` proves; None if it is not from us or too old at `at`."""
        body = self._tokens.read(proof)
        if body is None:
            return None
        learner_id, email_key, version, until = json.loads(body)
        return ProvedAddress(learner_id, email_key, version) if at.timestamp() <= until else None
