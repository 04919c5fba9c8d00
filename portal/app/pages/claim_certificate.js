/** The certificate of a final claim: its number, the document, and where its credit is. */

import { call } from '/app/api.js';
import { isAttendance } from '/app/claim_lines.js';
import { loadClaim } from '/app/claim/load.js';
import { stepHead } from '/app/claim/steps.js';
import { h } from '/app/dom.js';
import { pdfLink } from '/app/pdf_link.js';
import { day, t } from '/app/words.js';

// The types of credit that ASCP takes.
const REPORTED = ['pace', 'california', 'florida'];

export async function page({ values }) {
  const { claim, activity } = await loadClaim(values.claim);
  if (claim.status !== 'final') return { moved: `/claims/${claim.claim_id}/summary` };
  const { data: paper } = await call('GET', `/v1/certificates/${encodeURIComponent(claim.certificate_number)}`);
  const body = [
    ...stepHead(activity, claim, 'certificate', t('certificate.title')),
    standing(paper),
    h('p', { class: isAttendance(paper) ? 'lead' : 'total' }, paper.award),
    h('div', { class: 'actions' }, pdfLink(paper)),
    h('dl', { class: 'card facts' },
      fact('certificate.number', h('code', {}, paper.number)),
      fact('certificate.learner', h('bdi', { lang: paper.learner_language }, paper.learner)),
      fact('certificate.statement', paper.statement_name),
      fact('certificate.completed', day(paper.completed_on)),
      fact('certificate.issued', day(paper.issued_on)),
      fact('certificate.provider', paper.provider)),
    h('p', {}, h('a', { href: `/verify/${encodeURIComponent(paper.number)}` }, t('certificate.verify'))),
    credit(paper),
    h('p', { class: 'meta' }, t('certificate.wrong'), ' ', h('a', { href: `mailto:${activity.contact}` }, activity.contact)),
  ];
  return { title: t('certificate.title'), body, width: 'narrow' };
}

function fact(key, value) {
  return h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
}

function standing(paper) {
  if (paper.status === 'valid') return h('p', { class: 'note ok' }, t('certificate.final'));
  return h('div', { class: 'note bad' }, h('p', {}, t(`certificate.is_${paper.status}`)), paper.reason && h('p', {}, paper.reason));
}

function credit(paper) {
  if (!paper.credit_id) return h('p', {}, t(REPORTED.includes(paper.statement) ? 'certificate.not_agreed' : 'certificate.type_not_reported'));
  return h('p', {}, t('certificate.reported'), ' ', h('a', { href: '/organizer' }, t('certificate.follow')));
}
