"""Letters of addresses in one width: full-width and half-width forms stand for the ordinary ones, nothing else does."""

import pytest

from laurel.learners.address_letters import one_width


@pytest.mark.parametrize(
    ("written", "ordinary"),
    [
        ("ａｎａ１＠", "ana1@"),
        ("￡￥", "£¥"),  # full-width signs outside ASCII
        ("ｱﾊ", "アハ"),  # half-width letters
        ("ﬁ²ℌ", "ﬁ²ℌ"),  # a ligature, a raised digit and a mathematical letter are characters of their own
        ("ana", "ana"),
    ],
)
def test_only_the_width_changes(written, ordinary):
    assert one_width(written) == ordinary
