"""Reads what a transcript is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from laurel.claims.read_claims import list_claims
from laurel.claims.store import Claims
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.organizer.queries import credits_of
from laurel.own_credits.records import own_credits
from laurel.platform.callers import Caller
from laurel.platform.table import Table
from laurel.transcripts.whole import WholeTranscript, whole_transcript


@dataclass(frozen=True, slots=True)
class TranscriptSources:
    """Where it comes from; `table` is that of the claims, and `named` puts the providers' names into credits."""

    table: Table
    claims: Claims
    ledger: Ledger
    named: Callable[[Iterable[Credit]], list[Credit]]


def read_whole(
    sources: TranscriptSources,
    who: Caller,
    profiles: Sequence[Profile],
    starting: date | None,
    ending: date | None,
) -> WholeTranscript:
    """The transcript of the caller, whose profiles these are. A call for each account's claims and own statements, and
    one for each address.
    """
    held = dict.fromkeys(key for one in profiles for key in held_addresses(one))
    return whole_transcript(
        list_claims(sources.claims, who),
        sources.named(credits_of(sources.ledger, held)),
        own_credits(sources.table, who.learner_ids),
        learner_ids=who.learner_ids,
        starting=starting,
        ending=ending,
    )
