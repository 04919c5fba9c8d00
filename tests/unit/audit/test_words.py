"""The portal has words for every act of the audit log."""

import re
from pathlib import Path

from laurel.audit.acts import ActorKind, AuditAct

TEXTS = (Path(__file__).parents[3] / "portal/texts/en/audit.js").read_text(encoding="utf-8")


def names_in(part: str) -> set[str]:
    inside = TEXTS.partition(f"    {part}: {{")[2].partition("\n    },")[0]
    return set(re.findall(r"^      (\w+):", inside, re.MULTILINE))


def test_every_act_and_no_other_has_words() -> None:
    assert names_in("acts") == {act.value.replace(".", "_") for act in AuditAct}


def test_every_kind_of_actor_has_words() -> None:
    assert {kind.value for kind in ActorKind} <= names_in("by")
