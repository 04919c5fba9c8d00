"""What can be set while the stand-in runs."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """`deduplicate` recognizes references and submissions taken before; `token_lifetime` is in seconds.

    `contract` is the version that the stand-in knows: with 1.0 it refuses what 1.1 added.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    deduplicate: bool = True
    token_lifetime: Annotated[int, Field(ge=0)] = 3600
    contract: Literal["1.0", "1.1"] = "1.1"
