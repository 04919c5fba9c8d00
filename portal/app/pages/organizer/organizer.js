/** The learner's credits: where each credit is, what needs its learner first. */

import { creditRow } from '../../credits/credit_row.js';
import { creditOf, needsYou } from '../../credits/credits.js';
import { notReported } from '../../credits/not_reported.js';
import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, showProblem, unlessRefused } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { save } from '../../frame/save_file.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { newEmailNote } from '../../profile/new_email.js';
import { fetchPaperHead } from '../../profile/paper_head.js';
import { byMonth } from './months.js';
import { PHASES, phaseBar } from './phase_bar.js';

/** @import { CreditView, OrganizerView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const FILTERS = ['phase', 'provider', 'from', 'to'];
const LIMIT = 30;
/** @type {OrganizerView} */
const NOTHING = {
  items: [],
  not_reported: [],
  totals: { credits: 0, by_state: {}, by_phase: {}, by_month: {} },
  next_cursor: null,
};

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  if (!PHASES.includes(filter.phase)) filter.phase = '';
  const isFiltered = FILTERS.some((name) => filter[name]);
  const nothingUrgent = { items: /** @type {CreditView[]} */ ([]), total: 0 };
  const [{ data, problem }, urgent, wanted, paper] = await Promise.all([
    unlessRefused(call('GET', '/v1/organizer', { query: { ...filter, limit: LIMIT } }), NOTHING),
    isFiltered ? nothingUrgent : needsYou(),
    wantedCredit(),
    fetchPaperHead(),
    fetchStyle('where'),
  ]);
  const months = await byMonth({
    found: isFiltered ? (data.totals.by_month ?? {}) : without('needs_you', data.totals.by_month ?? {}),
    items: data.items,
    filter,
    shows: (one) => isFiltered || one.phase !== 'needs_you',
    wanted: wanted?.completed_on.slice(0, 7) ?? null,
  });
  const body = [
    h('h1', {}, t('organizer.title')),
    paper,
    h('p', { class: 'lead' }, t('organizer.lead')),
    h(
      'div',
      { class: 'actions no-print' },
      h('a', { class: 'button', href: '/organizer/why' }, t('organizer.why')),
      h('a', { class: 'button quiet', href: '/organizer/manual-entry' }, t('organizer.manual')),
    ),
    newEmailNote(data.new_email),
    phaseBar(data.totals.by_phase, filter, address),
    filterForm(filter),
    problem && problemBox(problem),
    urgent.total > 0 && section('needs-you', t('home.needs_you', { count: urgent.total }), urgent.items),
    urgent.total > urgent.items.length && more(urgent.items.length, urgent.total),
    months,
    !data.items.length &&
      !data.not_reported.length &&
      !problem &&
      h('p', { class: 'note' }, isFiltered ? t('organizer.none_found') : t('organizer.none')),
    notReported(data.not_reported),
    data.items.length > 0 && csv(filter),
  ];
  return { title: t('organizer.title'), body, width: 'narrow', shown: goToOne };
}

/**
 * The months without the credits in `phase`, which are listed above them.
 * @param {string} phase
 * @param {Record<string, Record<string, number>>} months
 */
function without(phase, months) {
  return Object.fromEntries(Object.entries(months).map(([month, found]) => [month, { ...found, [phase]: 0 }]));
}

/**
 * The credit that the address names: its month is opened.
 * @returns {Promise<CreditView | null>}
 */
async function wantedCredit() {
  const id = location.hash.slice(1);
  return /^[0-9a-f]{32}$/.test(id) ? creditOf(id) : null;
}

/**
 * Of very many credits that need their learner only the first are shown at once.
 * @param {number} count
 * @param {number} total
 */
function more(count, total) {
  return h(
    'p',
    {},
    t('organizer.first', { count, total }),
    ' ',
    h('a', { href: '/organizer?phase=needs_you' }, t('organizer.see_all', { total })),
  );
}

/**
 * @param {string} id
 * @param {string} title
 * @param {CreditView[]} credits
 */
function section(id, title, credits) {
  return h(
    'section',
    { 'aria-labelledby': id },
    h('h2', { id }, title),
    h('ul', { class: 'plain rows' }, credits.map(creditRow)),
  );
}

/** The credit that the address names, if it is on this page. */
function goToOne() {
  const one = location.hash && document.getElementById(location.hash.slice(1));
  if (!one) return;
  const details = one.querySelector('details');
  if (details) details.open = true;
  setTimeout(() => {
    one.scrollIntoView();
    one.focus({ preventScroll: true });
  });
}

/** @param {Record<string, string | null>} wanted */
function address(wanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length ? `/organizer?${new URLSearchParams(given)}` : '/organizer';
}

/** @param {Record<string, string>} filter */
function filterForm(filter) {
  const provider = field({ label: t('activity.facts.provider'), value: filter.provider });
  const from = field({ label: t('activities.from'), type: 'date', value: filter.from });
  const to = field({ label: t('activities.to'), type: 'date', value: filter.to });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(
      address({
        phase: filter.phase,
        provider: provider.input.value.trim(),
        from: from.input.value,
        to: to.input.value,
      }),
    );
  };
  return h(
    'details',
    { class: 'no-print', open: Boolean(filter.provider || filter.from || filter.to) },
    h('summary', {}, t('activities.more')),
    h(
      'form',
      { class: 'search', role: 'search', 'aria-label': t('organizer.filter'), onsubmit: send },
      provider.node,
      from.node,
      to.node,
      h('button', { type: 'submit', class: 'button quiet' }, t('organizer.show')),
    ),
  );
}

/** @param {Record<string, string>} filter */
function csv(filter) {
  const trouble = h('div', {});
  const fetchFile = async () => {
    try {
      await save('/v1/organizer', { query: filter, accept: 'text/csv', name: 'organizer.csv' });
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  return group(
    trouble,
    h(
      'div',
      { class: 'actions no-print' },
      h('button', { type: 'button', class: 'button quiet', onclick: fetchFile }, t('common.csv')),
    ),
  );
}
