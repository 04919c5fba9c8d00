"""Credits follow a change of the learner's ASCP customer ID, as soon as it is made."""

from claim_routes.dependencies import dependencies
from laurel.learners.address_moves import addresses_by_key
from laurel.learners.profile import Profile
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.table import TableBusy
from laurel.roster.follow_customer_id import follow_customer_id


def follow(profile: Profile) -> None:
    """Updates the learner's credits to the ID in `profile`. The nightly run finishes what stops half-way."""
    here = dependencies()
    try:
        follow_customer_id(here.ledger, here.roster, addresses_by_key(profile), at=utc_now())
    except TableBusy as error:
        logger.warning(
            "credits will follow the ASCP customer ID in the next nightly run",
            extra={"learner_id": profile.learner_id, "why": str(error)},
        )
