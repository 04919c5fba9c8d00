"""Credits follow the choice about reporting, as soon as it changes."""

from claim_routes.dependencies import dependencies
from laurel.certificates.late_credits import enter_late_credits
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile
from laurel.ledger.consent import follow_consent
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.table import TableBusy


def follow(profile: Profile) -> None:
    """Updates the learner's credits to the choice in `profile`.

    The nightly run, or the organizer, finishes what stops half-way.
    """
    ledger, at, agrees = dependencies().ledger, utc_now(), profile.consent_at is not None
    try:
        if agrees:
            enter_late_credits(dependencies().claims, dependencies().certificates, ledger, profile, at=at)
        follow_consent(ledger, held_addresses(profile), profile.learner_id, agrees=agrees, at=at)
    except TableBusy as error:
        logger.warning(
            "credits will follow the consent in the next nightly run",
            extra={"learner_id": profile.learner_id, "why": str(error)},
        )
