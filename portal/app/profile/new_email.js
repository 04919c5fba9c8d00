/** A note about a new address that does not count for credits yet. */

import { h } from '../elements/dom.js';
import { moment, t } from '../elements/words.js';

/** @import { NewEmailView } from '#api' */

/** @param {NewEmailView | null | undefined} change */
export function newEmailNote(change) {
  if (!change) return null;
  const values = { email: change.email, matched: change.matched_by, when: moment(change.counts_from) };
  return h('p', { class: 'note' }, t('account.new_email_waits', values), ' ', t('account.new_email_how', values));
}
