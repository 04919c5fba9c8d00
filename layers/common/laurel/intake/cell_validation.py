"""Read the cells of one row of a feed or roster, and find all faults in one pass (pure)."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.platform.csv_records import Record, Rejection
from laurel.platform.customer_ids import InvalidCustomerId, customer_id_of
from laurel.platform.identifiers import is_no_value, is_scientific, unwrapped
from laurel.platform.visible import has_piled_marks, hidden_characters, is_blank, named, shows_letter_or_digit, trimmed

_ROUNDED = "is a number that a spreadsheet has rounded. The original cannot be read from it."
_CONTROL = re.compile(r"[\n\r\t]")
# Databases and spreadsheets write midnight after a date without a time.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


class Cells:
    """The cells of one record. For a cell with a fault, the fault is recorded and a placeholder is returned.

    Read the cells in the order of the contract, then call `rejection`; the values count only if it returns None.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._problems: list[tuple[str, str, str]] = []  # column, reason, message

    def raw(self, column: str) -> str:
        """Give the text of the cell, trimmed; empty if nothing of it is visible."""
        return trimmed(self._record.values[column])

    def key(self, column: str, at_most: int) -> str:
        """Give a key of 1 to `at_most` characters, without the quoting that a spreadsheet put around it."""
        return unwrapped(self.key_as_written(column, at_most))

    def key_as_written(self, column: str, at_most: int) -> str:
        """Give a key of 1 to `at_most` characters, trimmed and otherwise unchanged."""
        text = self.raw(column)
        if not self._has_length(column, text if unwrapped(text) else "", at_most):
            return text
        if is_scientific(text):
            self.note(column, "rounded_number", f"{_ROUNDED} Send it as text, with all its digits.")
        if _CONTROL.search(text):
            self.note(column, "control_character", "holds a line break or a tab. Take it out.")
        if "\ufffd" in text:
            self.note(column, "not_utf8", "has lost characters: U+FFFD stands for them. Save the file as CSV in UTF-8.")
        return text

    def words(self, column: str, at_most: int) -> str:
        """Give a name or title of 1 to `at_most` characters: NFC, with each run of white space as one space."""
        text = self._line(column)
        self._has_length(column, "" if is_blank(text) else text, at_most)
        return text

    def shown(self, column: str, at_most: int) -> str:
        """Give `words` with a visible letter or digit and nothing hidden, because pages and e-mails show them."""
        text = self._line(column)
        self._has_length(column, text, at_most)
        if not text:
            return text
        if not shows_letter_or_digit(text):
            self.note(column, "nothing_visible", "shows no letter and no digit. Fill it in.")
        elif hidden := hidden_characters(text):
            self.note(column, "invisible_character", f"holds what cannot be seen: {named(hidden)}. Take it out.")
        elif has_piled_marks(text):
            self.note(column, "too_many_marks", "has too many marks on one letter. Write it with fewer.")
        return text

    def email(self, column: str) -> tuple[str, str]:
        """Give an e-mail address, trimmed and otherwise unchanged, and its normalized key."""
        text = self._record.values[column].strip()
        text = "" if is_blank(text) else text
        try:
            return text, address_key(text)
        except InvalidAddress as error:
            fault = f"is not an e-mail address ({error}) Correct it." if text else "is empty. Fill it in."
            self.note(column, "email_invalid", fault)
            return text, text

    def customer_id(self, column: str) -> str | None:
        """Give an ASCP customer ID; None if the cell is empty or the file has no such column."""
        try:
            return customer_id_of(self._record.values.get(column, ""))
        except InvalidCustomerId as error:
            self.note(column, "customer_id_invalid", f"is no ASCP customer ID. {error} Correct it, or leave it empty.")
            return None

    def choice[Choice: StrEnum](self, column: str, choices: type[Choice]) -> Choice:
        """Give the one of `choices` that the cell names; case does not matter."""
        text = self.raw(column)
        try:
            return choices(text.lower())
        except ValueError:
            allowed = ", ".join(choices)
            self.note(column, f"{column}_unknown", f"must be one of: {allowed}.")
            return next(iter(choices))

    def day(self, column: str) -> date | None:
        """Give a calendar date written YYYY-MM-DD, with or without midnight after it."""
        found = _DAY.fullmatch(self.raw(column))
        if found:
            try:
                return date.fromisoformat(found[1])
            except ValueError:
                pass
        self.note(column, "date_invalid", "must be a date that exists, written YYYY-MM-DD, like 2026-03-31.")
        return None

    def note(self, column: str, reason: str, message: str) -> None:
        """Record a fault of a column; `message` follows the column's name and says what to do."""
        self._problems.append((column, reason, f"{column} {message}"))

    def rejection(self) -> Rejection | None:
        """Give the rejection, if any: column and reason of the first problem, and a message that names them all."""
        if not self._problems:
            return None
        column, reason, _ = self._problems[0]
        message = " ".join(message for _, _, message in self._problems)
        values, faults = self._record.values, tuple(self._problems)
        return Rejection(self._record.line, column, reason, message, values, self._record.lines, faults)

    def _line(self, column: str) -> str:
        text = " ".join(self._record.values[column].split())
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _has_length(self, column: str, text: str, at_most: int) -> bool:
        if not text:
            self.note(column, f"{column}_missing", "is empty. Fill it in.")
        elif len(text) > at_most:
            self.note(column, "too_long", f"has {len(text)} characters. Shorten it to at most {at_most}.")
        elif is_no_value(text):
            self.note(column, "error_value", f"is {text!r}, which an export wrote for a missing value. Fill it in.")
        else:
            return True
        return False
