"""The session codes of a draft: made before the activity is published, so that sheets can be printed in time.

They are a part of the draft's document. Publishing the draft publishes them; discarding it discards them. Until then
they open nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laurel.catalog.activity import SessionCode
from laurel.catalog.refusals import UNKNOWN_CODE_SESSION, WRONG_ACCESS
from laurel.claims.session_codes import WantedSessionCodes, draw_codes
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID
from laurel.workbench.draft_desk import CheckedDraft, DraftDesk
from laurel.workbench.refusals import DRAFT_CHANGED


@dataclass(frozen=True, slots=True)
class DraftCode:
    """A session code of a draft, with what the draft says of its session. Any of it may be incomplete."""

    code: str
    site: str | None
    session_id: str | None
    session: str | None
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class MadeDraftCodes:
    """The new codes of a draft, and those that are gone; `revision` is that of the draft which has them."""

    new: tuple[DraftCode, ...]
    gone: tuple[DraftCode, ...]
    revision: int


def draft_codes(desk: DraftDesk, activity_id: str) -> tuple[str, tuple[DraftCode, ...]] | Refusal:
    """How claims are opened, and the session codes: one read, as for the draft itself."""
    found = desk.find(activity_id)
    if isinstance(found, Refusal):
        return found
    document = found.draft.document
    kind = _access(document).get("type")
    codes = tuple(_code(one, document) for one in _codes(document)) if kind == "session_code" else ()
    return kind if isinstance(kind, str) else "none", codes


def make_draft_codes(
    desk: DraftDesk,
    activity_id: str,
    wanted: WantedSessionCodes,
    new_code: Callable[[], str],
    *,
    seen: int | None,
    dry_run: bool,
) -> MadeDraftCodes | Refusal:
    """Adds codes to the draft: one read, and the calls of saving it. A dry run only reads.

    `seen` is the revision of the draft that staff saw: the same request again is refused, and makes nothing twice.
    """
    found = desk.find(activity_id)
    if isinstance(found, Refusal):
        return found
    draft, document = found.draft, found.draft.document
    if seen not in (None, draft.revision):
        return DRAFT_CHANGED.refuse(version=draft.revision)
    access = _access(document)
    if access.get("type") != "session_code":
        return WRONG_ACCESS.refuse(found=access.get("type") or "none", access="session_code")
    sessions = _sessions(document)
    if unknown := [n for n, one in enumerate(wanted.session_ids) if one not in sessions]:
        return INVALID.refuse(errors=[UNKNOWN_CODE_SESSION.at(f"session_ids[{n}]") for n in unknown])
    present = list(_codes(document))
    gone = [one for one in present if wanted.replaces(_known(one))]
    drawn = draw_codes(wanted, (str(one.get("code")) for one in present), new_code)
    new = [one.model_dump(mode="json", exclude_none=True) for one in drawn]
    shown = tuple(_code(one, document) for one in new), tuple(_code(one, document) for one in gone)
    if dry_run:
        return MadeDraftCodes(*shown, draft.revision)
    kept = [one for one in _listed(access) if one not in gone]
    after = {**document, "access": {**access, "codes": [*kept, *new]}}
    saved = desk.save(activity_id, after, seen=draft.revision, base=draft.base)
    return saved if isinstance(saved, Refusal) else _made(shown, saved)


def _made(shown: tuple[tuple[DraftCode, ...], tuple[DraftCode, ...]], saved: CheckedDraft) -> MadeDraftCodes:
    return MadeDraftCodes(*shown, saved.draft.revision)


def _access(document: Mapping[str, Any]) -> Mapping[str, Any]:
    access = document.get("access")
    return access if isinstance(access, Mapping) else {}


def _listed(access: Mapping[str, Any]) -> list[Any]:
    codes = access.get("codes")
    return codes if isinstance(codes, list) else []


def _codes(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The codes of the draft that are objects with a code."""
    for one in _listed(_access(document)):
        if isinstance(one, Mapping) and _text(one, "code"):
            yield one


def _sessions(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    sessions = document.get("sessions")
    listed = sessions if isinstance(sessions, list) else []
    return {one["id"]: one for one in listed if isinstance(one, Mapping) and isinstance(one.get("id"), str)}


def _known(code: Mapping[str, Any]) -> SessionCode:
    """The place of a code, for the question whether it goes; nothing of it is checked."""
    return SessionCode.model_construct(
        code=_text(code, "code") or "", session_id=_text(code, "session_id"), site=_text(code, "site")
    )


def _code(code: Mapping[str, Any], document: Mapping[str, Any]) -> DraftCode:
    session_id = _text(code, "session_id")
    session = _sessions(document).get(session_id or "", {})
    starts_at = _instant(session.get("starts_at"))
    return DraftCode(_text(code, "code") or "", _text(code, "site"), session_id, _text(session, "title"), starts_at)


def _text(holder: Mapping[str, Any], name: str) -> str | None:
    value = holder.get(name)
    return value if isinstance(value, str) and value else None


def _instant(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None
