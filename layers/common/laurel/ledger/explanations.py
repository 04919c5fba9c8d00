"""Why a credit is stuck, in plain words, what to do about it, and where (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from laurel.ledger.states import RejectedReason, UnmatchedReason


class FixPlace(StrEnum):
    """Where the learner can act."""

    PROFILE = "profile"
    ASCLS = "ascls"
    ASCP = "ascp"
    PROVIDER = "provider"
    ORGANIZER = "organizer"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason, for the credit's learner: `words` say what is wrong, `do` says what helps, `where` says where."""

    words: str
    do: str
    where: FixPlace


_EXPLANATIONS: dict[str, Explanation] = {
    UnmatchedReason.NOT_A_MEMBER: Explanation(
        "Nobody on the ASCLS roster has the e-mail address of this credit.",
        "If you are a member, ask ASCLS to add this address to your membership record, or change your e-mail here to"
        " the one that ASCLS has. If you are not, join ASCLS, or enter the credit by hand at ASCP.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.MEMBERSHIP_LAPSED: Explanation(
        "The ASCLS membership with this credit's e-mail address has lapsed.",
        "Renew your ASCLS membership, or enter the credit by hand at ASCP.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.AMBIGUOUS_EMAIL: Explanation(
        "More than one ASCLS member has this credit's e-mail address, so we cannot tell which of them earned it.",
        "Ask ASCLS to record a separate address for each of you, or write to us with your member number.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.NOT_REPORTABLE: Explanation(
        "Credit of this type is not reported to ASCP. It stays among your credits here.",
        "Nothing is wrong. If you want ASCP to count it, enter it there by hand.",
        FixPlace.ASCP,
    ),
    UnmatchedReason.LIKELY_DUPLICATE: Explanation(
        "This looks like another credit of yours: the same activity, date and hours came in twice. It is held here and"
        " not sent.",
        "If you took part twice, or if the other credit was refused or withdrawn, write to us and we will send this"
        " one. Otherwise leave it: do not enter it by hand, or ASCP may have it twice.",
        FixPlace.ORGANIZER,
    ),
    UnmatchedReason.NO_CONSENT: Explanation(
        "This credit is on hold: we send it only after you agree to reporting.",
        "In your profile, choose to have your credits reported, and save. If you do not want that, do nothing.",
        FixPlace.PROFILE,
    ),
    RejectedReason.UNKNOWN_EMAIL: Explanation(
        "ASCP has no one with this credit's e-mail address.",
        "Enter your ASCP customer ID in your profile, or compare it if it is there: ASCP finds you by it, and we send"
        " the credit again. Or add"
        " this address to your ASCP account, or change your e-mail here to the one that ASCP has, and try again.",
        FixPlace.PROFILE,
    ),
    RejectedReason.NAME_MISMATCH: Explanation(
        "ASCP has a different name for this e-mail address.",
        "Compare it with the name that we sent. If ours is right, correct your name in your ASCP account, then try"
        " again. If ours is wrong, write to us: trying again sends the same name.",
        FixPlace.ASCP,
    ),
    RejectedReason.CUSTOMER_ID_MISMATCH: Explanation(
        "The ASCP customer ID that we sent with this credit is not yours, or your name at ASCP is a different one.",
        "Compare the ID in your profile with the one in your ASCP account, and correct it: we then send the credit"
        " again. If it is right, compare the name that we sent with the one that ASCP has.",
        FixPlace.PROFILE,
    ),
    RejectedReason.OUTSIDE_CYCLE: Explanation(
        "The completion date is outside your current ASCP cycle.",
        "Check your cycle dates in your ASCP account. If they are wrong, ask ASCP to correct them, then try again. If"
        " they are right, enter the credit by hand at ASCP.",
        FixPlace.ASCP,
    ),
    RejectedReason.INVALID: Explanation(
        "ASCP could not accept the credit as we sent it.",
        "Enter it by hand at ASCP, which is always possible, or write to us so that we can look into it.",
        FixPlace.ASCP,
    ),
}


# For a credit that ASCP could not read.
_UNJUDGED = Explanation(
    "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried more than once.",
    "Try again. If that does not help, enter it by hand at ASCP, or write to us so that we can look into it.",
    FixPlace.ORGANIZER,
)


def explain(reason: str, *, unjudged: bool = False) -> Explanation:
    """What `reason` (an UnmatchedReason or RejectedReason) means for the learner. Raises KeyError for any other.

    `unjudged`: ASCP could not read the credit (`Credit.unjudged`).
    """
    return _UNJUDGED if unjudged else _EXPLANATIONS[reason]
