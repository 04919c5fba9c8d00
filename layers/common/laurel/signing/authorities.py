"""Asks certificate authorities about the signer's certificates and those of the time-stamp authority, now and then."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from asn1crypto import cms, x509

from laurel.platform.log import logger
from laurel.signing.next_time import NextTime
from laurel.signing.revocation import (
    UselessAnswer,
    ValidationInfo,
    certificates_in,
    is_root,
    issuer_among,
    issuer_urls,
    joined,
    list_until,
    list_urls,
    stamping_certificate,
    status_request,
    status_until,
    status_urls,
)
from laurel.signing.signing_metrics import SigningMetrics
from laurel.signing.web import NoAnswer, Web

# For each question, and for all of them together: a learner waits.
_SECONDS, _SECONDS_IN_ALL = 3, 6
# Every document carries the answers. The lists of large authorities are longer; those answer by OCSP too.
_MOST_BYTES = 65_536
_MOST_LINKS = 6
# An answer that does not help, no answer, and one that is damaged inside.
_TROUBLE = (UselessAnswer, NoAnswer, ValueError)
_ASK_AGAIN = timedelta(hours=6)


class _NobodyToAsk(Exception):
    """The authority's certificates name no address."""


class Authorities:
    """Keeps what the authorities said, so that not each document asks them; also that they did not answer.

    `stamp` gives a time stamp of the authority whose certificates are looked at too.
    """

    def __init__(self, stamp: Callable[[bytes], cms.ContentInfo | None], metrics: SigningMetrics, web: Web) -> None:
        self._stamp, self._metrics, self._web = stamp, metrics, web
        self._of: list[bytes] = []
        self._next = NextTime()
        self._info: ValidationInfo | None = None
        self._can_be_asked = True

    def info(self, chain: Sequence[x509.Certificate], at: datetime) -> ValidationInfo | None:
        """What shows that the certificates are valid; None if an authority does not answer, or if there is none to ask.

        A metric counts the first.
        """
        of = [one.dump() for one in chain]
        if self._next.has_come(at) or of != self._of:
            self._of = of
            self._ask(chain, at)
        if self._info is None and self._can_be_asked:
            self._metrics.without_validation_info()
        return self._info

    def expect(self, token: cms.ContentInfo) -> None:
        """Counts this time stamp, and asks again with the next document, if its certificate was not asked about."""
        if self._info is None:
            return
        if stamping_certificate(token)[0].dump() not in self._info.certificates:
            logger.warning("a time stamp is by another certificate than the one that an authority was asked about")
            self._metrics.without_validation_info()
            self._next.is_at(None)

    def _ask(self, chain: Sequence[x509.Certificate], at: datetime) -> None:
        self._info, self._can_be_asked = None, True
        self._next.is_after_rest(at)
        questions = _Questions(at, self._web)
        try:
            # Before the first stamp nobody knows the certificates of the time-stamp authority.
            token = self._stamp(b"")
            if token is None:
                raise UselessAnswer("there is no time stamp")
            stamper, brought = stamping_certificate(token)
            info = joined([questions.about(chain[0], chain), questions.about(stamper, brought)])
            if not info.ocsps and not info.crls:
                raise _NobodyToAsk("all certificates are self-made")
            self._info = info
            self._next.is_at(min(info.until, at + _ASK_AGAIN))
        except _NobodyToAsk as nobody:
            self._can_be_asked = False
            self._next.is_at(at + _ASK_AGAIN)
            logger.info("signatures are without the word of an authority", extra={"why": str(nobody)})
        except _TROUBLE as error:
            logger.warning("signatures are without the word of an authority", extra={"why": str(error)})


class _Questions:
    """The questions of one moment, which end at a deadline."""

    def __init__(self, at: datetime, web: Web) -> None:
        self._at, self._web = at, web
        self._deadline = time.monotonic() + _SECONDS_IN_ALL

    def about(self, first: x509.Certificate, known: Iterable[x509.Certificate]) -> ValidationInfo:
        """What authorities say of `first` and of those above it. Raises what is in _TROUBLE."""
        chain, known = [first], list(known)
        while not is_root(chain[-1]) and len(chain) < _MOST_LINKS:
            above = issuer_among(chain[-1], known) or self._issuer(chain[-1])
            if above is None:
                break
            chain.append(above)
        infos = [
            self._answer(one, chain[place + 1] if place + 1 < len(chain) else None)
            for place, one in enumerate(chain)
            if not is_root(one)
        ]
        certificates = tuple(one.dump() for one in chain)
        return joined([ValidationInfo(certificates, (), (), self._at + _ASK_AGAIN), *infos])

    def _answer(self, one: x509.Certificate, issuer: x509.Certificate | None) -> ValidationInfo:
        if not status_urls(one) and not list_urls(one):
            raise _NobodyToAsk(f"the certificate of {one.subject.human_friendly} names nobody to ask")
        trouble: Exception = UselessAnswer("no certificate of the authority")
        for url in status_urls(one) if issuer else ():
            try:
                answer = self._fetched(url, status_request(one, issuer), "application/ocsp-request")
                return ValidationInfo((), (answer,), (), status_until(answer, one, issuer, self._at))
            except _TROUBLE as error:
                trouble = error
        for url in list_urls(one):
            try:
                answer = self._fetched(url)
                return ValidationInfo((), (), (answer,), list_until(answer, one, self._at))
            except _TROUBLE as error:
                trouble = error
        raise trouble

    def _issuer(self, one: x509.Certificate) -> x509.Certificate | None:
        trouble: Exception | None = None
        for url in issuer_urls(one):
            try:
                if found := issuer_among(one, certificates_in(self._fetched(url))):
                    return found
            except _TROUBLE as error:
                trouble = error
        if trouble:
            raise trouble
        return None

    def _fetched(self, url: str, question: bytes | None = None, question_type: str = "") -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise UselessAnswer(f"the answers did not come within {_SECONDS_IN_ALL} seconds")
        return self._web.answer(url, min(_SECONDS, left), _MOST_BYTES, question, question_type)
