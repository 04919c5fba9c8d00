"""Writes the file with all valid certificates of a learner: the bytes on record, and a list of them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.file_name import file_name
from laurel.exports.contents import CERTIFICATE_COLUMNS, CertificateEntry, certificate_rows
from laurel.exports.export import ExportPart
from laurel.exports.readme import certificates_readme
from laurel.exports.write_contents import ExportSources, NoteProgress
from laurel.exports.zip_file import ExportZip
from laurel.learners.profile import Profile
from laurel.platform.csv_tables import csv_head, csv_line
from laurel.platform.log import logger

_AT_ONCE = 10


@dataclass
class CertificateContents:
    """Writes the certificates of the learner with this profile into `file`, and notes how far it is.

    Memory holds the numbers, one line for each, and one document at a time.
    """

    sources: ExportSources
    profile: Profile
    file: ExportZip
    note: NoteProgress
    at: datetime
    _missing: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Writes all documents, with those of joined accounts; then the list and the README."""
        self.note(ExportPart.CERTIFICATES)
        lines = [csv_head(CERTIFICATE_COLUMNS)]
        for entry in self._entries():
            lines += map(csv_line, certificate_rows(entry))
        self.file.text("certificates.csv", "".join(lines))
        self.file.text("README.txt", certificates_readme(self.at, len(lines) - 1, self._missing, self.sources.contact))

    def _entries(self) -> Iterator[CertificateEntry]:
        """The certificates whose documents were written."""
        numbers, done = self._numbers(), 0
        for some in batched(numbers, _AT_ONCE):
            found = {one.number: one for one in self.sources.certificates.get_many(some)}
            for number in some:
                self.note(ExportPart.CERTIFICATES, done, len(numbers))
                done += 1
                certificate = found.get(number)
                if certificate and certificate.status is CertificateStatus.VALID and (name := self._put(certificate)):
                    yield CertificateEntry(certificate, name)

    def _numbers(self) -> list[str]:
        learners = (self.profile.learner_id, *self.profile.joined)
        claims = (claim for one in learners for claim in self.sources.claims.each_of_learner(one))
        return list(dict.fromkeys(one.certificate_number for one in claims if one.certificate_number))

    def _put(self, certificate: Certificate) -> str | None:
        """Writes the document; returns its name, or None where the archive has no such bytes."""
        pdf = self.sources.archive.document(certificate)
        if pdf is None or hashlib.sha256(pdf).hexdigest() != certificate.sha256:
            logger.warning("a document is missing in a file of certificates", extra={"certificate": certificate.number})
            self._missing.append(certificate.number)
            return None
        # The number is part of the name, so no two are alike.
        name = f"{certificate.completed_on.year}/{file_name(certificate.content)}"
        self.file.document(name, pdf)
        return name
