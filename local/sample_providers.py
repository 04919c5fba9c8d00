"""The providers of the sample: of its feeds and of its activities. All is invented but the names of two."""

import json

from laurel.catalog.provider import Provider
from local.api import Api
from local.sample_catalog.parts import CONTACT, PROVIDER, PROVIDER_STATEMENT, SOCIETY, ZONE
from local.troubles import TroubleError

PROVIDERS = {
    "asm": Provider(display_name="ASM", contact_email="asm@example.org", time_zone=ZONE),
    "labce": Provider(display_name="LabCE", contact_email="labce@example.org", time_zone="America/Chicago"),
    SOCIETY: Provider(
        display_name=PROVIDER,
        pace_provider_number="900",
        provider_statement=PROVIDER_STATEMENT,
        contact_email=CONTACT,
        time_zone=ZONE,
    ),
}


def put_providers(api: Api) -> None:
    """Puts the records of all providers; `api` is signed in as an operator. Raises TroubleError when one is refused."""
    for provider_id, provider in PROVIDERS.items():
        body = json.dumps(provider.model_dump(mode="json"))
        path = f"/v1/staff/providers/{provider_id}"
        answer = api.call("PUT", path, body=body.encode(), headers={"Content-Type": "application/json"})
        if answer.status not in (200, 201):
            raise TroubleError(
                f"PUT {path} answered {answer.status}: {answer.data.decode()}", do="Read the function's log."
            )
