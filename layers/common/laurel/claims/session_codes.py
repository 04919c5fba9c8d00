"""Makes new session codes for an activity, next to the present ones or in their place.

Session codes are a part of the activity's document, so new ones are a new revision of it. An open claim
needs its code no more, so nobody loses one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from laurel.audit.log import Acting
from laurel.catalog.access_codes import access_code_key, look_alike
from laurel.catalog.activity import Access, Activity, SessionCode
from laurel.catalog.refusals import LIST_WITHOUT_ACTIVITY, UNKNOWN_CODE_SESSION, WRONG_ACCESS
from laurel.catalog.store import Catalog
from laurel.claims.refusals import ACTIVITY_CHANGED
from laurel.claims.staff_catalog import Owners, put_activity
from laurel.claims.store import Claims
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSessionCodes:
    """A code for each of `session_ids`; none: one for the whole activity. `site` is where it is given out, if it is
    for one site. With `replace` the present codes of these sessions, or of the whole activity, go; with a site only
    those of the site.
    """

    session_ids: tuple[str, ...] = ()
    site: str | None = None
    replace: bool = False

    @property
    def places(self) -> tuple[str | None, ...]:
        """The sessions, each once; None stands for the whole activity."""
        return tuple(dict.fromkeys(self.session_ids)) or (None,)

    def replaces(self, code: SessionCode) -> bool:
        """Whether `code` goes."""
        of_site = self.site is None or code.site == self.site
        return self.replace and of_site and code.session_id in self.places


@dataclass(frozen=True, slots=True)
class MadeSessionCodes:
    """The `new` codes, and those that are `gone`. `revision` is that of the activity which has them.

    A dry run counts in `opened` the claims that were opened with a code that goes; they stay open.
    """

    activity: Activity
    new: tuple[SessionCode, ...]
    gone: tuple[SessionCode, ...]
    revision: int
    opened: int | None


@dataclass(frozen=True, slots=True)
class SessionCodeDesk:
    """Makes codes for the activities of whom `owners` names; `new_code` gives a random code."""

    catalog: Catalog
    claims: Claims
    clock: Clock
    new_code: Callable[[], str]
    owners: Owners
    acting: Acting

    def make(
        self, activity_id: str, wanted: WantedSessionCodes, *, seen: int | None, dry_run: bool
    ) -> MadeSessionCodes | Refusal:
        """Three reads and one write; a dry run that replaces codes also reads the activity's claims.

        `seen` is the revision that staff saw: the same request again is refused, and makes nothing twice.
        """
        stored = self.catalog.get(activity_id)
        if stored is None or not self.owners.may_save(stored.activity):
            return LIST_WITHOUT_ACTIVITY.refuse()
        activity = stored.activity
        if activity.access.type != "session_code":
            return WRONG_ACCESS.refuse(found=activity.access.type, access="session_code")
        if seen is not None and seen != stored.revision:
            return ACTIVITY_CHANGED.refuse(version=stored.revision)
        if unknown := [n for n, one in enumerate(wanted.session_ids) if activity.session(one) is None]:
            return INVALID.refuse(errors=[UNKNOWN_CODE_SESSION.at(f"session_ids[{n}]") for n in unknown])
        present = activity.access.codes
        gone = tuple(filter(wanted.replaces, present))
        new = draw_codes(wanted, (one.code for one in present), self.new_code)
        access = Access(type="session_code", codes=(*(one for one in present if one not in gone), *new))
        document = activity.model_copy(update={"access": access}).model_dump(mode="json", exclude_none=True)
        put = put_activity(
            self.catalog,
            self.claims,
            self.clock,
            activity_id,
            document,
            dry_run=dry_run,
            if_match=stored.revision,
            acting=self.acting,
            owners=self.owners,
        )
        if isinstance(put, Refusal):
            return put
        opened = self._opened_with(activity_id, gone) if dry_run else None
        return MadeSessionCodes(put.stored.activity, new, gone, put.stored.revision, opened)

    def _opened_with(self, activity_id: str, gone: Iterable[SessionCode]) -> int:
        keys = {access_code_key(one.code) for one in gone}
        return sum(one.access.key in keys for one in self.claims.each_at_activity(activity_id)) if keys else 0


def draw_codes(
    wanted: WantedSessionCodes, present: Iterable[str], new_code: Callable[[], str]
) -> tuple[SessionCode, ...]:
    """New codes, as `wanted`. None looks like another of them or like a present one, also one that goes: it may be on
    paper still.
    """
    alike = {look_alike(key) for one in present if (key := access_code_key(one))}
    made = []
    for session_id in wanted.places:
        while (key := access_code_key(code := new_code())) is None or look_alike(key) in alike:
            pass
        alike.add(look_alike(key))
        made.append(SessionCode(code=code, session_id=session_id, site=wanted.site))
    return tuple(made)
