"""Why a credit is stuck, in plain words, what to do about it, and where (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from laurel.ledger.states import RejectedReason, UnmatchedReason


class FixPlace(StrEnum):
    """Where something can be done."""

    PROFILE = "profile"
    ASCLS = "ascls"
    ASCP = "ascp"
    PROVIDER = "provider"
    ORGANIZER = "organizer"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason for the person whose credit it is: `words` say what is the matter, `do` what helps, `where` at whom."""

    words: str
    do: str
    where: FixPlace


_EXPLANATIONS: dict[str, Explanation] = {
    UnmatchedReason.NOT_A_MEMBER: Explanation(
        "Nobody on the ASCLS roster has the e-mail address of this credit.",
        "If you are a member, have ASCLS put this address into your membership record, or change your e-mail here to"
        " the one that ASCLS has. If you are not, join ASCLS, or enter the credit by hand at ASCP.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.MEMBERSHIP_LAPSED: Explanation(
        "The ASCLS membership under this credit's e-mail address has lapsed.",
        "Renew your membership at ASCLS, or enter the credit by hand at ASCP.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.AMBIGUOUS_EMAIL: Explanation(
        "More than one ASCLS member has this credit's e-mail address, so nobody can say whose credit it is.",
        "Have ASCLS give each of you an address of your own, or write to us and name your member number.",
        FixPlace.ASCLS,
    ),
    UnmatchedReason.NOT_REPORTABLE: Explanation(
        "Credit of this type is not reported to ASCP. It stays among your credits here.",
        "Nothing is wrong. If it should count at ASCP all the same, enter it there by hand.",
        FixPlace.ASCP,
    ),
    UnmatchedReason.LIKELY_DUPLICATE: Explanation(
        "This looks like a credit that you have already: the same activity, day and hours came in twice. So it is held"
        " here and not sent.",
        "If you took part twice, write to us, and we send this one too. If you earned it once, the other one counts: do"
        " not enter this one by hand.",
        FixPlace.ORGANIZER,
    ),
    UnmatchedReason.NO_CONSENT: Explanation(
        "This credit is held back here: it goes out only after you agree to reporting.",
        "Choose in your profile to have your credits reported, and save it. If you do not want that, do nothing.",
        FixPlace.PROFILE,
    ),
    RejectedReason.UNKNOWN_EMAIL: Explanation(
        "ASCP knows nobody under this credit's e-mail address.",
        "Put this address into your ASCP account, or change your e-mail here to the one that ASCP has. Then try again.",
        FixPlace.ASCP,
    ),
    RejectedReason.NAME_MISMATCH: Explanation(
        "ASCP has another name under this e-mail address.",
        "Compare it with the name that we sent. If ours is right, correct your name in your ASCP account, then try"
        " again. If ours is wrong, write to us: trying again sends the same name.",
        FixPlace.ASCP,
    ),
    RejectedReason.OUTSIDE_CYCLE: Explanation(
        "The day of completion does not lie in your present cycle at ASCP.",
        "Check the dates of your cycle in your ASCP account. If they are wrong, have them corrected, then try again. If"
        " they are right, enter the credit by hand at ASCP.",
        FixPlace.ASCP,
    ),
    RejectedReason.INVALID: Explanation(
        "ASCP could not take the credit as it was sent.",
        "Enter it by hand at ASCP, where that is always taken, or write to us so that we look into it.",
        FixPlace.ASCP,
    ),
}


# Of a credit that was refused without ASCP's judgement.
_UNJUDGED = Explanation(
    "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried more than once.",
    "Try again. If that does not help, enter it by hand at ASCP, or write to us so that we look into it.",
    FixPlace.ORGANIZER,
)


def explain(reason: str, *, unjudged: bool = False) -> Explanation:
    """What `reason` (one of UnmatchedReason or RejectedReason) means for the learner. Raises KeyError for another.

    `unjudged` is a refusal that ASCP never spoke (`Credit.unjudged`).
    """
    return _UNJUDGED if unjudged else _EXPLANATIONS[reason]
