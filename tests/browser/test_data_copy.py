"""A learner makes a copy of their data in the browser, and downloads it."""

from zipfile import ZipFile

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

WITHIN = 90_000  # milliseconds: MiniStack unpacks the function's package first


def test_a_learner_makes_and_downloads_a_copy_of_their_data(browser, stack, new_learner, tmp_path):
    learner = new_learner()
    visitor = Visitor(browser, stack)
    visitor.sign_in(learner)
    visitor.open("/profile/data")
    visitor.sees("Your data")
    other = visitor.new_tab()
    visitor.open("/profile/data", other)
    visitor.press("Make a copy of my data")
    download = visitor.page.get_by_role("link", name="Download the ZIP file")
    expect(download).to_be_visible(timeout=WITHIN)
    visitor.says("It can be downloaded through")
    assert visitor.violations() == []
    with visitor.page.expect_download() as downloading:
        download.click()
    assert downloading.value.suggested_filename.startswith("laurel-data-")
    downloading.value.save_as(tmp_path / "data.zip")
    with ZipFile(tmp_path / "data.zip") as file:
        assert file.testzip() is None
        assert learner.email in file.read("profile.json").decode()

    # Another tab, which was open before, shows it when it is asked for one.
    other.get_by_role("button", name="Make a copy of my data").click()
    expect(other.get_by_role("link", name="Download the ZIP file")).to_be_visible()

    # It is there in another visit too, and a new one has to wait.
    visitor.open("/profile/data")
    expect(download).to_be_visible()
    visitor.press("Make a new copy")
    visitor.says("Your copy is new. Download it.")
    visitor.close()
