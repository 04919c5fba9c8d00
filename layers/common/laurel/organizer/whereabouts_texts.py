"""Where a credit can be, in one sentence, with one remedy, and where its way breaks (pure).

`whereabouts` decides which of them holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from laurel.ledger.explanations import FixPlace


class Stop(StrEnum):
    """The places that a credit passes, in order."""

    YOU = "you"
    LAUREL = "laurel"
    ASCLS = "ascls"
    ASCP = "ascp"


class Course(StrEnum):
    """How it goes on: `stuck` needs somebody, `moving` goes on automatically, `ended` goes no further."""

    STUCK = "stuck"
    MOVING = "moving"
    ARRIVED = "arrived"
    ENDED = "ended"


class Remedy(StrEnum):
    """The one thing to do."""

    NOTHING = "nothing"
    RETRY = "retry"
    AGREE = "agree"
    PROFILE = "profile"
    ASCLS = "ascls"
    ASCP = "ascp"
    BY_HAND = "by_hand"
    PROVIDER = "provider"
    WRITE = "write"
    PRINT = "print"


class Halt(StrEnum):
    """Why a credit is where it is. The more urgent ones come first: the first one speaks for an account."""

    CAN_BE_MATCHED = "can_be_matched"
    LAPSED = "lapsed"
    OTHER_ADDRESS = "other_address"
    NOT_LISTED = "not_listed"
    SHARED = "shared"
    NO_ROSTER = "no_roster"
    REFUSED_EMAIL = "refused_email"
    REFUSED_EMAIL_AND_ID = "refused_email_and_id"
    REFUSED_ID = "refused_id"
    REFUSED_NAME = "refused_name"
    REFUSED_CYCLE = "refused_cycle"
    REFUSED_AS_SENT = "refused_as_sent"
    UNREADABLE = "unreadable"
    KNOWN_SINCE = "known_since"
    NO_ADDRESS = "no_address"
    NOT_AGREED = "not_agreed"
    AGREED_ELSEWHERE = "agreed_elsewhere"
    NOT_RECEIVED = "not_received"
    LIKELY_DUPLICATE = "likely_duplicate"
    LATE = "late"
    SENT_AGAIN_TONIGHT = "sent_again_tonight"
    MOVES_TONIGHT = "moves_tonight"
    MATCHING = "matching"
    WITH_ASCLS = "with_ascls"
    TO_ASCP = "to_ascp"
    ACCEPTED = "accepted"
    NEVER_REPORTED = "never_reported"
    WITHDRAWN_REVOKED = "withdrawn_revoked"
    WITHDRAWN_BY_PROVIDER = "withdrawn_by_provider"
    WITHDRAWN_WITH_FILE = "withdrawn_with_file"
    WITHDRAWN_BY_HAND = "withdrawn_by_hand"
    WITHDRAWN = "withdrawn"
    # For an account without any credit.
    ADDRESS_NOT_HELD = "address_not_held"
    ADDRESS_NOT_USABLE = "address_not_usable"
    NO_CREDITS = "no_credits"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a credit is: the last stop it got to or broke at, how it goes on, the sentence, and the remedy.

    `there` says in a word what happened at that stop. `again` means that the learner asks for another try after the
    remedy; `where` is where the remedy is.
    """

    stop: Stop
    course: Course
    there: str
    says: str
    do: str = ""
    remedy: Remedy = Remedy.NOTHING
    where: FixPlace = FixPlace.NOWHERE
    again: bool = False


_STUCK, _MOVING, _ENDED = Course.STUCK, Course.MOVING, Course.ENDED
_MATCHED_NOT = "Not matched"
_THEN = "Then try again here."

WHEREABOUTS: Mapping[Halt, Whereabouts] = {
    Halt.REFUSED_EMAIL: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit: it has no one with your e-mail address.",
        "Enter your ASCP customer ID in your profile: we then send the credit again.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.REFUSED_EMAIL_AND_ID: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit: it has no one with your e-mail address, nor with the ASCP customer ID that we sent.",
        "Compare the ID in your profile with the one in your ASCP account, and correct it: we then send the credit"
        " again.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.REFUSED_ID: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit: the ASCP customer ID that we sent belongs to another name or another address.",
        "Compare the ID in your profile with the one in your ASCP account, and correct it: we then send the credit"
        " again.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.REFUSED_NAME: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit: it has a different name for your e-mail address.",
        f"Correct your name in your ASCP account, or write to us if the name that we sent is wrong. {_THEN}",
        Remedy.ASCP,
        FixPlace.ASCP,
        again=True,
    ),
    Halt.REFUSED_CYCLE: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit: its date is outside your current ASCP cycle.",
        f"Compare the dates of your cycle in your ASCP account, and have them corrected if they are wrong. {_THEN}",
        Remedy.ASCP,
        FixPlace.ASCP,
        again=True,
    ),
    Halt.REFUSED_AS_SENT: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit as we sent it.",
        "Enter it by hand at ASCP.",
        Remedy.BY_HAND,
        FixPlace.ASCP,
    ),
    Halt.UNREADABLE: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Not read",
        "ASCP's system could not read the credit, so ASCP has not decided about it.",
        "Try again. If that does not help, write to us.",
        Remedy.RETRY,
        FixPlace.ORGANIZER,
    ),
    Halt.KNOWN_SINCE: Whereabouts(
        Stop.ASCP,
        _STUCK,
        "Refused",
        "ASCP refused the credit because it did not know your e-mail address, but it knows it now.",
        "Try again.",
        Remedy.RETRY,
        FixPlace.ORGANIZER,
    ),
    Halt.CAN_BE_MATCHED: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "The credit could not be matched to an ASCLS member before, but now it can be.",
        "Try again.",
        Remedy.RETRY,
        FixPlace.ORGANIZER,
    ),
    Halt.LAPSED: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "Your ASCLS membership has lapsed, so the credit stops before ASCLS.",
        "Renew your ASCLS membership.",
        Remedy.ASCLS,
        FixPlace.ASCLS,
    ),
    Halt.OTHER_ADDRESS: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "ASCLS does not list the e-mail address of the credit, and your profile names another one at ASCLS.",
        "Add that address in your profile, with the code that we send to it.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.NOT_LISTED: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "ASCLS lists no member with the e-mail address of the credit.",
        "Ask ASCLS to add this address to your membership record, or join if you are not a member.",
        Remedy.ASCLS,
        FixPlace.ASCLS,
    ),
    Halt.SHARED: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "ASCLS lists more than one member with the e-mail address of the credit, so it cannot be matched.",
        "Ask ASCLS to record a separate address for each of you.",
        Remedy.ASCLS,
        FixPlace.ASCLS,
    ),
    Halt.NO_ROSTER: Whereabouts(
        Stop.ASCLS,
        _STUCK,
        _MATCHED_NOT,
        "The credit could not be matched: we have no list of the members of ASCLS.",
        "Write to us.",
        Remedy.WRITE,
    ),
    Halt.NO_ADDRESS: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "Not sent",
        "Laurel cannot send the credit: you have no e-mail address here with which it could be sent.",
        "See the address in your profile, and change it.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.NOT_AGREED: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "On hold",
        "Laurel holds the credit: you have not agreed to report your credits to ASCLS and ASCP.",
        "Agree in your profile if you want it reported. It is then sent.",
        Remedy.AGREE,
        FixPlace.PROFILE,
    ),
    Halt.AGREED_ELSEWHERE: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "On hold",
        "Laurel holds the credit: it belongs to another account, which has not agreed to reporting.",
        "Write to us if that account is yours too.",
        Remedy.WRITE,
    ),
    Halt.NOT_RECEIVED: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "Not received",
        "Laurel has not received this credit from {provider}.",
        "Ask {provider} if it has sent the credit, and with which e-mail address of yours.",
        Remedy.PROVIDER,
        FixPlace.PROVIDER,
    ),
    Halt.LIKELY_DUPLICATE: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "On hold",
        "Laurel holds the credit: it looks like another credit of yours, with the same activity, date and hours.",
        "Write to us if you took part twice. Otherwise leave it.",
        Remedy.WRITE,
    ),
    Halt.LATE: Whereabouts(
        Stop.ASCLS,
        _MOVING,
        "Late",
        "The credit is late, not lost: ASCP has not answered within seven days, and we are looking into it.",
        "There is nothing to do. If you cannot wait, write to us before you enter it by hand at ASCP.",
        Remedy.WRITE,
    ),
    Halt.SENT_AGAIN_TONIGHT: Whereabouts(
        Stop.ASCLS,
        _MOVING,
        "Sent again",
        "ASCP did not know your former e-mail address, so the next nightly run sends the credit with your current one.",
    ),
    Halt.MOVES_TONIGHT: Whereabouts(
        Stop.LAUREL,
        _MOVING,
        "Received",
        "The next nightly run gives the credit your current e-mail address and matches it again.",
    ),
    Halt.MATCHING: Whereabouts(
        Stop.LAUREL,
        _MOVING,
        "Received",
        "Laurel has the credit, and matches it to an ASCLS member within minutes or in the next nightly run.",
    ),
    Halt.WITH_ASCLS: Whereabouts(
        Stop.ASCLS,
        _MOVING,
        "Received",
        "The credit is with ASCLS and goes on to ASCP, which can take seven days.",
    ),
    Halt.TO_ASCP: Whereabouts(
        Stop.ASCLS,
        _MOVING,
        "Sent on",
        "The credit is on its way from ASCLS to ASCP.",
    ),
    Halt.ACCEPTED: Whereabouts(Stop.ASCP, Course.ARRIVED, "Accepted", "ASCP has the credit."),
    Halt.NEVER_REPORTED: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "Stays here",
        "Credit of this type is not reported to ASCP: it stays here.",
        "Enter it by hand if you want ASCP to count it.",
        Remedy.BY_HAND,
        FixPlace.ASCP,
    ),
    Halt.WITHDRAWN_REVOKED: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "Withdrawn",
        "The credit was withdrawn because its certificate was revoked.",
        "Write to us if that is wrong.",
        Remedy.WRITE,
    ),
    Halt.WITHDRAWN_BY_PROVIDER: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "Withdrawn",
        "Its provider withdrew the credit.",
        "Ask the provider why.",
        Remedy.PROVIDER,
        FixPlace.PROVIDER,
    ),
    Halt.WITHDRAWN_WITH_FILE: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "Withdrawn",
        "The provider's file with the credit was undone: the credit counts again once the provider sends it again.",
        "Ask the provider when it sends the file again.",
        Remedy.PROVIDER,
        FixPlace.PROVIDER,
    ),
    Halt.WITHDRAWN_BY_HAND: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "By hand",
        "You said that you entered the credit at ASCP by hand, so Laurel does not send it.",
    ),
    Halt.WITHDRAWN: Whereabouts(
        Stop.LAUREL,
        _ENDED,
        "Withdrawn",
        "The credit was withdrawn and is not sent.",
        "Write to us if that is wrong.",
        Remedy.WRITE,
    ),
    Halt.ADDRESS_NOT_HELD: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "Not shown",
        "Another account here has verified the address that you sign in with, so you see no credits.",
        "Write to us if both accounts are yours.",
        Remedy.WRITE,
    ),
    Halt.ADDRESS_NOT_USABLE: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "Not found",
        "No credit can be found by the address that you sign in with: it has a character that addresses cannot have.",
        "Change the address that you log in with.",
        Remedy.PROFILE,
        FixPlace.PROFILE,
    ),
    Halt.NO_CREDITS: Whereabouts(
        Stop.LAUREL,
        _STUCK,
        "Not received",
        "Laurel has received no credit of yours.",
        "Print the certificates of your claims: Laurel then sends the credit of each type that ASCP takes. For credit"
        " from elsewhere, choose its provider above.",
        Remedy.PRINT,
    ),
}
