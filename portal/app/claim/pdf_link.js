/** A link to a certificate's document. The address is valid for some minutes; an expired one is requested again when it is used. */

import { h } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { announce } from '../frame/shell.js';
import { call } from '../platform/api.js';
import { wordsFor } from '../platform/problems.js';

const EARLY = 30_000; // milliseconds

/** A link for the certificate `paper`, as the API returned it. */
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
