"""The content of a certificate of each kind, field by field, as approved: it is stored, and printed again from that.

After a change that was meant: `python -m tests.unit.certificates.test_contents`, and read the difference. Other words
on paper need another `TEMPLATE_VERSION` (`laurel.certificates.content`, `laurel.certificates.wording`).
"""

import json
from pathlib import Path

from laurel.certificates.content import CertificateContent
from laurel.statements import Statement
from tests.unit.certificates.samples import content, logo, sessions, with_logo

APPROVED = Path(__file__).with_name("approved") / "contents.txt"


def fields_of(one: CertificateContent) -> str:
    """A line for each field."""
    fields = one.model_dump(mode="json").items()
    return "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields)


def told() -> str:
    known = {statement.value: content(statement) for statement in Statement}
    known["pace with a logo and one session"] = content(issuer=with_logo(), sessions=sessions(1))
    return "\n".join(f"== {name}\n{fields_of(one)}\n" for name, one in known.items())


def test_each_kind_has_the_content_that_was_approved() -> None:
    assert logo().sha256 in told()
    assert told() == APPROVED.read_text(encoding="utf-8")


if __name__ == "__main__":
    APPROVED.write_text(told(), encoding="utf-8")
