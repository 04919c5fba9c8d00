"""Where everyone finds the issuer of open badges, its keys and its status lists (pure).

All of it is below the address where certificates are checked: whoever keeps that address keeps these.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IssuerAddresses:
    """The addresses of the issuer; `base` is where certificates are checked, without a slash at the end."""

    base: str

    @classmethod
    def next_to(cls, verification_url: str) -> "IssuerAddresses":
        """The addresses next to the one where one certificate is checked."""
        return cls(verification_url.rpartition("/")[0])

    @property
    def profile(self) -> str:
        """The issuer's profile: its ID."""
        return f"{self.base}/issuer/profile"

    @property
    def keys(self) -> str:
        """All public keys, those of earlier years too."""
        return f"{self.base}/issuer/keys"

    def key(self, key_id: str) -> str:
        """One public key: its ID in the header of a badge."""
        return f"{self.keys}/{key_id}"

    def status_list(self, number: int) -> str:
        """The status list with this number."""
        return f"{self.base}/issuer/status/{number}"
