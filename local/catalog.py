"""The sample providers and activities, put through the API by a member of staff, as a provider would."""

import json
from datetime import date

from local.api import Api
from local.sample_catalog import MEETING, TELECONFERENCE, activities, badges_csv, groups_csv
from local.sample_providers import put_providers
from local.troubles import TroubleError

_CSV = {"Content-Type": "text/csv"}


def put_catalog(api: Api, today: date) -> int:
    """Put the sample providers and activities, with badges and groups; gives how many activities.

    `api` is signed in as staff. Raises TroubleError when the API takes one of them not.
    """
    put_providers(api)
    put = activities(today)
    for activity in put:
        document = activity.model_dump(mode="json", exclude_defaults=True)
        _put(api, f"/v1/staff/activities/{activity.id}", json.dumps(document), {"Content-Type": "application/json"})
    _put(api, f"/v1/staff/activities/{MEETING}/badges", badges_csv(), _CSV)
    _put(api, f"/v1/staff/activities/{TELECONFERENCE}/groups", groups_csv(), _CSV)
    return len(put)


def _put(api: Api, path: str, body: str, headers: dict[str, str]) -> None:
    answer = api.call("PUT", path, body=body.encode(), headers=headers)
    if answer.status not in (200, 201):
        raise TroubleError(
            f"PUT {path} answered {answer.status}: {answer.data.decode()}", do="Read the function's log."
        )
