"""What people call the providers of feeds, whose credits the ledger keeps under the name of their folder (pure).

The setting is a line like `labce=LabCE; asm=American Society for Microbiology`. A provider that it does not name, such
as that of a certificate printed here, is shown as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class ProviderNames:
    """Names by folder, in small letters."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, setting: str) -> Self:
        """The names in `setting`. Raises ValueError where a part is not written as `folder=Name`."""
        names = {}
        for part in filter(None, (part.strip() for part in setting.split(";"))):
            folder, sign, name = (piece.strip() for piece in part.partition("="))
            if not (folder and sign and name):
                raise ValueError(f"{part!r} is not written as folder=Name")
            names[folder.casefold()] = name
        return cls(names)

    def name(self, provider: str) -> str:
        """What people call `provider`."""
        return self.names.get(provider.casefold(), provider)

    def folder(self, said: str) -> str:
        """The folder of the provider whose name or folder somebody `said`; what is no name stays as it is."""
        wanted = said.strip().casefold()
        return next((folder for folder, name in self.names.items() if name.casefold() == wanted), said)


NO_NAMES = ProviderNames()
