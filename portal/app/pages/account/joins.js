/** Accounts that are joined with this one: a list, joining one more, and separating them again. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { renew } from '../../platform/session.js';
import { cancel, otherAccount } from './other_account.js';

/** @import { OwnJoinsView, OwnJoinView } from '#api' */

/** @param {OwnJoinsView} joins */
export function joinsPart({ items }) {
  return group(
    h('p', {}, t('joins.about')),
    items.length > 0 && h('ul', {}, items.map(joined)),
    otherAccount({ open: t('joins.open'), about: t('joins.other_about'), label: t('joins.join'), use: join }),
  );
}

/** @param {string} token of the other account */
async function join(token) {
  const { data } = await call('POST', '/v1/me/joins/proof', { token });
  await call('POST', '/v1/me/joins', { json: { proof: data.proof } });
  await shown(t('joins.done'));
}

/** @param {OwnJoinView} one */
function joined({ join_id, email, by_staff, at, undo_until }) {
  const said = t(by_staff ? 'joins.by_staff' : 'joins.by_you', { email: email ?? t('joins.no_email'), at: moment(at) });
  if (!undo_until) return h('li', {}, said);
  const place = h('div', {});
  const send = async () => {
    await call('POST', `/v1/me/joins/${join_id}/undo`);
    await shown(t('joins.undone'));
  };
  const open = () => {
    const made = form({ send, label: t('joins.separate_them') }, h('p', {}, t('joins.sure')));
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note warn' }, made.node));
    made.button.focus();
  };
  const name = t('joins.separate', { email: email ?? t('joins.no_email') });
  const button = h('button', { type: 'button', class: 'link-button', onclick: open }, name);
  return h('li', {}, said, ' ', t('addresses.moves.until', { until: moment(undo_until) }), ' ', button, place);
}

/**
 * A new token says that the account is joined, or no longer.
 * @param {string} text
 */
async function shown(text) {
  await renew();
  await reload();
  sayOnPage(text);
}
