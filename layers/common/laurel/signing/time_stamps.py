"""Time stamps (RFC 3161) of a time-stamp authority: a third party's word that a signature existed at a time."""

import hashlib
import secrets
from http.client import HTTPException
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp

from laurel.platform.log import logger

_SECONDS = 4
# An answer is a signature and a few certificates.
_MOST_BYTES = 65_536


def time_stamp(url: str, signature: bytes) -> cms.ContentInfo | None:
    """The time stamp of `signature` from the authority at `url`: one call. None, and a line in the log, if it fails."""
    digest, nonce = hashlib.sha256(signature).digest(), secrets.randbits(63)
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    # The template lets only http and https in.
    request = Request(url, asked.dump(), {"Content-Type": "application/timestamp-query"})  # noqa: S310
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            found = tsp.TimeStampResp.load(answer.read(_MOST_BYTES), strict=True)
        why = _wrong(found, digest, nonce)
    except (OSError, HTTPException) as error:
        why = str(error)
    # asn1crypto's ways to say that bytes are no such structure.
    except (ValueError, TypeError, AttributeError, LookupError):
        why = "the answer is no time stamp"
    if why:
        logger.warning("a signature has no time stamp", extra={"why": why})
        return None
    return found["time_stamp_token"]


def _wrong(found: tsp.TimeStampResp, digest: bytes, nonce: int) -> str | None:
    """What is wrong with the answer."""
    status = found["status"]["status"].native
    if status not in ("granted", "granted_with_mods"):
        return f"the authority answered {status}"
    info = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if info["message_imprint"]["hashed_message"].native != digest or info["nonce"].native != nonce:
        return "the answer belongs to another question"
    return None
