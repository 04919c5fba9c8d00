"""Refusals about profiles and e-mail addresses (pure)."""

from laurel.platform.refusal import ProblemType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

PROFILE_CHANGED = CHANGED_ELSEWHERE.saying(
    "Your profile was changed on another device. Reload it, then make your change."
)
PROFILE_BUSY = TRY_AGAIN.saying("Another device is changing your profile right now. Try again in a moment.")
NOT_AN_ADDRESS = ProblemType("address", "{why}")
