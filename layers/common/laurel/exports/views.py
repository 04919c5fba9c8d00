"""An export as the API shows it."""

from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.exports.export import Export, ExportPart, ExportState
from laurel.exports.files import LINK_SECONDS


class ExportProgressView(BaseModel):
    """How far an export is that is being made."""

    model_config = ConfigDict(frozen=True)

    part: ExportPart = Field(description="What is being written now.")
    step: int = Field(description="The number of this part, from 1.", examples=[3])
    steps: int = Field(description="How many parts there are.", examples=[5])
    done: int = Field(description="How many entries of the part are written.")
    total: int | None = Field(description="Of how many; null while that is not known.")


class ExportView(BaseModel):
    """The learner's latest export."""

    model_config = ConfigDict(frozen=True)

    state: Literal["none", "waiting", "making", "ready", "failed"] = Field(
        description="`none` if there is no export, or its file was removed. `failed`: ask again."
    )
    requested_at: AwareDatetime | None
    progress: ExportProgressView | None = Field(description="While it is being made.")
    ready_at: AwareDatetime | None
    available_until: AwareDatetime | None = Field(description="When the file is removed.")
    size: int | None = Field(description="Bytes of the file.", examples=[482113])
    url: str | None = Field(
        description="A link to the ZIP file, valid for 5 minutes, if it is ready. Ask again for a new link."
        " Of a copy of the data: null if you signed in more than 5 minutes ago; sign in again, then ask again."
    )
    url_expires_at: AwareDatetime | None

    @classmethod
    def of(cls, export: Export | None, link: str | None, at: datetime) -> Self:
        """`export` at the instant `at`, with a link made then; None for a caller who may not have one now."""
        if export is None:
            nothing = dict.fromkeys(name for name in cls.model_fields if name != "state")
            return cls(state="none", **nothing)
        state, progress, parts = export.state_at(at), export.progress, export.kind.parts
        ready = state is ExportState.READY
        shown = ExportProgressView(
            part=progress.part,
            step=parts.index(progress.part) + 1 if progress.part in parts else 1,
            steps=len(parts),
            done=progress.done,
            total=progress.total,
        )
        return cls(
            state=state.value,
            requested_at=export.requested_at,
            progress=shown if state is ExportState.MAKING else None,
            ready_at=export.ready_at,
            available_until=export.available_until if ready else None,
            size=export.size if ready else None,
            url=link if ready else None,
            url_expires_at=at + timedelta(seconds=LINK_SECONDS) if ready and link else None,
        )
