"""The README of an export: what each file is (pure)."""

from collections.abc import Iterable
from datetime import datetime

from laurel.platform.dates import day_in_words

_FILES = (
    ("profile.json", "Your profile: name, licenses, professions and choices."),
    ("addresses.json", "Your e-mail addresses, and whether each one is yours still."),
    ("consents.json", "Whether you agreed to reporting and to e-mails, and how that changed."),
    ("progress.json", "The licenses and certifications that you follow, and when you are reminded."),
    ("sign_ins.json", "Where and when you signed in, in the last 30 days: browser, system, and times."),
    ("sign_ins.csv", "One line for each sign-in."),
    ("claims.json", "Your claims: sessions, credits, disclosures that you read, post-tests, and your evaluations."),
    ("claims.csv", "One line for each claim, to open in a spreadsheet."),
    ("evaluations.csv", "One line for each answer of your evaluations."),
    ("attendance.json", "Your time in sessions, by the reports of attendance of organizers."),
    ("attendance.csv", "One line for each session."),
    (
        "certificates.json",
        "Your certificates, those that were replaced or revoked too, with everything printed on them.",
    ),
    ("certificates.csv", "One line for each certificate, and the name of its document."),
    ("certificates/", "The documents, as PDF."),
    ("credits.json", "Your credits, from claims and from providers, each with its timeline."),
    ("credits.csv", "One line for each credit, to open in a spreadsheet."),
    ("timelines.csv", "One line for each step of each credit."),
    ("own_credits.json", "The credits from elsewhere that you entered yourself. Nobody has checked them."),
    ("own_credits.csv", "One line for each of these, and the name of its proof."),
    ("proofs/", "The proofs that you handed in."),
    ("audit.json", "Who changed or saw your data, when, and why. Staff are not named."),
    ("audit.csv", "One line for each of these acts."),
)


def certificates_readme(at: datetime, count: int, missing: Iterable[str], contact: str) -> str:
    """The text for a file with `count` certificates, made at the instant `at`; `missing` could not be read."""
    lines = [
        f"Your certificates in Laurel, as of {day_in_words(at.date())}: {count}",
        "",
        "Each is the document as it was printed and signed, in a folder for the year in which you completed the",
        "activity. certificates.csv has one line for each, to open in a spreadsheet.",
        "",
        "Certificates that were replaced or revoked are not in here: they are no longer valid.",
        *_unread(missing, "Then ask for this file again."),
    ]
    return "\r\n".join([*lines, "", f"Questions? Write to {contact}.", ""])


def _unread(missing: Iterable[str], then: str) -> list[str]:
    numbers = sorted(missing)
    if not numbers:
        return []
    return [
        "",
        "The documents of these certificates could not be read: " + ", ".join(numbers) + ".",
        f"Open each one in the portal, which prints it again. {then}",
    ]


def readme(at: datetime, missing: Iterable[str], contact: str) -> str:
    """The text for an export made at the instant `at`; `missing` are numbers of certificates without a document."""
    width = max(len(name) for name, _ in _FILES)
    lines = [
        f"Your data in Laurel, as of {day_in_words(at.date())}",
        "",
        "Laurel keeps your continuing education credit for ASCLS and ASCP. You asked for this file. It has personal",
        "data: keep it where only you can read it.",
        "",
        *(f"{name.ljust(width)}  {what}" for name, what in _FILES),
        "",
        "Files that end with .json are for programs: UTF-8, times in UTC, amounts of credit as text. Files that end",
        "with .csv open in a spreadsheet. Both have the same entries; the .json files have more about each.",
        "",
        "Not in here: your password, which nobody can read; the files that providers and ASCLS send to Laurel;",
        "backups; and what only helps to run Laurel, such as counts of wrong codes, or when we last sent an e-mail.",
    ]
    lines += _unread(missing, "Then ask for another export.")
    return "\r\n".join([*lines, "", f"Questions? Write to {contact}.", ""])
