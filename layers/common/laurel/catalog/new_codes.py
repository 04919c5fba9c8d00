"""New codes that are easy to read out and to type: no letter or digit looks like another one."""

import secrets

# Without 0, O, 1, I, L, 2, Z, 5, S, 6, G, 8, B, which people confuse, and vowels, which would make words.
_LETTERS = "CDFHJKMNPQRTVWXY3479"
_HALF = 4


def new_code() -> str:
    """A code such as `CDFH-3479`. There are 20^8: nobody guesses one with five tries."""
    halves = ("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2))
    return "-".join(halves)
