/**
 * A link to a certificate's document. The address is valid for some minutes; an expired one is requested again when
 * it is used.
 */

import { announce } from '../elements/announcements.js';
import { h } from '../elements/dom.js';
import { wordsFor } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';

/** @import { CertificateView } from '#api' */

const EARLY = 30_000; // milliseconds

/**
 * A link for the certificate `paper`, as the API returned it.
 * @param {CertificateView} paper
 * @returns {HTMLAnchorElement}
 */
export function pdfLink(paper) {
  const link = h('a', { class: 'button', href: paper.pdf_url }, t('certificate.download'));
  let until = Date.parse(paper.pdf_url_expires_at);
  link.addEventListener('click', async (event) => {
    if (Date.now() < until - EARLY) return;
    event.preventDefault();
    try {
      const { data } = await call('GET', `/v1/certificates/${encodeURIComponent(paper.number)}`);
      until = Date.parse(data.pdf_url_expires_at);
      link.href = data.pdf_url;
      location.assign(data.pdf_url);
    } catch (error) {
      announce(wordsFor(error).title, { now: true });
    }
  });
  return link;
}
