"""New codes that are easy to read out and to type: no letter or digit looks like another one."""

import secrets
from collections.abc import Iterable

from laurel.catalog.access_codes import access_code_key, look_alike

# Without 0, O, 1, I, L, 2, Z, 5, S, 6, G, 8, B, which people confuse, and vowels, which would make words.
_LETTERS = "CDFHJKMNPQRTVWXY3479"
_HALF = 4


def new_code(taken: Iterable[str] = ()) -> str:
    """A code such as `CDFH-3479` that resembles none of `taken`. 20^8 codes: nobody guesses one with five tries."""
    seen = {look_alike(key) for one in taken if (key := access_code_key(one))}
    while True:
        halves = ("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2))
        code = "-".join(halves)
        if look_alike(code.replace("-", "")) not in seen:
            return code
