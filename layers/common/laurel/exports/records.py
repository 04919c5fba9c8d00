"""The store of exports: one item of the claims table for each learner and kind, under `EXPORT#<learner ID>`."""

from laurel.exports.export import Export, ExportKind, ExportPart, ExportState, Progress
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import EXPIRES_AT
from laurel.platform.table import Item, Key, Put, Table, create

_SK = {ExportKind.DATA: "EXPORT", ExportKind.CERTIFICATES: "CERTIFICATES"}
_KIND = {sk: kind for kind, sk in _SK.items()}


class Exports:
    """The exports in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, learner_id: str, kind: ExportKind = ExportKind.DATA) -> Export | None:
        """The learner's export of this kind, also one whose time is over. One call."""
        item = self._table.get(key_of(learner_id, kind))
        return from_item(item) if item else None

    def has_any(self, learner_id: str) -> bool:
        """Whether the learner has an export of some kind. One call."""
        return bool(self._table.get_many(key_of(learner_id, kind) for kind in ExportKind))

    def replace(self, before: Export, after: Export) -> bool:
        """Writes `after` if the stored export is still `before`. One call. Raises TableBusy."""
        return self._table.put(write_of(before, after))

    def remove(self, learner_id: str) -> None:
        """Forgets the learner's exports; runs that make them stop at their next step. May be repeated."""
        for kind in ExportKind:
            pk, sk = key_of(learner_id, kind)
            self._table.delete((pk, sk), where="pk", equals=pk)


def key_of(learner_id: str, kind: ExportKind = ExportKind.DATA) -> Key:
    """The table key of this learner's export of this kind."""
    return f"EXPORT#{learner_id}", _SK[kind]


def write_of(before: Export | None, after: Export) -> Put:
    """The write of `after`, which succeeds only if the stored export is still `before`."""
    item = _to_item(after)
    if before is None:
        return create(item)
    return Put(
        item,
        "#export_id = :export_id AND #version = :version",
        {"#export_id": "export_id", "#version": "version"},
        {":export_id": before.export_id, ":version": before.version},
    )


def _to_item(export: Export) -> Item:
    pk, sk = key_of(export.learner_id, export.kind)
    progress = export.progress
    return {
        "pk": pk,
        "sk": sk,
        "export_id": export.export_id,
        "requested_at": instant(export.requested_at),
        "state": export.state.value,
        "attempt": export.attempt,
        "lease_until": export.lease_until and instant(export.lease_until),
        "part": progress.part.value,
        "done": progress.done,
        "total": progress.total,
        "ready_at": export.ready_at and instant(export.ready_at),
        "key": export.key,
        "size": export.size,
        "notified": export.notified,
        "asked": [instant(one) for one in export.asked] or None,
        "version": export.version,
        EXPIRES_AT: int(export.available_until.timestamp()),
    }


def from_item(item: Item) -> Export:
    """The export in `item`."""
    lease_until, ready_at = item.get("lease_until"), item.get("ready_at")
    total = item.get("total")
    return Export(
        learner_id=item["pk"].removeprefix("EXPORT#"),
        export_id=item["export_id"],
        kind=_KIND[item["sk"]],
        requested_at=read_instant(item["requested_at"]),
        state=ExportState(item["state"]),
        attempt=int(item["attempt"]),
        lease_until=read_instant(lease_until) if lease_until else None,
        progress=Progress(ExportPart(item["part"]), int(item["done"]), None if total is None else int(total)),
        ready_at=read_instant(ready_at) if ready_at else None,
        key=item.get("key"),
        size=int(item["size"]),
        notified=item["notified"],
        asked=tuple(map(read_instant, item.get("asked", ()))),
        version=int(item["version"]),
    )
