/** The certificate of a final claim: its number, the document, and where its credit is. */

import { certificate, reasonOf } from '../../claim/certificates.js';
import { isAttendance } from '../../claim/claim_lines.js';
import { loadClaim } from '../../claim/load.js';
import { pdfLink } from '../../claim/pdf_link.js';
import { mailIt } from '../../claim/printing/mail_it.js';
import { share } from '../../claim/share.js';
import { stepHead } from '../../claim/steps.js';
import { refusedBox } from '../../claim/unsaved.js';
import { creditOf } from '../../credits/credits.js';
import { stateNow } from '../../credits/progress_steps.js';
import { group, h, written } from '../../elements/dom.js';
import { placeLink } from '../../elements/links.js';
import { cents, day, t } from '../../elements/words.js';
import { paperHead } from '../../frame/shell.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { CertificateView, CreditView, OrganizerView, ReasonView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const { claim, activity } = await loadClaim(values.claim);
  if (claim.status !== 'final') return { moved: `/claims/${claim.claim_id}/summary` };
  const { paper, missing } = await withCredit(await certificate(claim.certificate_number ?? ''));
  const [found, before] = await Promise.all([
    paper.credit_id ? creditOf(paper.credit_id) : null,
    paper.replaces ? certificate(paper.replaces) : null,
  ]);
  const mail = paper.status === 'valid' ? mailIt(paper) : null;
  const body = [
    ...stepHead(activity, claim, 'certificate', t('certificate.title')),
    paperHead({ name_as_printed: paper.learner, name_language: paper.learner_language }),
    refusedBox(claim.claim_id),
    standing(paper),
    before &&
      h('div', { class: 'note' }, h('p', {}, t('certificate.replaces', { number: before.number })), reasonOf(before)),
    h('p', { class: isAttendance(paper) ? 'lead' : 'total' }, written(paper.award)),
    h('div', { class: 'actions' }, pdfLink(paper), mail?.button),
    mail?.said,
    h(
      'dl',
      { class: 'card facts' },
      fact('certificate.number', h('code', {}, paper.number)),
      fact('certificate.learner', h('bdi', { lang: paper.learner_language }, paper.learner)),
      fact('certificate.statement', written(paper.statement_name)),
      fact('certificate.completed', day(paper.completed_on)),
      fact('certificate.issued', day(paper.issued_on)),
      fact('certificate.provider', written(paper.provider)),
    ),
    h('p', {}, h('a', { href: `/verify/${encodeURIComponent(paper.number)}` }, t('certificate.verify'))),
    missing
      ? h('p', {}, written(missing.says), ' ', written(missing.do), ' ', placeLink(missing.where))
      : credit(paper, found),
    paper.status === 'valid' && share(paper),
    h(
      'p',
      { class: 'meta' },
      t('certificate.wrong'),
      ' ',
      h('a', { href: `mailto:${activity.contact}` }, activity.contact),
    ),
  ];
  return { title: t('certificate.title'), body, width: 'narrow' };
}

/**
 * @param {string} key
 * @param {Child} value
 */
function fact(key, value) {
  return h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
}

/**
 * The certificate, and why it has no credit although its kind is reported. To ask for the reason also enters a credit
 * that was missing; then the certificate is read again.
 * @param {CertificateView} paper
 * @returns {Promise<{paper: CertificateView, missing?: ReasonView}>}
 */
async function withCredit(paper) {
  if (paper.credit_id || paper.status !== 'valid' || !kindOf(paper.statement).reportable) return { paper };
  /** @type {{data: OrganizerView}} */
  const { data } = await call('GET', '/v1/organizer?limit=1');
  const one = data.not_reported.find((other) => other.certificate_number === paper.number);
  return one ? { paper, missing: one.reason } : { paper: await certificate(paper.number) };
}

/** @param {CertificateView} paper */
function standing(paper) {
  if (paper.status === 'valid') return h('p', { class: 'note ok' }, t('certificate.final'));
  return h('div', { class: 'note bad' }, h('p', {}, t(`certificate.is_${paper.status}`)), reasonOf(paper));
}

/**
 * Where the credit of the certificate is, in a sentence that holds in every state of both.
 * @param {CertificateView} paper
 * @param {CreditView | null} found
 */
function credit(paper, found) {
  if (!paper.credit_id && paper.status === 'revoked') return null;
  if (!paper.credit_id) return h('p', {}, t('certificate.type_not_reported'));
  const follow = h('a', { href: `/organizer#${paper.credit_id}` }, t('certificate.follow'));
  if (!found) return h('p', {}, t('certificate.see_credit'), ' ', follow);
  const helps =
    found.phase === 'held' && found.reason && h('p', {}, written(found.reason.do), ' ', placeLink(found.reason.where));
  return group(h('p', {}, creditSays(paper, found)), helps, h('p', {}, follow));
}

/**
 * @param {CertificateView} paper
 * @param {CreditView} found
 */
function creditSays(paper, found) {
  if (paper.status === 'revoked' && found.state === 'accepted')
    return t('certificate.credit.accepted_before_revoked', { receipt: found.receipt });
  if (found.state === 'accepted' && cents(found.contact_hours) !== cents(paper.credits))
    return t('certificate.credit.accepted_otherwise', { receipt: found.receipt, hours: found.contact_hours });
  const last = found.timeline[found.timeline.length - 1];
  const state = found.state === 'withdrawn' && last.reason === 'by_hand' ? 'by_hand' : stateNow(found);
  const said = t(`certificate.credit.${state}`, { receipt: found.receipt });
  return found.reason ? [said, ' ', written(found.reason.says)] : [said];
}
