/** Whose address it is, for staff: its owner, a move to another person, and undoing that. */

import { sayOnPage } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { act } from './actions.js';
import { byWhom } from './by_whom.js';

/** @import { AddressMoveView, AddressView } from '#api' */

/**
 * The part of the page about the address `email`: who has it, and what can be done. Its title is a heading of this
 * level; after a change `again` shows the page.
 * @param {string} email
 * @param {{level?: 'h2' | 'h3', again?: () => Promise<unknown>}} [options]
 */
export async function addressPart(email, { level = 'h2', again = () => search(email) } = {}) {
  /** @type {AddressView} */
  const address = (await call('GET', '/v1/staff/addresses', { query: { email } })).data;
  return h(
    'section',
    { class: 'card' },
    h(level, {}, t('staff.address.title', { email: address.email })),
    h('p', {}, owner(address)),
    moveAct(address, again),
    address.moves.length > 0 &&
      group(
        h(level === 'h2' ? 'h3' : 'h4', {}, t('staff.address.moves')),
        h(
          'ul',
          {},
          address.moves.map((move) => moved(address, move, again)),
        ),
      ),
  );
}

/** @param {AddressView} address */
function owner(address) {
  if (!address.learner_id) return t('staff.address.nobody');
  const name = address.name ?? t('staff.learners.nameless');
  return t(address.current ? 'staff.address.current' : 'staff.address.former', { name, id: address.learner_id });
}

/**
 * @param {AddressView} address
 * @param {() => Promise<unknown>} again
 */
function moveAct(address, again) {
  if (!address.learner_id && !address.moves.length) return null;
  const to = field({
    label: t('staff.address.to'),
    hint: t('staff.address.to_hint'),
    type: 'email',
    autocomplete: 'off',
  });
  /** @param {string} reason */
  const send = (reason) => post(address, 'move', { to_email: to.input.value.trim() || null, reason }, again);
  const { button, place } = act({
    label: t('staff.address.move'),
    about: t('staff.address.reason_about'),
    fields: [to],
    send,
  });
  return group(h('div', { class: 'actions' }, button), place);
}

/**
 * @param {AddressView} address
 * @param {AddressMoveView} move
 * @param {() => Promise<unknown>} again
 */
function moved(address, move, again) {
  const places = {
    from: move.from_learner_id ?? t('staff.address.none'),
    to: move.to_learner_id ?? t('staff.address.none'),
  };
  const undone = move.undone;
  const undo =
    address.undoable === move.move_id &&
    act({
      label: t('staff.address.undo'),
      about: t('staff.address.undo_about', { until: moment(move.undo_until) }),
      send: (reason) => post(address, 'undo-move', { move_id: move.move_id, reason }, again),
    });
  return h(
    'li',
    {},
    h('p', {}, `${moment(move.at)}: ${t('staff.address.from_to', places)} (${byWhom(move.by)}): ${move.reason}`),
    undone &&
      h(
        'p',
        { class: 'meta' },
        `${moment(undone.at)}: ${t('staff.address.was_undone')} (${byWhom(undone.by)}): ${undone.reason}`,
      ),
    undo && group(undo.button, undo.place),
  );
}

/**
 * @param {AddressView} address
 * @param {'move' | 'undo-move'} deed
 * @param {object} body
 * @param {() => Promise<unknown>} again
 */
async function post(address, deed, body, again) {
  await call('POST', `/v1/staff/addresses/${deed}`, { json: { email: address.email, ...body } });
  await again();
  sayOnPage(t(deed === 'move' ? 'staff.address.moved' : 'staff.address.undone'));
}

/** @param {string} email */
const search = (email) => go(`/staff/learners?${new URLSearchParams({ email })}`, { replace: true });
