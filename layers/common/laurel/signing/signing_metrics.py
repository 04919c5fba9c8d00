"""What operators learn of signatures: metrics that alarms watch."""

from dataclasses import dataclass

from laurel.platform.metrics import Figures, Publish


@dataclass(frozen=True, slots=True)
class SigningMetrics:
    """Publishes the metrics of the signer."""

    publish: Publish

    def unsigned(self) -> None:
        """A document stays unsigned: no valid certificate is installed."""
        self.publish(Figures(counts={"CertificatesUnsigned": 1}))

    def without_time_stamp(self) -> None:
        """The time-stamp authority gave no time stamp."""
        self.publish(Figures(counts={"TimeStampsMissing": 1}))

    def without_validation_info(self) -> None:
        """A certificate authority did not say that the certificates are valid: a document is of level B-T, not B-LT."""
        self.publish(Figures(counts={"ValidationInfoMissing": 1}))

    def days_left(self, days: int) -> None:
        """So many days until the installed certificate expires; never less than 0."""
        self.publish(Figures(counts={"SigningCertificateDaysLeft": max(days, 0)}))
