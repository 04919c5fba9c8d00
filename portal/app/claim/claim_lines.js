/** Claims as lists show them. */

import { h, inLine, written } from '../elements/dom.js';
import { day, moment, t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';

/** @import { ClaimLine } from '#api' */

/**
 * The name of a type of statement, which is English wherever it stands.
 * @param {string} statement
 */
export const statementName = (statement) => written(kindOf(statement).name);

/**
 * Whether this claim or certificate is one of attendance, which awards no credit.
 * @param {{statement: string}} one
 */
export const isAttendance = (one) => !kindOf(one.statement).awards_credit;

/**
 * The key of the text before what a certificate says it awards.
 * @param {{statement: string}} paper
 */
export const awardLabel = (paper) => (isAttendance(paper) ? 'verify.attendance' : 'verify.award');

/**
 * How much was claimed: credits, or hours that were attended.
 * @param {string} statement
 * @param {string | number} count
 */
export const claimed = (statement, count) =>
  t(kindOf(statement).awards_credit ? 'drafts.credits' : 'drafts.attended', { count });

/**
 * A draft: where it stands and the way on.
 * @param {ClaimLine} claim
 */
export function draftItem(claim) {
  const count = t('drafts.sessions', { count: claim.session_count });
  return h(
    'li',
    { class: 'card' },
    h('h3', {}, h('a', { href: `/claims/${claim.claim_id}` }, written(claim.title))),
    h('p', { class: 'meta' }, inLine(statementName(claim.statement), count, claimed(claim.statement, claim.total))),
    claim.reopened && h('p', {}, t('drafts.reopened', { number: claim.reopened.certificate_number })),
    h('p', { class: 'meta' }, t('drafts.changed', { when: moment(claim.updated_at) })),
  );
}

/**
 * A completed claim, with the way to its certificate.
 * @param {ClaimLine} claim
 */
export function completedItem(claim) {
  return h(
    'li',
    { class: 'card' },
    h('h3', {}, h('a', { href: `/claims/${claim.claim_id}/certificate` }, written(claim.title))),
    h(
      'p',
      { class: 'meta' },
      inLine(statementName(claim.statement), claimed(claim.statement, claim.total), day(claim.completed_on)),
    ),
    claim.certificate_status === 'revoked' &&
      h('p', {}, h('span', { class: 'badge bad' }, t('certificate.revoked')), ` ${t('certificate.does_not_count')}`),
  );
}
