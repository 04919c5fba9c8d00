"""How a person works the pages: with a mouse, or with a keyboard alone (Tab, Shift-Tab, Enter, Space, arrows)."""

from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

MOST_STOPS = 300
FOLLOWS = 5_000  # milliseconds until the focus is where an act leads
# The key that leads from what has the focus toward the target; none if it is there.
_KEY = """target => {
  const now = document.activeElement;
  if (now === target) return null;
  return now.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Tab' : 'Shift+Tab';
}"""


class Mouse:
    """A hand with a mouse."""

    name = "mouse"

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Press a button or a link."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Fill in a field."""
        self.press(target)
        target.fill(text)

    def day(self, target: Locator, year: int, month: int, day: int) -> None:
        """Fill in a date."""
        self.write(target, f"{year}-{month:02}-{day:02}")

    def tick(self, target: Locator) -> None:
        """Choose a radio button, or check a box."""
        target.check()

    def choose(self, target: Locator, value: str) -> None:
        """Choose from a list."""
        target.select_option(value)

    def give(self, target: Locator, file: Path) -> None:
        """Choose a file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(target)
        chooser.value.set_files(file)


class Finger(Mouse):
    """A finger on a phone."""

    name = "finger"

    def press(self, target: Locator) -> None:
        """Tap on a button or a link."""
        target.tap()


class Keyboard:
    """A hand without a mouse: it goes from stop to stop, and says where the focus was lost."""

    name = "keyboard"

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Press a button or a link."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Fill in a field."""
        self.reach(target)
        if target.input_value():
            self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def day(self, target: Locator, year: int, month: int, day: int) -> None:
        """Fill in a date, in the order of the United States."""
        self.reach(target)
        self.page.keyboard.type(f"{month:02}{day:02}{year}")
        expect(target).to_have_value(f"{year}-{month:02}-{day:02}")

    def tick(self, target: Locator) -> None:
        """Choose the first radio button of a question without an answer, or check a box."""
        self.reach(target)
        self.page.keyboard.press("Space")

    def choose(self, target: Locator, value: str) -> None:
        """Choose from a list with the arrows."""
        self.reach(target)
        for arrow in ("ArrowUp", "ArrowDown"):
            before = None
            while (now := target.input_value()) not in (value, before):
                before = now
                self.page.keyboard.press(arrow)
        expect(target).to_have_value(value)

    def give(self, target: Locator, file: Path) -> None:
        """Choose a file. The dialog is the browser's: what counts here is that a key leads to the field."""
        self.reach(target)
        target.set_input_files(file)

    def reach(self, target: Locator) -> None:
        """Go to it by Tab or Shift-Tab."""
        expect(target).to_be_visible()
        self._has_focus(target)
        found = target.element_handle()
        for _ in range(MOST_STOPS):
            key = self.page.evaluate(_KEY, found)
            if key is None:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no key leads to {target}")

    def _has_focus(self, target: Locator) -> None:
        """Something has the focus, unless the document was just loaded."""
        if self.page.evaluate("window.isInUse"):
            try:
                self.page.wait_for_function("document.activeElement !== document.body", timeout=FOLLOWS)
            except TimeoutError as error:
                raise AssertionError(f"the focus was lost on the way to {target}") from error
        self.page.evaluate("window.isInUse = true")
