"""The four questions of a missing credit, what an answer may rest on, and what is said about it (pure).

The questions are those that learners have to work through by hand where credits go from LabCE over ASCLS to ASCP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from laurel.ledger.explanations import FixPlace


class Question(StrEnum):
    """What a learner asks when a credit is missing."""

    MEMBER = "member"
    TIME = "time"
    EMAILS = "emails"
    ORGANIZER = "organizer"


ASKED: Mapping[Question, str] = {
    Question.MEMBER: "Am I a member of ASCLS?",
    Question.TIME: "Has enough time passed?",
    Question.EMAILS: "Does my e-mail address match here, at ASCLS and at ASCP?",
    Question.ORGANIZER: "Has the credit reached the CE Organizer of ASCLS?",
}


class Answer(StrEnum):
    """An answer to one of them."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """What an answer rests on. One cause gives one answer to a question."""

    # Of the membership.
    MATCHED = "matched"
    ACTIVE = "active"
    SHARED = "shared"
    LAPSED = "lapsed"
    NOT_THERE = "not_there"
    UNPROVEN_ADDRESS = "unproven_address"
    NO_ROSTER = "no_roster"
    # Of the addresses.
    NOT_HELD = "not_held"
    ALL_SAME = "all_same"
    FORMER_ADDRESS = "former_address"
    ASCLS_DIFFERENT = "ascls_different"
    ASCLS_MISSING = "ascls_missing"
    ASCLS_UNKNOWN = "ascls_unknown"
    ASCP_DIFFERENT = "ascp_different"
    ASCP_REFUSED = "ascp_refused"
    ASCP_UNKNOWN = "ascp_unknown"
    # Of the credit's way.
    NO_CREDITS = "no_credits"
    WAITS_FOR_NIGHT = "waits_for_night"
    NOT_MATCHED = "not_matched"
    CAN_BE_MATCHED = "can_be_matched"
    NEVER_REPORTED = "never_reported"
    LIKELY_DUPLICATE = "likely_duplicate"
    NO_CONSENT = "no_consent"
    CLOCK_RUNS = "clock_runs"
    LATE = "late"
    REACHED = "reached"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


class Then(StrEnum):
    """What happens next by itself."""

    NOTHING = "nothing"
    NEXT_NIGHT = "next_night"
    ROSTER_CHANGE = "roster_change"
    HANDED_ON = "handed_on"
    ASKED_AGAIN = "asked_again"


HAPPENS: Mapping[Then, str] = {
    Then.NOTHING: "Nothing more happens by itself.",
    Then.NEXT_NIGHT: "The next nightly run takes it up.",
    Then.ROSTER_CHANGE: "The first nightly run after ASCLS has sent us the changed roster takes it up.",
    Then.HANDED_ON: "It is handed on to ASCP, which may take up to seven days.",
    Then.ASKED_AGAIN: "It is late and being looked into: ASCP is tried again and again, and every night.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer that a cause gives, what it says, what to do about it, where, and what happens by itself."""

    answer: Answer
    says: str
    do: str = ""
    where: FixPlace = FixPlace.NOWHERE
    then: Then = Then.NOTHING


_AT_ASCLS = "Have ASCLS put your address into your membership record, or change your e-mail here to the one ASCLS has."
_AT_ASCP = "Put your address into your ASCP account, or change your e-mail here to the one that ASCP has."
_NOT_HELD = "The address that you sign in with belongs to another account here, so its credits are not shown to you."
_WRITE_TO_US = "If both accounts are yours, or if the address was given to you after somebody else, write to us."
_LIKELY_DUPLICATE = "It looks like another credit that we have: the same activity, day and hours. So it is held here."
_TOOK_PART_TWICE = "If you took part twice, write to us. If you earned it once, the other credit counts."
_NO_CREDITS = (
    "We have no credit of yours. What you claim here becomes a credit when you print its certificate. What you earned"
    " elsewhere is here once its provider has sent it to us, under an address that you verified here."
)
_NO_CREDITS_DO = "Print the certificate of what you claimed here. For credit from elsewhere, ask its provider."
_HELD = "The credit is held back here: it goes out only after you agree to reporting."
_AGREE = "Choose in your profile to have your credits reported, and save it."

VERDICTS: Mapping[tuple[Question, Cause], Verdict] = {
    (Question.MEMBER, Cause.MATCHED): Verdict(Answer.YES, "The credit was matched to your ASCLS membership."),
    (Question.MEMBER, Cause.ACTIVE): Verdict(Answer.YES, "The ASCLS roster lists an active member under this address."),
    (Question.MEMBER, Cause.SHARED): Verdict(
        Answer.UNKNOWN,
        "More than one member on the ASCLS roster has this address, so nobody can say which of them you are.",
        "Have ASCLS give each of you an address of your own, or write to us and name your member number.",
        FixPlace.ASCLS,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.LAPSED): Verdict(
        Answer.NO,
        "The ASCLS roster has this address, but the membership has lapsed.",
        "Renew your membership at ASCLS.",
        FixPlace.ASCLS,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.NOT_THERE): Verdict(
        Answer.NO,
        "Nobody on the ASCLS roster has this address.",
        f"If you are not a member, join ASCLS. If you are: {_AT_ASCLS[0].lower()}{_AT_ASCLS[1:]}",
        FixPlace.ASCLS,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.UNPROVEN_ADDRESS): Verdict(
        Answer.UNKNOWN,
        "Nobody on the ASCLS roster has an address that you verified here. You say that ASCLS knows you by another one;"
        " whether that is on the roster is told only to whoever has verified it.",
        _AT_ASCLS,
        FixPlace.PROFILE,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.NOT_HELD): Verdict(Answer.UNKNOWN, _NOT_HELD, _WRITE_TO_US, FixPlace.PROFILE),
    (Question.MEMBER, Cause.NO_ROSTER): Verdict(
        Answer.UNKNOWN, "ASCLS has not sent us a roster yet.", then=Then.NEXT_NIGHT
    ),
    (Question.TIME, Cause.NO_CREDITS): Verdict(Answer.UNKNOWN, _NO_CREDITS, _NO_CREDITS_DO, FixPlace.PROVIDER),
    (Question.TIME, Cause.WAITS_FOR_NIGHT): Verdict(
        Answer.NOT_YET, "The credit came in and has not been matched yet.", "Wait for the night.", then=Then.NEXT_NIGHT
    ),
    (Question.TIME, Cause.CLOCK_RUNS): Verdict(
        Answer.NOT_YET,
        "ASCLS passes credits on to ASCP within seven days; they are not over.",
        "Wait until then.",
        then=Then.HANDED_ON,
    ),
    (Question.TIME, Cause.LATE): Verdict(
        Answer.YES,
        "The seven days are over and ASCP has not answered: the credit is late, and it is being looked into.",
        "Nothing. It is not lost. If you cannot wait, write to us before you enter it by hand at ASCP.",
        then=Then.ASKED_AGAIN,
    ),
    (Question.TIME, Cause.ANSWERED): Verdict(Answer.YES, "ASCP has the credit and gave a receipt."),
    (Question.TIME, Cause.REFUSED): Verdict(
        Answer.YES,
        "ASCP has answered: it refused at least one credit. Waiting does not help.",
        "See each refused credit: it says what ASCP refused it for, and what helps.",
        FixPlace.ORGANIZER,
    ),
    (Question.TIME, Cause.UNREADABLE): Verdict(
        Answer.YES,
        "ASCP's system could not read the credit, so ASCP has not decided about it. Waiting does not help.",
        "Try again. If that does not help, enter it by hand at ASCP, or write to us.",
        FixPlace.ORGANIZER,
    ),
    (Question.TIME, Cause.NOT_MATCHED): Verdict(
        Answer.NO,
        "Waiting does not help: the seven days begin once the credit is matched to a member.",
        "See the other answers.",
        FixPlace.ORGANIZER,
        Then.ROSTER_CHANGE,
    ),
    (Question.TIME, Cause.NEVER_REPORTED): Verdict(
        Answer.NO, "Credit of this type is not reported to ASCP, however long you wait."
    ),
    (Question.TIME, Cause.LIKELY_DUPLICATE): Verdict(
        Answer.NO, f"{_LIKELY_DUPLICATE} Waiting does not change that.", _TOOK_PART_TWICE, FixPlace.ORGANIZER
    ),
    (Question.TIME, Cause.NO_CONSENT): Verdict(Answer.NO, f"Waiting does not help. {_HELD}", _AGREE, FixPlace.PROFILE),
    (Question.TIME, Cause.WITHDRAWN): Verdict(Answer.NO, "The credit was withdrawn: it is not sent to ASCP."),
    (Question.EMAILS, Cause.ALL_SAME): Verdict(Answer.YES, "The address is the same here, at ASCLS and at ASCP."),
    (Question.EMAILS, Cause.NOT_HELD): Verdict(Answer.NO, _NOT_HELD, _WRITE_TO_US, FixPlace.PROFILE),
    (Question.EMAILS, Cause.FORMER_ADDRESS): Verdict(
        Answer.NO, "The credit still has an address that you had before.", then=Then.NEXT_NIGHT
    ),
    (Question.EMAILS, Cause.ASCLS_DIFFERENT): Verdict(
        Answer.NO, "ASCLS knows you by another address, as you say.", _AT_ASCLS, FixPlace.ASCLS, Then.ROSTER_CHANGE
    ),
    (Question.EMAILS, Cause.ASCLS_MISSING): Verdict(
        Answer.NO, "The address is not on the ASCLS roster.", _AT_ASCLS, FixPlace.ASCLS, Then.ROSTER_CHANGE
    ),
    (Question.EMAILS, Cause.ASCLS_UNKNOWN): Verdict(
        Answer.UNKNOWN,
        "By which address ASCLS knows you is not known: it has not sent us a roster yet.",
        then=Then.NEXT_NIGHT,
    ),
    (Question.EMAILS, Cause.ASCP_DIFFERENT): Verdict(
        Answer.NO, "ASCP knows you by another address, as you say.", _AT_ASCP, FixPlace.ASCP
    ),
    (Question.EMAILS, Cause.ASCP_REFUSED): Verdict(
        Answer.NO,
        "ASCP answered that it knows nobody under this address.",
        f"{_AT_ASCP} Then try again.",
        FixPlace.ASCP,
    ),
    (Question.EMAILS, Cause.ASCP_UNKNOWN): Verdict(
        Answer.UNKNOWN,
        "By which address ASCP knows you is not known: none of its answers has said so yet.",
        "Look into your ASCP account, and enter the address it has into your profile here.",
        FixPlace.PROFILE,
    ),
    (Question.ORGANIZER, Cause.NO_CREDITS): Verdict(Answer.UNKNOWN, _NO_CREDITS, _NO_CREDITS_DO, FixPlace.PROVIDER),
    (Question.ORGANIZER, Cause.REACHED): Verdict(Answer.YES, "It has reached the CE Organizer of ASCLS."),
    (Question.ORGANIZER, Cause.WAITS_FOR_NIGHT): Verdict(
        Answer.NOT_YET, "It came in and is matched in the next nightly run.", then=Then.NEXT_NIGHT
    ),
    (Question.ORGANIZER, Cause.CAN_BE_MATCHED): Verdict(
        Answer.NOT_YET,
        "It was not matched before, but with the present roster it can be.",
        "Try again: the credit is matched in the next nightly run.",
        FixPlace.ORGANIZER,
        Then.ROSTER_CHANGE,
    ),
    (Question.ORGANIZER, Cause.NOT_MATCHED): Verdict(
        Answer.NO,
        "It was not matched to an ASCLS member, so it has not reached the CE Organizer of ASCLS.",
        "See the other answers. Entering it by hand at ASCP is always possible.",
        FixPlace.ORGANIZER,
        Then.ROSTER_CHANGE,
    ),
    (Question.ORGANIZER, Cause.NEVER_REPORTED): Verdict(
        Answer.NO,
        "Credit of this type is not reported to ASCP. It stays in your records here.",
        "If it should count at ASCP, enter it there by hand.",
        FixPlace.ASCP,
    ),
    (Question.ORGANIZER, Cause.LIKELY_DUPLICATE): Verdict(
        Answer.NO, _LIKELY_DUPLICATE, _TOOK_PART_TWICE, FixPlace.ORGANIZER
    ),
    (Question.ORGANIZER, Cause.NO_CONSENT): Verdict(Answer.NO, _HELD, _AGREE, FixPlace.PROFILE),
    (Question.ORGANIZER, Cause.WITHDRAWN): Verdict(Answer.NO, "It was withdrawn before it got there."),
}
