"""Each kind of record about a learner has its time in the list of times, and its place in an export of their data.

The kinds are those that an erasure decides about (`test_erasure_recount`), which finds new ones by itself.
"""

import pytest

from laurel.exports.readme import readme
from laurel.platform.clock import utc_now
from laurel.platform.retention import KINDS
from tests.functions.test_erasure_recount import DECISIONS

# In lists of tasks, which end with the task; or a badge of an activity's list, which stays with the activity.
NO_TIME = {
    "CHANGES",
    "CHANGES NOTICE",
    "CONSENTS",
    "CUSTOMERS",
    "MOVES",
    "MOVES JOINED",
    "ACTIVITY BADGE",
    "ROSTER MEMBERS",
    "MEMBER",
}

# The file of an export that says what a record of this kind says; or why none does.
_TECHNICAL = "names IDs and keys alone"
_AN_ACT = "audit.json"  # the act has its values before and after
_NOT_CHECKED = "a file that nobody has checked yet"  # for a day
_SHORT = "wrong codes"  # named by the README as left out
IN_EXPORT = {
    "LEARNER PROFILE": "profile.json",
    "LEARNER CLAIM": "claims.json",
    "LEARNER ADDRESSCODE": _SHORT,
    "LEARNER ATTEMPTS": _SHORT,
    "LEARNER CHANGE": _AN_ACT,
    "LEARNER JOIN": _AN_ACT,
    "LEARNER LEFT": _AN_ACT,
    "LEARNER LIFTED": _AN_ACT,
    "LEARNER MOVED": _AN_ACT,
    "LEARNER NOTICE": _AN_ACT,
    "LEARNER MAILED": "when we last sent an e-mail",
    "LEARNER PREVIEWS": "what only helps to run Laurel",
    "LEARNER OWN": "own_credits.json",
    "LEARNER PROGRESS": "progress.json",
    "LEARNER SIGNIN": "sign_ins.json",
    "ACCOUNTS": _TECHNICAL,
    "ACTIVITY BADGE": "claims.json",
    "ADDRESS HOLDER": "addresses.json",
    "ADDRESS MOVE": _AN_ACT,
    "ALIAS ALIAS": "addresses.json",
    "ATTENDED": "attendance.json",
    "CERTIFICATES": "certificates.json",
    "CHANGES": _TECHNICAL,
    "CHANGES NOTICE": _TECHNICAL,
    "CONSENT CONSENT": "consents.json",
    "CONSENTS": _TECHNICAL,
    "CUSTOMER ID": "addresses.json",
    "CUSTOMERS": _TECHNICAL,
    "EXPORT EXPORT": _AN_ACT,
    "EXPORT CERTIFICATES": _AN_ACT,
    "MOVES": _TECHNICAL,
    "MOVES JOINED": _TECHNICAL,
    "NAMES": "profile.json",
    "NOTICE NIGHT": "when we last sent an e-mail",
    "REMINDER NEXT": "progress.json",  # its day follows from what is followed
    "REMINDERS": "progress.json",
    "USER LEARNER": _TECHNICAL,
    "USER SECONDFACTOR": _AN_ACT,
    "exportbucket exports": "README.txt",
    "exportbucket certificates": "certificates/",
    "exportbucket arriving": _NOT_CHECKED,
    "exportbucket proofs": "proofs/",
    "CERTIFICATE RECORD": "certificates.json",
    "certificatebucket certificates": "certificates/",
    "CREDIT CREDIT": "credits.json",
    "CREDIT of a provider": "credits.json",
    "ROSTER MEMBERS": "files that providers and ASCLS send",
    "MEMBER": "files that providers and ASCLS send",
    "WHO": "audit.json",
    "BY": "what only helps to run Laurel",  # they tried something of nobody's
    "backupbucket accounts": "backups",
}


@pytest.mark.parametrize("kind", sorted(DECISIONS.keys() - NO_TIME))
def test_each_kind_of_record_has_its_time_in_the_list(kind: str) -> None:
    listed = {kept.where.casefold().replace("#", "") for kept in KINDS}
    parts = {part for where in listed for part in where.replace(": ", " ").rstrip("/").split(", ")}
    own = {where.replace(",", "").replace(": ", " ").rstrip("/") for where in listed}
    word = kind.casefold()
    audit = dict.fromkeys(("who", "by"), "auditretentionyears")
    assert word in own or word.split()[0] in parts or audit.get(word) in own, kind


def test_each_kind_of_record_is_in_an_export_or_its_readme_says_why_not() -> None:
    assert IN_EXPORT.keys() == DECISIONS.keys()
    text = " ".join(readme(utc_now(), [], "help@example.org").split())
    for kind, place in IN_EXPORT.items():
        assert place in (_TECHNICAL, _NOT_CHECKED, "README.txt") or place in text, (kind, place)
