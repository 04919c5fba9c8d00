"""What the account guard does about changes of address, password and second factor: notice, tell the owner, undo."""

from collections.abc import Mapping, Sequence
from typing import Any

from guard_dependencies import Dependencies

from laurel.account_changes.changes import AccountChange, SignInAccount
from laurel.learners.account_export import PoolAccount
from laurel.learners.held_addresses import is_held
from laurel.learners.identities import learners_of
from laurel.learners.records import from_item, key_of
from laurel.learners.sign_ins import end_all
from laurel.platform.aws_errors import AwsError
from laurel.platform.clock import read_instant
from laurel.platform.log import logger
from laurel.platform.table import TableBusy


def notice_email(here: Dependencies, account: SignInAccount, learner_id: str, email: str, session_id: str = "") -> None:
    """Records and tells a new verified address of the account. One read if it is not new.

    All sessions from before end, except `session_id`, which is being renewed.

    Raises ChangeBeingUndoneError while a change of the account is being undone, and TableBusy.
    """
    if change := here.watch.email_seen(account, learner_id, email, session_id):
        here.count("AddressesChanged")
        _tell(here, change)


def notice_password(here: Dependencies, account: SignInAccount, email: str, at: str | None = None) -> None:
    """Records and tells a new password, if the account belongs to a learner already. Raises TableBusy."""
    learner_id = learners_of(here.table, [account.user_name]).get(account.user_name)
    since = read_instant(at) if at else None
    if learner_id and (change := here.watch.password_changed(account, learner_id, email, since)):
        here.count("PasswordsChanged")
        _tell(here, change)


def end_sessions(here: Dependencies, account: SignInAccount) -> None:
    """Ends all sessions of the account at Cognito, and those of its learner in their list. Raises TableBusy."""
    here.user_pool(account.user_pool_id).end_sessions(account.user_name)
    if learner_id := learners_of(here.table, [account.user_name]).get(account.user_name):
        end_all(here.table, learner_id, here.runtime.clock())


def notice_second_factor(here: Dependencies, account: SignInAccount, email: str) -> None:
    """Records and tells that the account's second factor was turned on or off, if it belongs to a learner already.

    One call to Cognito, and one read if nothing changed. Raises TableBusy and AwsError.
    """
    on = here.user_pool(account.user_pool_id).has_second_factor(account.user_name)
    learner_id = learners_of(here.table, [account.user_name]).get(account.user_name)
    if learner_id and (change := here.watch.second_factor_seen(account, learner_id, email, on=on)):
        here.count("SecondFactorsChanged")
        _tell(here, change)


def look_at_second_factor(here: Dependencies, event: Mapping[str, Any]) -> None:
    """As `notice_second_factor`, for the account of a trigger. A failure must not keep anybody out: the next one looks.

    The owner may be locked out by a factor that is not theirs, so this runs before a sign-in, too.
    """
    email = event["request"].get("userAttributes", {}).get("email")
    if not email:
        return
    try:
        notice_second_factor(here, SignInAccount(event["userPoolId"], event["userName"]), email)
    except (TableBusy, AwsError) as error:
        logger.warning("a second factor was not looked at", extra={"why": type(error).__name__})


def follow_call(here: Dependencies, event: Mapping[str, Any]) -> dict[str, bool]:
    """Looks at an account after a call of Cognito that CloudTrail reports: `{"user_name", "call", "at"}`."""
    account = SignInAccount(event["user_pool_id"], event["user_name"])
    found = here.user_pool(account.user_pool_id).verified_email(account.user_name)
    learner_id = learners_of(here.table, [account.user_name]).get(account.user_name)
    if found is None or learner_id is None:
        return {"followed": False}  # another pool's account, or one without a learner
    if event["call"] == "ChangePassword":
        notice_password(here, account, found, event["at"])
    elif event["call"] == "SetUserMFAPreference":
        notice_second_factor(here, account, found)
    else:
        notice_email(here, account, learner_id, found)
    return {"followed": True}


def notice_all(
    here: Dependencies, user_pool_id: str, accounts: Sequence[PoolAccount], learners: Mapping[str, str]
) -> None:
    """Notices the changes of address that nothing else noticed: nobody signed in after them.

    `learners` are the learners' IDs by user name. One read for up to a hundred accounts. Raises TableBusy.
    """
    profiles = here.table.get_many(key_of(learner_id) for learner_id in learners.values())
    for account in accounts:
        learner_id = learners.get(account.user_name)
        item = profiles.get(key_of(learner_id)) if learner_id else None
        if not learner_id or item is None or not account.email_verified or not account.enabled:
            continue
        if not is_held(from_item(learner_id, item), account.email):
            notice_email(here, SignInAccount(user_pool_id, account.user_name), learner_id, account.email)


def restore(here: Dependencies, event: Mapping[str, Any]) -> dict[str, bool]:
    """Restores the account of one undone change: `{"learner_id", "change_id"}`. Raises TableBusy and AwsError."""
    outcomes = here.round().look_at(event["learner_id"], event["change_id"])
    if "closed" in outcomes:
        here.count("AccountsClosed")
    return {"restored": "restored" in outcomes}


def go_round(here: Dependencies) -> dict[str, int]:
    """Tells owners, restores accounts and settles changes; returns the counts. Raises TableBusy."""
    counts = here.round().go()
    if waiting := here.owner_notices().send_all():
        counts["untold"] += waiting
    for name, metric in (("untold", "ChangesUntold"), ("closed", "AccountsClosed")):
        here.count(metric, counts[name])
    return dict(counts)


def _tell(here: Dependencies, change: AccountChange) -> None:
    """Tells the owner now. A failure must not keep the token from a person: the next hour tries again."""
    try:
        if teller := here.teller():
            teller.tell(change)
    except (TableBusy, AwsError) as error:
        logger.warning(
            "the e-mail about a change waits for the next hour",
            extra={"why": type(error).__name__, "learner_id": change.learner_id},
        )
