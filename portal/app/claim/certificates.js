/** A certificate of the learner, and why staff replaced or revoked it. */

import { around, h } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';

/** @import { CertificateView } from '#api' */

/**
 * The certificate of this number, whatever its status.
 * @param {string} number
 * @returns {Promise<CertificateView>}
 */
export async function certificate(number) {
  return (await call('GET', `/v1/certificates/${encodeURIComponent(number)}`)).data;
}

/**
 * The reason that staff gave when they replaced or revoked `paper`; null if there is none.
 * @param {CertificateView} paper
 * @returns {HTMLElement | null}
 */
export function reasonOf(paper) {
  return paper.reason ? h('p', {}, around(t('certificate.reason', { reason: paper.reason }), paper.reason)) : null;
}
