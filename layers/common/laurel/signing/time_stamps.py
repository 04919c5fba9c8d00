"""Time stamps (RFC 3161) of a time-stamp authority: a third party's word that a signature existed at a time."""

import hashlib
import secrets

from asn1crypto import cms, tsp

from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.signing.next_time import NextTime
from laurel.signing.revocation import UselessAnswer, stamping_certificate
from laurel.signing.web import NoAnswer, Web

_SECONDS = 4
# An answer is a signature and a few certificates. The signature of a document has so much room for it.
MOST_BYTES = 8_192


class TimeStamps:
    """Time stamps of the authority at `url`, which rests after trouble."""

    def __init__(self, url: str, web: Web, clock: Clock) -> None:
        self._url, self._web, self._clock = url, web, clock
        self._next = NextTime()

    def stamp(self, signature: bytes) -> cms.ContentInfo | None:
        """The time stamp of `signature`: at most one call. None, and a line in the log, without one."""
        at = self._clock()
        try:
            if not self._next.has_come(at):
                raise UselessAnswer("the authority rests, because it gave none a short while ago")
            return self._asked(signature)
        except (UselessAnswer, NoAnswer) as error:
            if self._next.has_come(at):
                self._next.is_after_rest(at)
            logger.warning("a signature has no time stamp", extra={"why": str(error)})
            return None

    def _asked(self, signature: bytes) -> cms.ContentInfo:
        digest, nonce = hashlib.sha256(signature).digest(), secrets.randbits(63)
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
        answer = self._web.answer(self._url, _SECONDS, MOST_BYTES, asked.dump(), "application/timestamp-query")
        try:
            found = tsp.TimeStampResp.load(answer, strict=True)
            _check(found, digest, nonce)
            return found["time_stamp_token"]
        # asn1crypto's ways to say that bytes are no such structure.
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            raise UselessAnswer("the answer is no time stamp") from error


def _check(found: tsp.TimeStampResp, digest: bytes, nonce: int) -> None:
    """Raises UselessAnswer if the answer is no time stamp, or one that nobody signed or that belongs elsewhere."""
    status = found["status"]["status"].native
    if status not in ("granted", "granted_with_mods"):
        raise UselessAnswer(f"the authority answered {status}")
    info = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if info["message_imprint"]["hashed_message"].native != digest or info["nonce"].native != nonce:
        raise UselessAnswer("the answer belongs to another question")
    stamping_certificate(found["time_stamp_token"])
