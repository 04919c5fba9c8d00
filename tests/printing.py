"""Printing a claim over the API as the portal does: the summary is looked at first."""

from typing import Any

from local.api import Api


def print_as_seen(api: Api, claim_id: str) -> Any:
    """The answer to printing the claim as its summary shows it now."""
    summary = api.call("GET", f"/v1/claims/{claim_id}/summary")
    body = {"attested": True, "total": summary.json()["total"]}
    seen = {"If-Match": summary.headers["ETag"]}
    return api.call("POST", f"/v1/claims/{claim_id}/certificate", json=body, headers=seen)
