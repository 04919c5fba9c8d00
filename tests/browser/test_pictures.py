"""Key pages look as they looked when they were approved (`python -m tests.browser.pictures` draws them again).

They are drawn with the letters of Debian's fonts-dejavu-core and fonts-liberation.
"""

import pytest
from PIL import Image

from tests.browser.pictures import APPROVED, PICTURES, picture, served, share_that_differs

TOLERANCE = 0.005


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_looks_as_approved(browser, address, name, tmp_path):
    drawn = picture(browser, address, name)
    approved = Image.open(APPROVED / f"{name}.png").convert("RGB")
    kept = tmp_path / f"{name}.png"
    drawn.save(kept)
    share = share_that_differs(drawn, approved)
    assert share < TOLERANCE, f"{share:.2%} of the page differs (sizes {drawn.size}, {approved.size}): look at {kept}"


def test_a_difference_that_can_be_seen_is_found():
    approved = Image.open(APPROVED / "home.png").convert("RGB")
    changed = approved.copy()
    changed.paste((255, 255, 255), (60, 100, 400, 220))
    assert share_that_differs(approved, changed) > TOLERANCE
    assert share_that_differs(approved, approved) == 0


def test_there_is_no_picture_that_nobody_compares():
    assert {file.stem for file in APPROVED.glob("*.png")} == set(PICTURES)
