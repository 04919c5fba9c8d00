"""The states that license people, by postal code, and the names that two of them have outside (pure)."""

_POSTAL_CODES = """
AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND MP OH OK OR
PA PR RI SC SD TN TX UT VT VI VA WA WV WI WY
"""
POSTAL_CODES = frozenset(_POSTAL_CODES.split())
"""The states and territories of the United States."""

# The API and stored profiles say these two in words, since before other states had licenses. Never add one here.
_OUTSIDE = {"CA": "california", "FL": "florida"}
_INSIDE = {name: code for code, name in _OUTSIDE.items()}


def postal_code(text: str) -> str | None:
    """The postal code of a state that the API or a stored profile names; None if there is no such state."""
    name = text.strip()
    code = _INSIDE.get(name.lower(), name.upper())
    return code if code in POSTAL_CODES else None


def outside_name(code: str) -> str:
    """The name of the state with this postal code in the API and in stored profiles."""
    return _OUTSIDE.get(code, code)
