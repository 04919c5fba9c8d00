/** A link to a certificate's document. */

import { expiringLink } from '../elements/expiring_link.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';

/** @import { CertificateView } from '#api' */

/**
 * A link for the certificate `paper`, as the API returned it.
 * @param {CertificateView} paper
 * @returns {HTMLAnchorElement}
 */
export function pdfLink(paper) {
  return expiringLink(t('certificate.download'), fresh(paper), async () =>
    fresh((await call('GET', `/v1/certificates/${encodeURIComponent(paper.number)}`)).data),
  );
}

/** @param {CertificateView} paper */
function fresh(paper) {
  return { url: paper.pdf_url, until: paper.pdf_url_expires_at };
}
