"""The ASCLS roster in force: the members with each e-mail address.

The members are in the ledger table under their e-mail (`ROSTER#<key>`), so matching a hundred credits is one read. The
number of each leads to the e-mail (`MEMBER#<number>`), for staff who look for a member.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from laurel.learners.customer_ids import OwnId, customer_id_key, own_ids
from laurel.platform.clock import instant, read_instant
from laurel.platform.identifiers import comparable
from laurel.platform.table import Item, Key, Put, Table
from laurel.roster.member import Member, MemberStatus

if TYPE_CHECKING:
    from laurel.intake.bucket import IntakeFile

# Members kept for one e-mail: two already make it ambiguous, and thousands would not fit into an item (400 KB).
MOST_MEMBERS = 20
CURRENT: Key = ("ROSTER", "CURRENT")
"""The item that names the roster in force."""
_PROGRESS: Key = ("ROSTER", "PROGRESS")


@dataclass(frozen=True, slots=True)
class InForce:
    """The roster file in force: key, ETag, LastModified (UTC) and number of members.

    `by_number` says whether its members are found by their numbers: those of a roster from before that are not.
    """

    key: str
    etag: str
    last_modified: datetime
    members: int
    by_number: bool = True


def in_force_of(item: Item | None) -> InForce | None:
    """The roster file that the item under CURRENT names."""
    if item is None:
        return None
    return InForce(
        item["key"],
        item["etag"],
        read_instant(item["last_modified"]),
        int(item["members"]),
        by_number=item.get("by_number", False),
    )


class Roster:
    """The roster in force, in `table`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def members_of(self, email_keys: Iterable[str]) -> dict[str, list[Member]]:
        """The members with each of `email_keys`, at most MOST_MEMBERS per key; keys without a member are left out.

        One call for each hundred.
        """
        return _members(self._table.get_many(map(_key_of, email_keys)).values())

    def with_customer_ids_of(self, email_keys: Iterable[str]) -> tuple[dict[str, list[Member]], dict[str, OwnId]]:
        """The members with each of `email_keys`, and the ASCP customer IDs that learners with them entered.

        One call for up to 50 addresses, two for up to 100.
        """
        keys = list(email_keys)
        items = self._table.get_many([*map(_key_of, keys), *map(customer_id_key, keys)])
        return _members(item for (pk, _), item in items.items() if pk.startswith("ROSTER#")), own_ids(items)

    def with_members_of(self, email_keys: Iterable[str]) -> tuple[datetime | None, dict[str, list[Member]]]:
        """When the roster in force was written (UTC; None without one), and the members with each of `email_keys`.

        One call for up to 99 addresses.
        """
        items = self._table.get_many([CURRENT, *map(_key_of, email_keys)])
        current = items.pop(CURRENT, None)
        return (read_instant(current["last_modified"]) if current else None), _members(items.values())

    def members_with_number(self, number: str) -> list[Member]:
        """The members with this number, however it is typed; usually one. One query, and one read if it is found."""
        found = self._table.query(None, "pk = :pk", pk=_number_key(number, "")[0])
        keys = [item["sk"] for item in found]
        # A run that another one overtook may have left a number under an address that no longer has it.
        members = self.members_of(keys) if keys else {}
        wanted = comparable(number)
        return [one for key in keys for one in members.get(key, ()) if comparable(one.member_number) == wanted]

    def in_force(self) -> InForce | None:
        """The roster file in force; None before the first."""
        return in_force_of(self._table.get(CURRENT))

    def begin(self, file: "IntakeFile") -> str:
        """The e-mail up to which an unfinished run applied `file`; empty if it starts from the beginning.

        The progress of another file is deleted here, before the first write, because `file` may undo its changes.
        """
        item = self._table.get(_PROGRESS)
        if item and (item["key"], item["etag"]) == (file.key, file.etag):
            return str(item["applied_up_to"])
        self.restart(file)
        return ""

    def restart(self, file: "IntakeFile") -> None:
        """Deletes the progress of `file` or another file: `file` is applied from the beginning."""
        self._table.put_many([_progress(file, "")])

    def note_progress(self, file: "IntakeFile", email_key: str) -> bool:
        """Records that `file` is applied up to `email_key`; False if another run has started another file since."""
        item = _progress(file, email_key)
        names, values = {"#key": "key", "#etag": "etag"}, {":key": file.key, ":etag": file.etag}
        return self._table.put(Put(item, "#key = :key AND #etag = :etag", names, values))

    def forget_progress(self, file: "IntakeFile") -> None:
        """Deletes the progress of `file`: if it is ever applied again, it starts from the beginning."""
        self._table.delete(_PROGRESS, where="etag", equals=file.etag)

    def apply(self, email_keys: Sequence[str], members: dict[str, list[Member]]) -> None:
        """Writes the members with each of `email_keys`. It replaces earlier ones, so it may run again.

        A number goes before its member and comes after it: wherever a run ends, no number is left under an address
        that does not have it, and whoever applies these addresses again completes the rest.
        """
        before = _numbers(self.members_of(email_keys))
        now = _numbers({key: members[key] for key in email_keys if key in members})
        self._table.put_many([], [key for key in before if key not in now])
        puts = [_item(key, members[key]) for key in email_keys if key in members]
        self._table.put_many(puts, [_key_of(key) for key in email_keys if key not in members])
        self._table.put_many({"pk": pk, "sk": sk} for pk, sk in now)

    def put_in_force(self, file: "IntakeFile", *, members: int, at: datetime) -> bool:
        """Records that `file` is wholly applied; False if a newer one is in force: then nothing changes.

        S3 dates files by whole seconds; of two files of one second, the one with the later key counts as newer.
        """
        item = {
            "pk": CURRENT[0],
            "sk": CURRENT[1],
            "key": file.key,
            "etag": file.etag,
            "last_modified": instant(file.last_modified),
            "members": members,
            "applied_at": instant(at),
            "by_number": True,
        }
        condition = "attribute_not_exists(pk) OR #modified < :modified OR (#modified = :modified AND #key <= :key)"
        names = {"#modified": "last_modified", "#key": "key"}
        values = {":modified": item["last_modified"], ":key": file.key}
        return self._table.put(Put(item, condition, names, values))


def _key_of(email_key: str) -> Key:
    return f"ROSTER#{email_key}", "MEMBERS"


def _number_key(number: str, email_key: str) -> Key:
    return f"MEMBER#{comparable(number)}", email_key


def _numbers(members: Mapping[str, Sequence[Member]]) -> dict[Key, None]:
    """The keys by which the numbers of `members` (by address) are found, each once."""
    stored = ((key, one) for key, found in members.items() for one in found[:MOST_MEMBERS])
    return dict.fromkeys(_number_key(one.member_number, key) for key, one in stored)


def _progress(file: "IntakeFile", email_key: str) -> Item:
    pk, sk = _PROGRESS
    return {"pk": pk, "sk": sk, "key": file.key, "etag": file.etag, "applied_up_to": email_key}


def _item(email_key: str, members: Sequence[Member]) -> Item:
    pk, sk = _key_of(email_key)
    entries = [
        {
            "member_number": member.member_number,
            "email": member.email,
            "name": member.name,
            "status": member.status.value,
            "expires_on": member.expires_on and member.expires_on.isoformat(),
            **({"ascp_customer_id": member.ascp_customer_id} if member.ascp_customer_id else {}),
        }
        for member in members[:MOST_MEMBERS]
    ]
    return {"pk": pk, "sk": sk, "email_key": email_key, "members": entries}


def _members(items: Iterable[Item]) -> dict[str, list[Member]]:
    return {item["email_key"]: [_member(item["email_key"], entry) for entry in item["members"]] for item in items}


def _member(email_key: str, entry: Item) -> Member:
    expires_on = entry.get("expires_on")
    return Member(
        member_number=entry["member_number"],
        email=entry["email"],
        email_key=email_key,
        name=entry["name"],
        status=MemberStatus(entry["status"]),
        expires_on=date.fromisoformat(expires_on) if expires_on else None,
        ascp_customer_id=entry.get("ascp_customer_id"),
    )
