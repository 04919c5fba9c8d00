"""Refusals about what a learner follows (pure)."""

from laurel.platform.refusal import ProblemType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

PROGRESS_CHANGED = CHANGED_ELSEWHERE.saying(
    "Your licenses were changed on another device. Reload the page, then make your change."
)
PROGRESS_BUSY = TRY_AGAIN.saying("Another device is changing your licenses right now. Try again in a moment.")
RULE_UNKNOWN = ProblemType("rule_unknown", "We know no rule {rule}. Choose one from the list.")
RULE_TWICE = ProblemType("rule_twice", "You follow this rule already.")
DATE_TO_COME = ProblemType("date_to_come", "This day is still to come. Enter the day on which you got it.")
EXPIRES_BEFORE_ISSUE = ProblemType(
    "expires_before_issue", "A license cannot expire before you got it. Check the two dates."
)
