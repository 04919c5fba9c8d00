"""How a change is stored in the claims table, and the list of those that have not ended.

A change is `LEARNER#<learner ID>`, `CHANGE#<change ID>`; its ID sorts by time. `CHANGES` lists what a later run must
look at: changes that wait for their seven days, and undone ones whose account is not restored yet.

`USER#<user name>`, `SECONDFACTOR` says whether the account had a second factor when it was last looked at.
"""

from collections.abc import Iterator
from dataclasses import replace

from laurel.account_changes.changes import AccountChange, ChangeKind, ChangeState, SignInAccount
from laurel.learners.identities import second_factor_key
from laurel.learners.owner_notices import LIST, PREFIX
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import ACCOUNT_CHANGES, EXPIRES_AT
from laurel.platform.table import Item, Key, Put, Table, create

CHANGE_PREFIX = "CHANGE#"


def change_key(learner_id: str, change_id: str) -> Key:
    """The table key of this change."""
    return f"LEARNER#{learner_id}", f"{CHANGE_PREFIX}{change_id}"


def opening(change: AccountChange) -> list[Put]:
    """The writes of a new change: its record, and its place in the list."""
    listed: Item = {"pk": LIST, "sk": change.change_id, "learner_id": change.learner_id}
    return [create(_to_item(change)), create(listed)]


def advanced(change: AccountChange, state: ChangeState) -> tuple[AccountChange, Put]:
    """`change` in another state, and the write of it, which holds only if the record is still `change`."""
    return _rewritten(change, replace(change, state=state, version=change.version + 1))


def rewritten(before: AccountChange, after: AccountChange) -> tuple[AccountChange, Put]:
    """`after` with the next version, and the write of it, which holds only if the record is still `before`."""
    return _rewritten(before, replace(after, version=before.version + 1))


def _rewritten(before: AccountChange, after: AccountChange) -> tuple[AccountChange, Put]:
    return after, Put(_to_item(after), "#version = :seen", {"#version": "version"}, {":seen": before.version})


def find_change(table: Table, learner_id: str, change_id: str) -> AccountChange | None:
    """The change with this ID. One call."""
    item = table.get(change_key(learner_id, change_id))
    return _from_item(item) if item else None


def changes_of(table: Table, learner_id: str) -> list[AccountChange]:
    """All stored changes of the learner, latest first. One call."""
    pk, prefix = change_key(learner_id, "")
    items = table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=prefix)
    return sorted(map(_from_item, items), key=lambda one: one.change_id, reverse=True)


def listed_changes(table: Table) -> Iterator[tuple[str, str]]:
    """Learner and ID of each change that has not ended. The cost grows only with their number."""
    for item in table.query(None, "pk = :pk", pk=LIST):
        if not item["sk"].startswith(PREFIX):
            yield item["learner_id"], item["sk"]


def take_off_list(table: Table, change_id: str) -> None:
    """Takes a change that has ended off the list. May be repeated."""
    table.delete((LIST, change_id), where="pk", equals=LIST)


def has_known_factor(table: Table, user_name: str) -> bool:
    """Whether the account had a second factor when it was last looked at. One call."""
    return (table.get(second_factor_key(user_name)) or {}).get("on") is True


def factor_known(user_name: str, learner_id: str, *, on: bool) -> Put:
    """The write that notes a second factor that was turned on or off; it holds only if that was not known."""
    pk, sk = second_factor_key(user_name)
    item: Item = {"pk": pk, "sk": sk, "learner_id": learner_id, "on": on}
    return Put(item, "attribute_not_exists(#on) OR #on <> :on", {"#on": "on"}, {":on": on})


def _to_item(change: AccountChange) -> Item:
    pk, sk = change_key(change.learner_id, change.change_id)
    return {
        "pk": pk,
        "sk": sk,
        "kind": change.kind.value,
        "user_pool_id": change.account.user_pool_id,
        "user_name": change.account.user_name,
        "former_email": change.former_email,
        "email": change.email,
        "at": instant(change.at),
        "until": instant(change.until),
        "state": change.state.value,
        "told_at": change.told_at and instant(change.told_at),
        "version": change.version,
        EXPIRES_AT: ACCOUNT_CHANGES.expires_at(change.at),
    }


def _from_item(item: Item) -> AccountChange:
    return AccountChange(
        change_id=item["sk"].removeprefix(CHANGE_PREFIX),
        learner_id=item["pk"].removeprefix("LEARNER#"),
        kind=ChangeKind(item["kind"]),
        account=SignInAccount(item["user_pool_id"], item["user_name"]),
        former_email=item["former_email"],
        email=item["email"],
        at=read_instant(item["at"]),
        until=read_instant(item["until"]),
        state=ChangeState(item["state"]),
        told_at=read_instant(item["told_at"]) if item.get("told_at") else None,
        version=int(item["version"]),
    )
