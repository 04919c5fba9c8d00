"""The display names of providers; the ledger keeps their credits under the provider's ID (pure).

The names come from the records of providers (`laurel.platform.display_names`). A setting like `labce=LabCE; asm=ASM`
names providers without a record. A provider that neither names is shown unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class ProviderNames:
    """Names by folder, in lower case."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, setting: str) -> Self:
        """The names in `setting`. Raises ValueError if a part is not of the form `folder=Name`."""
        names = {}
        for part in filter(None, (part.strip() for part in setting.split(";"))):
            folder, sign, name = (piece.strip() for piece in part.partition("="))
            if not (folder and sign and name):
                raise ValueError(f"{part!r} is not written as folder=Name")
            names[folder.casefold()] = name
        return cls(names)

    def name(self, provider: str) -> str:
        """The display name of `provider`."""
        return self.names.get(provider.casefold(), provider)

    def folder(self, said: str) -> str:
        """The folder of the provider with the name or folder `said`; an unknown name is returned unchanged."""
        wanted = said.strip().casefold()
        return next((folder for folder, name in self.names.items() if name.casefold() == wanted), said)


NO_NAMES = ProviderNames()
