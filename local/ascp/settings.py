"""What can be set while the stand-in runs."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """`deduplicate` recognizes references and submissions taken before; `token_lifetime` is in seconds."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    deduplicate: bool = True
    token_lifetime: Annotated[int, Field(ge=0)] = 3600
