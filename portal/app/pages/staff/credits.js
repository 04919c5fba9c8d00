/** Credits for staff: found by address, id or state, with their whole history, and what can be done for each. */

import { followUp } from '../../credits/follow_up.js';
import { history, progressSteps } from '../../credits/progress_steps.js';
import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, tick } from '../../elements/forms.js';
import { problemBox, unlessRefused } from '../../elements/problem_box.js';
import { day, t, textsUnder } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { person } from '../../platform/session.js';
import { act } from './actions.js';

/** @import { StaffCreditPage, StaffCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Act } from './actions.js' */

const FILTERS = ['email', 'credit_id', 'state', 'provider', 'reason'];
/** Why a credit is stuck, by its state. */
const REASONS = [
  'ambiguous_email',
  'likely_duplicate',
  'not_a_member',
  'membership_lapsed',
  'not_reportable',
  'no_consent',
  'unknown_email',
  'name_mismatch',
  'outside_cycle',
  'customer_id_mismatch',
  'invalid',
];
const STATES = ['earned', 'unmatched', 'reported', 'sending', 'rejected'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  if (!STATES.includes(filter.state)) filter.state = '';
  if (!REASONS.includes(filter.reason)) filter.reason = '';
  const asked = FILTERS.some((name) => filter[name]);
  const cursor = query.get('cursor');
  const asking = () => unlessRefused(call('GET', '/v1/staff/credits', { query: { ...filter, cursor } }), null);
  const { data: found, problem } = asked ? await asking() : { data: null };
  const body = [
    staffHead(t('staff.credits.title')),
    searchForm(filter),
    problem && problemBox(problem),
    found &&
      group(
        h('p', { class: 'meta', role: 'status' }, count(found, cursor)),
        h('ul', { class: 'plain' }, found.items.map(card)),
        h(
          'p',
          { class: 'actions' },
          cursor && h('a', { class: 'button quiet', href: address(filter) }, t('activities.first_page')),
          found.next_cursor &&
            h(
              'a',
              { class: 'button quiet', href: address({ ...filter, cursor: found.next_cursor }) },
              t('activities.next_page'),
            ),
        ),
      ),
  ];
  return { title: t('staff.credits.title'), body, width: 'narrow' };
}

/**
 * How many there are: all of them where the API counted, else only what is on this page.
 * @param {StaffCreditPage} found
 * @param {string | null} cursor
 */
function count(found, cursor) {
  const shown = found.items.length;
  if (found.total !== null && found.total > shown) return t('staff.credits.of', { count: shown, total: found.total });
  if (found.total === null && cursor) return t('staff.credits.further', { count: shown });
  return t(found.next_cursor ? 'staff.credits.first' : 'staff.credits.found', { count: shown });
}

/** @param {Record<string, string | null>} wanted */
function address(wanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length ? `/staff/credits?${new URLSearchParams(given)}` : '/staff/credits';
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const email = field({ label: t('sign_in.email'), value: filter.email, autocomplete: 'off' });
  const id = field({ label: t('staff.credits.id'), value: filter.credit_id, autocomplete: 'off' });
  const names = textsUnder('states.of_credit');
  const options = ['', ...STATES].map((one) =>
    h('option', { value: one, selected: one === filter.state }, one ? names[one] : t('staff.credits.any')),
  );
  const state = field({ label: t('staff.credits.state'), input: h('select', {}, options) });
  const why = textsUnder('staff.credits.reasons');
  const reasons = ['', ...REASONS].map((one) =>
    h('option', { value: one, selected: one === filter.reason }, one ? why[one] : t('staff.credits.any')),
  );
  const reason = field({ label: t('staff.credits.reason'), input: h('select', {}, reasons) });
  const provider = field({ label: t('activity.facts.provider'), value: filter.provider, autocomplete: 'off' });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(
      address({
        email: email.input.value.trim(),
        credit_id: id.input.value.trim(),
        state: state.input.value,
        provider: provider.input.value.trim(),
        reason: reason.input.value,
      }),
    );
  };
  return h(
    'form',
    { role: 'search', class: 'search', onsubmit: send },
    email.node,
    id.node,
    state.node,
    reason.node,
    provider.node,
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}

/** @param {StaffCreditView} credit */
function card(credit) {
  const node = h('li', { class: 'card' });
  /**
   * @param {StaffCreditView} one
   * @param {string | null} said
   */
  const draw = (one, said) => fill(node, inside(one, said, draw));
  draw(credit, null);
  return node;
}

/**
 * @param {StaffCreditView} credit
 * @param {string | null} said
 * @param {(credit: StaffCreditView, said: string) => void} draw
 */
function inside(credit, said, draw) {
  /**
   * @param {string} key
   * @param {Child} value
   */
  const fact = (key, value) => value && h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
  const acts = actsFor(credit, draw);
  const hours = t('organizer.hours', { count: credit.contact_hours });
  return group(
    h('h2', {}, credit.title),
    h(
      'p',
      { class: 'meta' },
      [credit.name, credit.email, credit.provider, day(credit.completed_on), hours].join(' · '),
    ),
    said && h('p', { class: 'note ok' }, said),
    progressSteps(credit),
    credit.reason && h('p', { class: 'note bad' }, credit.reason.says, credit.detail && ` “${credit.detail}”`),
    credit.resembles &&
      h(
        'p',
        { class: 'note warn' },
        t('staff.credits.resembles'),
        ' ',
        h('a', { href: `/staff/credits?credit_id=${credit.resembles}` }, t('staff.credits.see_other')),
      ),
    followUp(credit),
    credit.in_doubt && h('p', { class: 'note warn' }, t('staff.credits.in_doubt')),
    credit.bearers.length > 0 &&
      h(
        'ul',
        {},
        credit.bearers.map((one) => h('li', {}, `${one.member_number} · ${one.name} · ${one.status}`)),
      ),
    h(
      'dl',
      { class: 'facts' },
      fact('staff.credits.id', h('code', {}, credit.credit_id)),
      fact('staff.credits.reference', credit.reference),
      fact('organizer.receipt', credit.receipt),
      fact('staff.credits.member', credit.member_number),
      fact('staff.credits.customer_id', credit.ascp_customer_id),
      fact('staff.credits.attempts', String(credit.attempts)),
    ),
    history(credit, (by) => by),
    h(
      'div',
      { class: 'actions' },
      acts.map((one) => one.button),
    ),
    acts.map((one) => one.place),
  );
}

/**
 * @param {StaffCreditView} credit
 * @param {(credit: StaffCreditView, said: string) => void} draw
 * @returns {Act[]}
 */
function actsFor(credit, draw) {
  /** @type {(deed: string, values?: () => object) => (reason: string) => Promise<void>} */
  const send =
    (deed, values = () => ({})) =>
    async (reason) => {
      const { data } = await call('POST', `/v1/staff/credits/${credit.credit_id}/${deed}`, {
        json: { reason, ...values() },
      });
      const asked = ['withdraw', 'correct'].includes(deed) && data.follow_up?.status === 'under_way';
      const name = asked ? 'asked' : deed.replace(/-/g, '_');
      const said = t(`staff.credits.done.${name}`);
      draw(data, said);
      announce(said);
    };
  const about = t('acts.about');
  const underWay = credit.follow_up?.status === 'under_way';
  const aboutWithdrawal = credit.state === 'accepted' ? t('staff.credits.withdraw_at_ascp') : about;
  const member = field({ label: t('staff.credits.member'), required: true, autocomplete: 'off' });
  const held = credit.reason?.code === 'likely_duplicate';
  const possible = [
    held && act({ label: t('staff.credits.both_real'), about, send: send('release') }),
    (['rejected', 'reported', 'sending'].includes(credit.state) || underWay) &&
      act({ label: t('staff.credits.release'), about, send: send('release') }),
    // The roster is shown to operators alone.
    person()?.isOperator &&
      credit.state === 'unmatched' &&
      !held &&
      credit.reason?.code !== 'not_reportable' &&
      act({
        label: t('staff.credits.match'),
        about,
        fields: [member],
        send: send('match', () => ({ member_number: member.input.value.trim() })),
      }),
    credit.state === 'withdrawn' && !underWay && undo(send),
    (credit.source === 'feed' || credit.state === 'accepted') &&
      credit.state !== 'withdrawn' &&
      !underWay &&
      correction(credit, send),
    credit.state !== 'withdrawn' &&
      !underWay &&
      act({ label: t('staff.credits.withdraw'), about: aboutWithdrawal, danger: true, send: send('withdraw') }),
  ];
  return possible.flatMap((one) => one || []);
}

/** @param {(deed: string, values?: () => object) => (reason: string) => unknown} send */
function undo(send) {
  const box = tick({ label: t('staff.credits.not_at_ascp'), about: t('staff.credits.not_at_ascp_about') });
  return act({
    label: t('staff.credits.undo'),
    about: t('acts.about'),
    fields: [box],
    send: send('undo-withdrawal', () => ({ not_at_ascp: box.input.checked })),
  });
}

/**
 * The action of correcting `credit`. Only the facts that were changed are sent.
 * @param {StaffCreditView} credit
 * @param {(deed: string, values?: () => object) => (reason: string) => unknown} send
 */
function correction(credit, send) {
  /** @type {Record<string, string>} */
  const before = {
    name: credit.name,
    activity_number: credit.activity_number,
    activity_title: credit.title,
    contact_hours: credit.contact_hours,
    completed_on: credit.completed_on,
  };
  const places = Object.fromEntries(
    Object.entries(before).map(([name, value]) => [
      name,
      field({
        label: t(`staff.credits.facts.${name}`),
        type: name === 'completed_on' ? 'date' : 'text',
        required: true,
        autocomplete: 'off',
        value,
      }),
    ]),
  );
  const changed = () =>
    Object.fromEntries(
      Object.entries(places).flatMap(([name, one]) => {
        const value = one.input.value.trim();
        return value === before[name] ? [] : [[name, value]];
      }),
    );
  return act({
    label: t('staff.credits.correct'),
    about: t(credit.state === 'accepted' ? 'staff.credits.correct_at_ascp' : 'acts.about'),
    fields: Object.values(places),
    places,
    send: send('correct', changed),
  });
}
