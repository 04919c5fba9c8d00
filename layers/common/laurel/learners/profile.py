"""A learner's profile (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from laurel.learners.name_languages import NameLanguage
from laurel.platform.speech import Speech


class Paper(StrEnum):
    """The paper size of certificates."""

    LETTER = "letter"
    A4 = "a4"


class Language(StrEnum):
    """A language that the pages speak."""

    ENGLISH = "en"
    SPANISH = "es"


@dataclass(frozen=True, slots=True)
class License:
    """A license to practice; `state` is a postal code."""

    state: str
    number: str
    profession: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEmail:
    """An address with which a learner signs in, and which does not count yet.

    `change_id` names the change of address. It counts from `counts_from` (UTC) at the latest, and earlier when the
    owner of the former address confirms the change. `is_theirs` is False if another learner holds it.
    """

    email: str
    change_id: str
    counts_from: datetime
    is_theirs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A learner's profile; `learner_id` is ours and never changes (`identities`).

    `email` is the address by which their credits are matched: the first one that their sign-in proved, or one to which
    they changed since. `new_email` is one to which they change now (`laurel.account_changes`). `former_emails` are
    their earlier ones, the latest last. `email_proved_at` is when `email` was proved (seconds since 1970), so that an
    older proof does not change the address back.
    `language` is the one in which they read the pages, None if they never chose.
    `name_language` is their choice for the name, None to derive it from the letters. `physician` is None until
    answered. `consent_at` is when the learner agreed to have credits reported, None without consent. `ascp_customer_id`
    is the number by which ASCP knows them. `notices_stopped_at` is when they unsubscribed from notices, None while
    subscribed. `version` counts the changes: 0 for a profile that was never written. `erased_at` is when the learner
    had their account erased: the profile is empty then, and stays for a while so that older sign-ins are refused.
    `joined` are the learners whose accounts were joined with this one, and `joined_into` is the learner with whom this
    one was joined (`joins`). `in_name_index` says whether staff find the name: one from before the index is put into it
    when its profile is looked at (`name_index.index_name`).
    """

    learner_id: str
    email: str | None = None
    new_email: NewEmail | None = None
    former_emails: tuple[str, ...] = ()
    email_proved_at: int = 0
    name_as_printed: str | None = None
    name_language: NameLanguage | None = None
    physician: bool | None = None
    professions: tuple[str, ...] = ()
    licences: tuple[License, ...] = ()
    ascls_email: str | None = None
    ascp_email: str | None = None
    ascp_customer_id: str | None = None
    consent_at: datetime | None = None
    notices_stopped_at: datetime | None = None
    paper: Paper = Paper.LETTER
    language: Language | None = None
    version: int = 0
    updated_at: datetime | None = None
    erased_at: datetime | None = None
    joined: tuple[str, ...] = ()
    joined_into: str | None = None
    in_name_index: bool = False

    def license(self, state: str) -> License | None:
        """The first license of the state with this postal code."""
        return next((license for license in self.licences if license.state == state), None)


def speech_of(profile: Profile) -> Speech:
    """Speaks the language in which the learner reads the pages; English to those who never chose one."""
    return Speech(profile.language or Language.ENGLISH)
