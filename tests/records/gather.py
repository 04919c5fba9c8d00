"""A plugin of pytest that keeps records as the functions really write them, for the releases that read them later.

    LAUREL_RECORDS=tests/records/2027-03-01.json python -m pytest -n 0 -p tests.records.gather tests/functions

Run it with the code of a release, on the day of the release. `tests/unit/test_earlier_records.py` reads every file in
this folder with the present code. Of records of one kind and state it keeps a few that differ in their attributes. What
the tests write is invented.
"""

import base64
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

MOST_OF_A_KIND = 3
type _Wire = dict[str, Any]
_FOUND: dict[tuple[str, ...], dict[str, tuple[str, _Wire]]] = defaultdict(dict)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Look at all tables before moto forgets them."""
    for account in list(dynamodb_backends.values()):
        for backend in account.values():
            for table in backend.tables.values():
                for item in table.all_items():
                    _keep(table.name, {name: wire_value(value) for name, value in item.attrs.items()})


def pytest_sessionfinish() -> None:
    """Write the records, one on each line."""
    kept = []
    for _, shapes in sorted(_FOUND.items()):
        fullest = sorted(shapes, key=lambda shape: (-len(shape), shape))
        kept += [shapes[shape] for shape in (fullest[: MOST_OF_A_KIND - 1] + fullest[-1:])[:MOST_OF_A_KIND]]
    lines = ",\n".join(
        json.dumps([table, item], default=_text, ensure_ascii=False, sort_keys=True) for table, item in kept
    )
    Path(os.environ["LAUREL_RECORDS"]).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def kind_of(item: _Wire) -> tuple[str, str]:
    """The beginnings of both keys; names of files and instants are left out."""
    pk, sk = (item[name]["S"].partition("#")[0] for name in ("pk", "sk"))
    return pk, sk if sk.isupper() and sk.isalpha() else "*"


def _keep(table: str, item: _Wire) -> None:
    if "pk" in item:
        state = str(item.get("state", item.get("status", {})).get("S", ""))
        _FOUND[table, *kind_of(item), state].setdefault(json.dumps(_shape({"M": item}), sort_keys=True), (table, item))


def wire_value(value: Any) -> _Wire:
    """A value of moto as it is on the wire."""
    held = value.value
    if value.type == "M":
        held = {name: wire_value(one) for name, one in held.items()}
    elif value.type == "L":
        held = [wire_value(one) for one in held]
    return {value.type: held}


def _text(held: bytes) -> str:
    return base64.b64encode(held).decode()


def _shape(value: _Wire) -> Any:
    """Names and types, without what is in them."""
    ((kind, held),) = value.items()
    if kind == "M":
        return {name: _shape(one) for name, one in held.items()}
    return sorted({json.dumps(_shape(one), sort_keys=True) for one in held}) if kind == "L" else kind
