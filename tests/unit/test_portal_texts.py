"""Numbers that the portal's texts name are those of the rules and of the template."""

import re

import pytest

from laurel.certificates.logo import LARGEST
from laurel.claims.access_attempts import MOST, WINDOW
from laurel.claims.staff_help import OPEN_DAYS
from laurel.ledger.deadline import EXPECTED_WITHIN
from local.places import ROOT
from tests import stores

IN_WORDS = {5: "five", 7: "seven"}
PASSWORD = stores.properties("UserPool")["Policies"]["PasswordPolicy"]["MinimumLength"]


@pytest.fixture(scope="module")
def texts():
    """All texts of the portal; those in pieces are whole."""
    files = (ROOT / "portal" / "texts" / "en").rglob("*.js")
    return re.sub(r"' \+\n *'", "", "\n".join(file.read_text(encoding="utf-8") for file in files))


@pytest.mark.parametrize(
    ("says", "count"),
    [
        (f"t least {PASSWORD} characters", 1),
        (f"fter {IN_WORDS[MOST]} wrong codes", 2),
        (f"fter {IN_WORDS[EXPECTED_WITHIN.days]} days", 1),
        (f"They have {OPEN_DAYS} days", 1),
        (f"at most {LARGEST // 1024} KB", 2),
    ],
)
def test_a_number_is_that_of_the_rule(texts, says, count):
    assert texts.count(says) == count
    pattern = re.sub(r"\d+|five|seven", r"\\w+", re.escape(says))
    assert len(re.findall(pattern, texts)) == count


def test_a_wrong_code_waits_an_hour(texts):
    assert WINDOW.total_seconds() == 3600
    assert "wait an hour" in texts
