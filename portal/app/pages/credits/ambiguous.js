/** The queue of credits whose address several members share: one card each, with a button for each member. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, moment, t, textsUnder } from '../../elements/words.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { person } from '../../platform/session.js';
import { act } from '../staff/actions.js';

/** @import { RosterMemberView, StaffCreditPage, StaffCreditView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const WANTED = { state: 'unmatched', reason: 'ambiguous_email', limit: 20 };
const PATH = '/staff/ambiguous';

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const cursor = query.get('cursor');
  const title = t('credit_table.queue.title');
  // The roster is shown to operators alone.
  if (!person()?.isOperator) {
    return { title, body: [staffHead(title), h('p', { class: 'note' }, t('credit_table.queue.operators'))] };
  }
  /** @type {{data: StaffCreditPage}} */
  const { data: found } = await call('GET', '/v1/staff/credits', { query: { ...WANTED, cursor } });
  const next = found.next_cursor && `${PATH}?${new URLSearchParams({ cursor: found.next_cursor })}`;
  const left = h('p', { class: 'meta', role: 'status' }, waiting(found.total));
  const remembered = { reason: '' };
  let total = found.total;
  const matched = () => {
    total = total && total - 1;
    left.textContent = waiting(total);
  };
  const body = [
    staffHead(title),
    h('p', {}, t('credit_table.queue.about')),
    left,
    h(
      'ul',
      { class: 'plain' },
      found.items.map((one) => card(one, remembered, matched)),
    ),
    h(
      'p',
      { class: 'actions' },
      cursor && h('a', { class: 'button quiet', href: PATH }, t('activities.first_page')),
      next && h('a', { class: 'button quiet', href: next }, t('activities.next_page')),
    ),
  ];
  return { title, body };
}

/** @param {number | null} total */
const waiting = (total) => (total === null ? '' : t('credit_table.queue.waiting', { count: total }));

/**
 * @param {StaffCreditView} credit
 * @param {{reason: string}} remembered the reason that was given last, for the next credit
 * @param {() => void} matched
 */
function card(credit, remembered, matched) {
  const node = h('li', { class: 'card' });
  const hours = t('organizer.hours', { count: credit.contact_hours });
  const href = `/staff/credits?${new URLSearchParams({ credit_id: credit.credit_id })}`;
  const facts = [credit.provider, credit.title, day(credit.completed_on), hours];
  /** @param {RosterMemberView} member */
  const choose = (member) => {
    const label = t('credit_table.queue.match', { number: member.member_number });
    return act({
      label,
      about: t('acts.about'),
      reason: () => remembered.reason,
      send: async (reason) => {
        const json = { reason, member_number: member.member_number };
        await call('POST', `/v1/staff/credits/${credit.credit_id}/match`, { json });
        remembered.reason = reason;
        const said = t('credit_table.queue.matched', { name: member.name, number: member.member_number });
        const note = h('p', { class: 'note ok', tabindex: '-1' }, said);
        fill(node, h('h2', {}, h('bdi', {}, credit.name)), note);
        note.focus();
        matched();
        announce(said);
      },
    });
  };
  const acts = credit.bearers.map(choose);
  fill(
    node,
    h('h2', {}, h('a', { href }, h('bdi', {}, credit.name))),
    h('p', { class: 'meta' }, h('bdi', {}, credit.email), ' · ', h('bdi', {}, facts.join(' · '))),
    h('p', { class: 'meta' }, t('credit_table.queue.since', { when: moment(credit.since) })),
    credit.bearers.length
      ? members(
          credit,
          acts.map((one) => one.button),
        )
      : h('p', { class: 'note warn' }, t('credit_table.queue.nobody')),
    acts.map((one) => one.place),
  );
  return node;
}

/**
 * @param {StaffCreditView} credit
 * @param {HTMLElement[]} buttons
 */
function members(credit, buttons) {
  const standings = textsUnder('credit_table.queue.standings');
  const columns = ['number', 'name', 'standing', 'until', 'choose'];
  /** @param {RosterMemberView} one */
  const cells = (one, n = credit.bearers.indexOf(one)) => [
    one.member_number,
    [
      h('bdi', {}, one.name),
      isSame(one.name, credit.name) && h('span', { class: 'badge' }, t('credit_table.queue.same')),
    ],
    standings[one.status] ?? one.status,
    one.expires_on ? day(one.expires_on) : '–',
    buttons[n],
  ];
  return tableOf({
    caption: t('credit_table.queue.members'),
    columns: columns.map((name) => ({ title: t(`credit_table.queue.columns.${name}`) })),
    rows: credit.bearers.map((one) =>
      h(
        'tr',
        { role: 'row' },
        cells(one).map((inside, n) =>
          h('td', { role: 'cell', 'data-label': t(`credit_table.queue.columns.${columns[n]}`) }, inside),
        ),
      ),
    ),
  });
}

/**
 * Whether two names are written alike but for case and spaces.
 * @param {string} one
 * @param {string} other
 */
const isSame = (one, other) => plain(one) === plain(other);

/** @param {string} name */
const plain = (name) => name.normalize('NFC').toLowerCase().split(/\s+/).join(' ').trim();
