/** The learner's own addresses: a list, adding one, removing one, taking one over, and undoing that. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, form, whose } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';
import { newEmailNote } from '../../profile/new_email.js';
import { cancel, otherAccount } from './other_account.js';

/** @import { OwnAddressesView, OwnAddressView, OwnMoveView, ProfileView } from '#api' */

/**
 * @param {OwnAddressesView} own
 * @param {ProfileView} profile
 */
export function addressesPart({ items, moves }, profile) {
  return group(
    h('p', {}, t('addresses.about')),
    newEmailNote(profile.new_email),
    h(
      'ul',
      {},
      profile.new_email && labeled(profile.new_email.email, 'addresses.sign_in'),
      items.map((one) => (one.current ? current(one, profile) : oneOfOthers(one.email))),
    ),
    moves.length > 0 && undoable(moves),
    newAddress(),
    otherAccount({
      open: t('addresses.other'),
      about: t('addresses.other_about'),
      label: t('addresses.take'),
      use: take,
    }),
  );
}

/**
 * @param {OwnAddressView} one
 * @param {ProfileView} profile
 */
function current({ email }, profile) {
  return labeled(email, profile.new_email?.matched_by === email ? 'addresses.matched' : 'addresses.current');
}

/**
 * @param {string} email
 * @param {string} label the key of the text
 */
function labeled(email, label) {
  return h('li', {}, email, ' ', h('span', { class: 'meta' }, t(label)));
}

/** @param {OwnMoveView[]} moves */
function undoable(moves) {
  return group(
    h('h3', {}, t('addresses.moves.title')),
    h(
      'ul',
      {},
      moves.map(({ move_id, email, kind, at, undo_until }) => {
        const send = async () => {
          await call('POST', '/v1/me/addresses/undo-move', { json: { email, move_id } });
          await reload();
          sayOnPage(t('addresses.moves.undone', { email }));
        };
        const made = form({ send, label: t('addresses.moves.undo', { email }), quiet: true });
        const said = t(`addresses.moves.${kind}`, { email, at: moment(at) });
        return h('li', {}, said, ' ', t('addresses.moves.until', { until: moment(undo_until) }), made.node);
      }),
    ),
  );
}

/** A button that opens the form for another address: first the address, then the code from its mailbox. */
function newAddress() {
  const place = h('div', {});
  const open = () => {
    const email = field({ label: t('addresses.email'), type: 'email', autocomplete: 'email', required: true });
    const send = async () => {
      const { data } = await call('POST', '/v1/me/addresses/code', { json: { email: email.input.value.trim() } });
      askForCode(place, button, data.email);
    };
    const made = form(
      { fields: [email], send, label: t('addresses.send'), places: { email } },
      h('p', {}, t('addresses.add_about')),
      email.node,
    );
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note' }, made.node));
    email.input.focus();
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: open }, t('addresses.add'));
  return group(h('div', { class: 'actions' }, button), place);
}

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 * @param {string} email
 */
function askForCode(place, button, email) {
  const code = field({
    label: t('addresses.code'),
    hint: t('addresses.code_digits'),
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    required: true,
  });
  const send = async () => {
    await call('POST', '/v1/me/addresses/confirm', { json: { email, code: code.input.value } });
    await reload();
    sayOnPage(t('addresses.added', { email }));
  };
  const made = form(
    { fields: [code], send, label: t('addresses.confirm'), places: { code } },
    h('p', { role: 'status' }, t('addresses.sent', { email })),
    whose(session.person()?.email),
    code.node,
  );
  made.actions.append(cancel(place, button));
  fill(place, h('div', { class: 'note' }, made.node));
  code.input.focus();
}

/** @param {string} email */
function oneOfOthers(email) {
  const place = h('div', {});
  const remove = async () => {
    await call('POST', '/v1/me/addresses/remove', { json: { email } });
    await reload();
    sayOnPage(t('addresses.removed', { email }));
  };
  const open = () => {
    const made = form({ send: remove, label: t('addresses.remove_it') }, h('p', {}, t('addresses.sure')));
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note warn' }, made.node));
    made.button.focus();
  };
  const name = t('addresses.remove', { email });
  const button = h('button', { type: 'button', class: 'link-button', onclick: open }, name);
  return h('li', {}, email, ' ', button, place);
}

/**
 * Takes over the address of the account that is signed in with `token`.
 * @param {string} token
 */
async function take(token) {
  const { data } = await call('POST', '/v1/me/addresses/proof', { token });
  await call('POST', '/v1/me/addresses/take', { json: { proof: data.proof } });
  await reload();
  sayOnPage(t('addresses.taken', { email: data.email }));
}
