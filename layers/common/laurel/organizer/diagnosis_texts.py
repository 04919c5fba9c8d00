"""The four questions about a missing credit, the causes of an answer, and the texts (pure).

Learners work through the same questions by hand when credits go from LabCE through ASCLS to ASCP.
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
    Question.MEMBER: "Does ASCLS list me as a member?",
    Question.TIME: "Do I only have to wait?",
    Question.EMAILS: "Do ASCLS and ASCP find me by the address that I use here?",
    Question.ORGANIZER: "Has the credit reached the CE Organizer of ASCLS?",
}


class Answer(StrEnum):
    """An answer to one of them."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """The cause of an answer. One cause gives one answer to a question."""

    # Membership.
    MATCHED = "matched"
    ACTIVE = "active"
    SHARED = "shared"
    LAPSED = "lapsed"
    NOT_THERE = "not_there"
    UNPROVEN_ADDRESS = "unproven_address"
    NO_ROSTER = "no_roster"
    # Addresses.
    NOT_HELD = "not_held"
    NOT_USABLE = "not_usable"
    ALL_SAME = "all_same"
    FORMER_ADDRESS = "former_address"
    ASCLS_DIFFERENT = "ascls_different"
    ASCLS_MISSING = "ascls_missing"
    ASCLS_UNKNOWN = "ascls_unknown"
    ASCP_DIFFERENT = "ascp_different"
    ASCP_REFUSED = "ascp_refused"
    ASCP_UNKNOWN = "ascp_unknown"
    ASCP_ID_UNKNOWN = "ascp_id_unknown"
    ASCP_OTHER_ID = "ascp_other_id"
    # Progress of the credit.
    NO_CREDITS = "no_credits"
    NOT_RECEIVED = "not_received"
    WAITS_FOR_NIGHT = "waits_for_night"
    NOT_MATCHED = "not_matched"
    CAN_BE_MATCHED = "can_be_matched"
    NEVER_REPORTED = "never_reported"
    LIKELY_DUPLICATE = "likely_duplicate"
    NO_CONSENT = "no_consent"
    NO_ADDRESS = "no_address"
    CLOCK_RUNS = "clock_runs"
    LATE = "late"
    REACHED = "reached"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


class Then(StrEnum):
    """What happens next automatically."""

    NOTHING = "nothing"
    SOON = "soon"
    NEXT_NIGHT = "next_night"
    ROSTER_CHANGE = "roster_change"
    HANDED_ON = "handed_on"
    ASKED_AGAIN = "asked_again"


HAPPENS: Mapping[Then, str] = {
    Then.NOTHING: "Nothing more happens automatically.",
    Then.SOON: "This happens within minutes, or in the next nightly run.",
    Then.NEXT_NIGHT: "The next nightly run picks it up.",
    Then.ROSTER_CHANGE: "The first nightly run after ASCLS sends us the changed roster picks it up.",
    Then.HANDED_ON: "It is sent on to ASCP, which may take up to seven days.",
    Then.ASKED_AGAIN: "It is late and we are looking into it. We keep trying to reach ASCP, and try again every night.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer that a cause gives, its text, what to do about it, where, and what happens automatically."""

    answer: Answer
    says: str
    do: str = ""
    where: FixPlace = FixPlace.NOWHERE
    then: Then = Then.NOTHING


_AT_ASCLS = "Ask ASCLS to add your address to your membership record, or change your e-mail here to the one ASCLS has."
_AT_ASCP = "Add your address to your ASCP account, or change your e-mail here to the one that ASCP has."
_SENT_AGAIN = "ASCP then finds you whatever your address is, and refused credits are sent again."
_NOT_HELD = (
    "Another account here has already verified the address that you sign in with, so you do not see its credits."
)
_NOT_USABLE = (
    "The address that you sign in with cannot be matched: it has a character that e-mail addresses cannot have."
)
_CHANGE_IT = "Change the address that you log in with."
_NO_ADDRESS = "You agreed to reporting, but you have no e-mail address here with which the credit can be sent."
_SEE_ADDRESS = (
    "See the address in your profile. Change it if it cannot be used, or write to us if another account has it."
)
_ASK_PROVIDER = "Ask the provider if it has sent the credit, and with which e-mail address of yours."
_WRITE_TO_US = "If both accounts are yours, or if the address was reassigned to you, write to us."
_LIKELY_DUPLICATE = "It looks like another credit that we have: the same activity, date and hours. It is held here."
_TOOK_PART_TWICE = "If you took part twice, or if the other credit was refused or withdrawn, write to us."
_HELD = "The credit is on hold here: for its address, nobody has agreed to reporting."
_AGREE = (
    "In your profile, choose to have your credits reported, and save. If you did that already, write to us: the address"
    " of the credit may belong to another account."
)

VERDICTS: Mapping[tuple[Question, Cause], Verdict] = {
    (Question.MEMBER, Cause.MATCHED): Verdict(Answer.YES, "The credit was matched to your ASCLS membership."),
    (Question.MEMBER, Cause.ACTIVE): Verdict(Answer.YES, "The ASCLS roster lists an active member with this address."),
    (Question.MEMBER, Cause.SHARED): Verdict(
        Answer.UNKNOWN,
        "More than one member on the ASCLS roster has this address, so we cannot tell which of them you are.",
        "Ask ASCLS to record a separate address for each of you, or write to us with your member number.",
        FixPlace.ASCLS,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.LAPSED): Verdict(
        Answer.NO,
        "The ASCLS roster has this address, but the membership has lapsed.",
        "Renew your ASCLS membership.",
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
        "Nobody on the ASCLS roster has an address that you verified here. Your profile names another address at ASCLS."
        " We say whether that one is on the roster only after you verify it here.",
        _AT_ASCLS,
        FixPlace.PROFILE,
        Then.ROSTER_CHANGE,
    ),
    (Question.MEMBER, Cause.NOT_HELD): Verdict(Answer.UNKNOWN, _NOT_HELD, _WRITE_TO_US, FixPlace.PROFILE),
    (Question.MEMBER, Cause.NOT_USABLE): Verdict(Answer.UNKNOWN, _NOT_USABLE, _CHANGE_IT, FixPlace.PROFILE),
    (Question.MEMBER, Cause.NO_ROSTER): Verdict(
        Answer.UNKNOWN, "ASCLS has not sent us a roster yet.", then=Then.NEXT_NIGHT
    ),
    (Question.TIME, Cause.NO_CREDITS): Verdict(
        Answer.UNKNOWN,
        "Credit from elsewhere appears here once its provider has sent it with an address that you verified.",
    ),
    (Question.TIME, Cause.NOT_RECEIVED): Verdict(
        Answer.UNKNOWN, "The provider may still send it. We do not know when.", _ASK_PROVIDER, FixPlace.PROVIDER
    ),
    (Question.TIME, Cause.WAITS_FOR_NIGHT): Verdict(
        Answer.YES, "The credit arrived and has not been matched yet.", "Wait a few minutes.", then=Then.SOON
    ),
    (Question.TIME, Cause.FORMER_ADDRESS): Verdict(
        Answer.YES, "The credit gets your current address automatically.", "Wait until then.", then=Then.NEXT_NIGHT
    ),
    (Question.TIME, Cause.CLOCK_RUNS): Verdict(
        Answer.YES,
        "Credits reach ASCP through ASCLS within seven days, and these have not passed yet.",
        "Wait until then.",
        then=Then.HANDED_ON,
    ),
    (Question.TIME, Cause.LATE): Verdict(
        Answer.YES,
        "Seven days have passed and ASCP has not answered. The credit is late, and we are looking into it.",
        "There is nothing to do: it is not lost. If you cannot wait, write to us before you enter it by hand at ASCP.",
        then=Then.ASKED_AGAIN,
    ),
    (Question.TIME, Cause.ANSWERED): Verdict(
        Answer.NO, "There is nothing to wait for: ASCP has the credit and gave a receipt."
    ),
    (Question.TIME, Cause.REFUSED): Verdict(Answer.NO, "ASCP has answered and refused the credit."),
    (Question.TIME, Cause.UNREADABLE): Verdict(
        Answer.NO,
        "ASCP's system could not read the credit, so ASCP has not decided about it. We have tried more than once.",
        "Try again. If that does not help, enter it by hand at ASCP, or write to us.",
        FixPlace.ORGANIZER,
    ),
    (Question.TIME, Cause.NOT_MATCHED): Verdict(
        Answer.NO,
        "The credit goes on once it is matched to a member of ASCLS. Then the seven days start.",
        then=Then.ROSTER_CHANGE,
    ),
    (Question.TIME, Cause.NEVER_REPORTED): Verdict(
        Answer.NO, "Credit of this type is not reported to ASCP, however long you wait."
    ),
    (Question.TIME, Cause.LIKELY_DUPLICATE): Verdict(
        Answer.NO, _LIKELY_DUPLICATE, _TOOK_PART_TWICE, FixPlace.ORGANIZER
    ),
    (Question.TIME, Cause.NO_CONSENT): Verdict(Answer.NO, _HELD, _AGREE, FixPlace.PROFILE),
    (Question.TIME, Cause.NO_ADDRESS): Verdict(Answer.NO, _NO_ADDRESS, _SEE_ADDRESS, FixPlace.PROFILE),
    (Question.TIME, Cause.WITHDRAWN): Verdict(Answer.NO, "The credit was withdrawn, so it is not sent to ASCP."),
    (Question.EMAILS, Cause.ALL_SAME): Verdict(Answer.YES, "The address is the same here, at ASCLS and at ASCP."),
    (Question.EMAILS, Cause.NOT_HELD): Verdict(Answer.UNKNOWN, _NOT_HELD, _WRITE_TO_US, FixPlace.PROFILE),
    (Question.EMAILS, Cause.NOT_USABLE): Verdict(Answer.NO, _NOT_USABLE, _CHANGE_IT, FixPlace.PROFILE),
    (Question.EMAILS, Cause.FORMER_ADDRESS): Verdict(
        Answer.NO, "The credit still has an address that you had before.", then=Then.NEXT_NIGHT
    ),
    (Question.EMAILS, Cause.ASCLS_DIFFERENT): Verdict(
        Answer.NO,
        "According to your profile, ASCLS has another address for you.",
        _AT_ASCLS,
        FixPlace.ASCLS,
        Then.ROSTER_CHANGE,
    ),
    (Question.EMAILS, Cause.ASCLS_MISSING): Verdict(
        Answer.NO, "The address is not on the ASCLS roster.", _AT_ASCLS, FixPlace.ASCLS, Then.ROSTER_CHANGE
    ),
    (Question.EMAILS, Cause.ASCLS_UNKNOWN): Verdict(
        Answer.UNKNOWN,
        "We do not know which address ASCLS has for you: ASCLS has not sent us a roster yet.",
        then=Then.NEXT_NIGHT,
    ),
    (Question.EMAILS, Cause.ASCP_DIFFERENT): Verdict(
        Answer.NO, "According to your profile, ASCP has another address for you.", _AT_ASCP, FixPlace.ASCP
    ),
    (Question.EMAILS, Cause.ASCP_REFUSED): Verdict(
        Answer.NO,
        "ASCP answered that it has no one with this address.",
        f"Enter your ASCP customer ID in your profile. {_SENT_AGAIN} Or add your address to your ASCP account, or"
        " change your e-mail here to the one that ASCP has, and try again.",
        FixPlace.PROFILE,
    ),
    (Question.EMAILS, Cause.ASCP_ID_UNKNOWN): Verdict(
        Answer.NO,
        "ASCP answered that it has no one with this address, nor with the ASCP customer ID that we sent.",
        f"Compare the ID in your profile with the one in your ASCP account, and correct it. {_SENT_AGAIN}",
        FixPlace.PROFILE,
    ),
    (Question.EMAILS, Cause.ASCP_OTHER_ID): Verdict(
        Answer.NO,
        "ASCP answered that the ASCP customer ID that we sent belongs to another name or another address.",
        f"Compare the ID in your profile with the one in your ASCP account, and correct it. {_SENT_AGAIN} If it is"
        " right, compare your name at ASCP.",
        FixPlace.PROFILE,
    ),
    (Question.EMAILS, Cause.ASCP_UNKNOWN): Verdict(
        Answer.UNKNOWN,
        "We do not know which address ASCP has for you: none of its answers has shown it yet.",
        "Look up the address in your ASCP account, and enter it in your profile here.",
        FixPlace.PROFILE,
    ),
    (Question.ORGANIZER, Cause.NO_CREDITS): Verdict(Answer.UNKNOWN, "We cannot tell of a credit that we do not have."),
    (Question.ORGANIZER, Cause.NOT_RECEIVED): Verdict(
        Answer.NO, "Laurel has not received the credit, so it cannot pass it on.", _ASK_PROVIDER, FixPlace.PROVIDER
    ),
    (Question.ORGANIZER, Cause.FORMER_ADDRESS): Verdict(
        Answer.NOT_YET,
        "It was not matched with your former address, and is matched again with your current one.",
        then=Then.NEXT_NIGHT,
    ),
    (Question.ORGANIZER, Cause.REACHED): Verdict(Answer.YES, "It has reached the CE Organizer of ASCLS."),
    (Question.ORGANIZER, Cause.WAITS_FOR_NIGHT): Verdict(
        Answer.NOT_YET,
        "It arrived and waits to be matched to an ASCLS member.",
        then=Then.SOON,
    ),
    (Question.ORGANIZER, Cause.CAN_BE_MATCHED): Verdict(
        Answer.NOT_YET,
        "It was not matched before, but it can be with the current roster.",
        "Try again: the credit is matched within minutes, or in the next nightly run.",
        FixPlace.ORGANIZER,
        Then.ROSTER_CHANGE,
    ),
    (Question.ORGANIZER, Cause.NOT_MATCHED): Verdict(
        Answer.NO,
        "It was not matched to an ASCLS member, so it has not reached the CE Organizer of ASCLS.",
        "You can always enter it by hand at ASCP.",
        FixPlace.ORGANIZER,
        Then.ROSTER_CHANGE,
    ),
    (Question.ORGANIZER, Cause.NEVER_REPORTED): Verdict(
        Answer.NO,
        "Credit of this type is not reported to ASCP. It stays in your records here.",
        "If you want ASCP to count it, enter it there by hand.",
        FixPlace.ASCP,
    ),
    (Question.ORGANIZER, Cause.LIKELY_DUPLICATE): Verdict(
        Answer.NO, _LIKELY_DUPLICATE, _TOOK_PART_TWICE, FixPlace.ORGANIZER
    ),
    (Question.ORGANIZER, Cause.NO_CONSENT): Verdict(Answer.NO, _HELD, _AGREE, FixPlace.PROFILE),
    (Question.ORGANIZER, Cause.NO_ADDRESS): Verdict(Answer.NO, _NO_ADDRESS, _SEE_ADDRESS, FixPlace.PROFILE),
    (Question.ORGANIZER, Cause.WITHDRAWN): Verdict(Answer.NO, "It was withdrawn before it got there."),
}
