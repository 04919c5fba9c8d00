/** Ways in which learners show a valid certificate to others: a link, their profile at LinkedIn, an open badge. */

import { copied } from '../elements/copied.js';
import { h } from '../elements/dom.js';
import { showProblem } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { save } from '../frame/save_file.js';
import { isAttendance } from './claim_lines.js';

/** @import { CertificateView } from '#api' */

/**
 * Nothing goes anywhere until the learner clicks. A statement of attendance is no credential: LinkedIn is not offered.
 * @param {CertificateView} paper a valid one
 */
export function share(paper) {
  return h(
    'section',
    { class: 'card no-print', 'aria-labelledby': 'share' },
    h('h2', { id: 'share' }, t('certificate.share.title')),
    h('p', {}, t('certificate.share.about')),
    copied(t('certificate.share.link'), paper.verification_url),
    !isAttendance(paper) && linkedIn(paper),
    openBadge(paper),
  );
}

/** @param {CertificateView} paper */
function openBadge(paper) {
  const trouble = h('div', {});
  const path = `/v1/certificates/${encodeURIComponent(paper.number)}/badge`;
  const keep = async () => {
    try {
      await save(path, { accept: 'application/vc+jwt', name: `open-badge-${paper.number}.jwt` });
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  return [
    h('p', {}, h('button', { type: 'button', class: 'button quiet', onclick: keep }, t('certificate.share.badge'))),
    h('p', { class: 'meta' }, t('certificate.share.badge_about')),
    trouble,
  ];
}

/** @param {CertificateView} paper */
function linkedIn(paper) {
  const link = { href: address(paper), target: '_blank', rel: 'noopener noreferrer', class: 'button quiet' };
  const unseen = h('span', { class: 'unseen' }, ` ${t('common.new_window')}`);
  return [
    h('p', {}, h('a', link, t('certificate.share.linkedin'), unseen)),
    h('p', { class: 'meta' }, t('certificate.share.linkedin_about')),
  ];
}

/**
 * LinkedIn's form for a certification, filled in.
 * @param {CertificateView} paper
 */
export function address(paper) {
  const [year, month] = paper.issued_on.split('-');
  const filled = {
    startTask: 'CERTIFICATION_NAME',
    name: paper.activity,
    organizationName: paper.provider,
    issueYear: year,
    issueMonth: String(Number(month)),
    certUrl: paper.verification_url,
    certId: paper.number,
  };
  return `https://www.linkedin.com/profile/add?${new URLSearchParams(filled)}`;
}
