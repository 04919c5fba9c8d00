/** Claims as lists show them. */

import { h } from '/app/dom.js';
import { day, moment, t } from '/app/words.js';

/** The name of a type of statement. */
export const statementName = (statement) => t(`statements.${statement}`);

/** A draft: where it stands and the way on. */
export function draftItem(claim) {
  const count = t('drafts.sessions', { count: claim.session_count });
  return h('li', { class: 'card' },
    h('h3', {}, h('a', { href: `/claims/${claim.claim_id}` }, claim.title)),
    h('p', { class: 'meta' }, `${statementName(claim.statement)} · ${count} · ${t('drafts.credits', { count: claim.total })}`),
    h('p', { class: 'meta' }, t('drafts.changed', { when: moment(claim.updated_at) })),
  );
}

/** A completed claim, with the way to its certificate. */
export function completedItem(claim) {
  return h('li', { class: 'card' },
    h('h3', {}, h('a', { href: `/claims/${claim.claim_id}/certificate` }, claim.title)),
    h('p', { class: 'meta' }, `${statementName(claim.statement)} · ${t('drafts.credits', { count: claim.total })} · ${day(claim.completed_on)}`),
  );
}
