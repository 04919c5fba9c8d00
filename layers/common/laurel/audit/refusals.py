"""Refusals about the audit log (pure)."""

from laurel.platform.refusals import MISSING

NOT_ONE_SUBJECT = MISSING.saying("Give one of them: a learner, an activity, or the person who acted.")
