"""A learner adds an address to their profile: a code goes to its mailbox, and whoever enters it has proved the mailbox.

Sending a code looks at nothing but the learner's own records, so the answer says nothing about who else has the
address. Only somebody who reads the mailbox learns that another account has it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from math import ceil
from typing import Protocol

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import AuditLog
from laurel.learners.address_codes import (
    MOST_SENT,
    MOST_WRONG,
    SENT_WITHIN,
    SentCode,
    code_from_item,
    code_key,
    code_write,
    digest,
    new_code,
    sent_lately,
)
from laurel.learners.address_moves import addresses_by_key, with_address
from laurel.learners.address_registry import MOST_FORMER, AddressRegistry, hold
from laurel.learners.addresses import address_key
from laurel.learners.aliases import writes_of_change
from laurel.learners.customer_ids import customer_id_records
from laurel.learners.held_addresses import held_addresses, key_or_none
from laurel.learners.profile import Profile
from laurel.learners.records import profile_write
from laurel.learners.refusals import (
    ADDRESS_ALREADY_YOURS,
    ADDRESS_CODE_OVER,
    ADDRESS_OF_ANOTHER,
    MAIL_NOT_SENT,
    MAIL_NOT_SENT_NOW,
    TOO_MANY_ADDRESS_CODES,
    TOO_MANY_ADDRESSES,
    WRONG_ADDRESS_CODE,
)
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Elsewhere, Table, Write


class CodeSending(Enum):
    """What became of the e-mail with a code: it was sent or may have been; or why it certainly was not."""

    SENT = auto()
    ADDRESS_REFUSED = auto()
    NOT_NOW = auto()
    """The trouble is ours, and the address is not the reason."""


class CodeMailer(Protocol):
    """Sends a code to a mailbox."""

    def send_code(self, to: str, code: str) -> CodeSending:
        """Sends it once."""


@dataclass(frozen=True, slots=True)
class AddAddress:
    """Adds addresses in `table` (the claims table). `below` draws a number from 0 up to its argument."""

    table: Table
    registry: AddressRegistry
    audit: AuditLog
    mailer: CodeMailer
    clock: Clock
    below: Callable[[int], int]

    def send_code(self, who: Caller, email: str) -> SentCode | Refusal:
        """Sends a code to `email`. The code before it is no longer valid. Two reads, one write, one e-mail.

        If no e-mail can be sent at the moment, nothing changes: the request does not count. One write more.
        """
        email_key, code = address_key(email), new_code(self.below)
        profile = self.registry.recognize(who)
        if refusal := _refused(profile, email_key, self.registry.joined_with(profile)):
            return refusal

        def attempt() -> tuple[SentCode | None, SentCode] | Refusal | None:
            seen, at = self._code(who.learner_id), self.clock()
            lately = sent_lately(seen, at)
            if len(lately) >= MOST_SENT:
                wait = ceil((lately[-MOST_SENT] + SENT_WITHIN - at).total_seconds())
                return TOO_MANY_ADDRESS_CODES.refuse(most=MOST_SENT, retry_after=wait)
            after = SentCode(
                who.learner_id,
                email.strip(),
                email_key,
                digest(who.learner_id, code),
                (*lately, at),
                version=seen.version + 1 if seen else 1,
            )
            return (seen, after) if self.table.put(code_write(seen, after)) else None

        noted: tuple[SentCode | None, SentCode] | Refusal = retry_on_conflict(attempt) or TRY_AGAIN.refuse()
        if isinstance(noted, Refusal):
            return noted
        before, sent = noted
        match self.mailer.send_code(sent.email, code):
            case CodeSending.SENT:
                return sent
            case CodeSending.ADDRESS_REFUSED:
                return MAIL_NOT_SENT.refuse()
            case CodeSending.NOT_NOW:
                self._take_back(sent, before)
                return MAIL_NOT_SENT_NOW.refuse()

    def _take_back(self, sent: SentCode, before: SentCode | None) -> None:
        """As if no code had been asked for, unless the record has changed since."""
        earlier = before or replace(sent, digest=None, sent=())
        self.table.put(code_write(sent, replace(earlier, version=sent.version + 1)))

    def confirm(self, who: Caller, email: str, code: str) -> Profile | Refusal:
        """Adds `email` to the profile, if `code` is the one that was sent there. Three reads, one transaction.

        Five wrong codes end it. Each is counted before it is answered, so that many at once are no more than five.
        """
        email_key = address_key(email)
        self.registry.recognize(who)

        def attempt() -> Profile | Refusal | None:
            seen, at = self._code(who.learner_id), self.clock()
            if seen is None or not seen.is_open(email_key, at):
                return ADDRESS_CODE_OVER.refuse()
            if not seen.is_right(code):
                after = replace(seen, wrong=seen.wrong + 1, version=seen.version + 1)
                left = MOST_WRONG - after.wrong
                return WRONG_ADDRESS_CODE.refuse(left=left) if self.table.put(code_write(seen, after)) else None
            profile = self.registry.profile_of(who.learner_id)
            return _refused(profile, email_key) or self._add(profile, seen)

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def _code(self, learner_id: str) -> SentCode | None:
        return code_from_item(learner_id, self.table.get(code_key(learner_id)))

    def _add(self, before: Profile, code: SentCode) -> Profile | Refusal | None:
        """One transaction. Credits under the address follow to the current one, as after a change of address."""
        at = self.clock()
        after = with_address(before, code.email, at, current=True)
        current = after.email or ""
        writes: list[Write | Elsewhere] = [
            hold(code.email_key, after.learner_id, at),
            profile_write(before, after),
            code_write(code, replace(code, digest=None, version=code.version + 1)),
            self.audit.record(
                actor=Actor.learner(after.learner_id),
                act=AuditAct.ADDRESS_ADDED,
                on=after.learner_id,
                at=at,
                after={"address": code.email},
            ),
        ]
        if to_key := key_or_none(current):
            former = [key for key in addresses_by_key(after) if key != to_key]
            changes = writes_of_change(after.learner_id, code.email_key, to_key, current, former, at=at)
            writes += map(self.registry.elsewhere, changes)
        if after.ascp_customer_id:
            records = customer_id_records(after.learner_id, [code.email_key], after.ascp_customer_id)
            writes += map(self.registry.elsewhere, records)
        held = self.table.write_all(writes)
        if all(held):
            return after
        return None if held[0] else ADDRESS_OF_ANOTHER.refuse()


def _refused(profile: Profile, email_key: str, joined: Iterable[Profile] = ()) -> Refusal | None:
    if any(email_key in held_addresses(one) for one in (profile, *joined)):
        return ADDRESS_ALREADY_YOURS.refuse()
    if len(profile.former_emails) >= MOST_FORMER:
        return TOO_MANY_ADDRESSES.refuse(most=MOST_FORMER)
    return None
