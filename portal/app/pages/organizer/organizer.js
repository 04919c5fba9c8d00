/** The learner's credits: where each credit is, what needs its learner first. */

import { creditCard } from '../../credits/credit_card.js';
import { needsYou } from '../../credits/credits.js';
import { notReported } from '../../credits/not_reported.js';
import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, showProblem, unlessRefused } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { save } from '../../frame/save_file.js';
import { call } from '../../platform/api.js';
import { newEmailNote } from '../../profile/new_email.js';

/** @import { CreditView, OrganizerView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const PHASES = ['needs_you', 'late', 'on_its_way', 'held', 'done'];
const FILTERS = ['phase', 'provider', 'from', 'to'];
const LIMIT = 30;
/** @type {OrganizerView} */
const NOTHING = { items: [], not_reported: [], totals: { credits: 0, by_state: {}, by_phase: {} }, next_cursor: null };

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  if (!PHASES.includes(filter.phase)) filter.phase = '';
  const isFiltered = FILTERS.some((name) => filter[name]);
  const cursor = query.get('cursor');
  const asked = { ...filter, cursor, limit: LIMIT };
  const asking = unlessRefused(call('GET', '/v1/organizer', { query: asked }), NOTHING);
  /** @type {CreditView[]} */
  const none = [];
  const nothingUrgent = { items: none, total: 0 };
  const [{ data, problem }, urgent] = await Promise.all([asking, isFiltered || cursor ? nothingUrgent : needsYou()]);
  const first = new Set(urgent.items.map((/** @type {CreditView} */ one) => one.credit_id));
  const rest = data.items.filter((/** @type {CreditView} */ one) => !first.has(one.credit_id));
  const body = [
    h('h1', {}, t('organizer.title')),
    h('p', { class: 'lead' }, t('organizer.lead')),
    h(
      'div',
      { class: 'actions no-print' },
      h('a', { class: 'button', href: '/organizer/why' }, t('organizer.why')),
      h('a', { class: 'button quiet', href: '/organizer/manual-entry' }, t('organizer.manual')),
    ),
    newEmailNote(data.new_email),
    totals(data.totals, filter),
    filterForm(filter),
    problem && problemBox(problem),
    urgent.total > 0 && section('needs-you', t('home.needs_you', { count: urgent.total }), urgent.items),
    urgent.total > urgent.items.length && more(urgent.items.length, urgent.total),
    rest.length > 0 && section('all', urgent.total ? t('organizer.others') : t('organizer.credits'), rest),
    !data.items.length &&
      !data.not_reported.length &&
      !problem &&
      h('p', { class: 'note' }, isFiltered ? t('organizer.none_found') : t('organizer.none')),
    notReported(data.not_reported),
    pages(filter, cursor, data.next_cursor),
    data.items.length > 0 && csv(filter),
  ];
  return { title: t('organizer.title'), body, width: 'narrow', shown: goToOne };
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
 * @param {Record<string, string>} filter
 * @param {string | null} cursor
 * @param {string | null} next
 */
function pages(filter, cursor, next) {
  if (!cursor && !next) return null;
  return h(
    'nav',
    { class: 'pages', 'aria-label': t('activities.pages') },
    cursor && h('a', { class: 'button quiet', href: address(filter) }, t('activities.first_page')),
    next && h('a', { class: 'button quiet', href: address({ ...filter, cursor: next }) }, t('activities.next_page')),
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
    h('ul', { class: 'plain' }, credits.map(creditCard)),
  );
}

/** The credit that the address names, if it is on this page. */
function goToOne() {
  const one = location.hash && document.getElementById(location.hash.slice(1));
  if (one)
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

/**
 * @param {{by_phase: Record<string, number>}} found
 * @param {Record<string, string>} filter
 */
function totals(found, filter) {
  /** @param {string} phase */
  const item = (phase) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'chip', href: address({ ...filter, phase }), 'aria-current': filter.phase === phase && 'true' },
        t(`phases.${phase}`),
        ' ',
        h('strong', {}, String(found.by_phase[phase] ?? 0)),
      ),
    );
  const all = h(
    'li',
    {},
    h(
      'a',
      { class: 'chip', href: address({ ...filter, phase: '' }), 'aria-current': !filter.phase && 'true' },
      t('organizer.all'),
    ),
  );
  return h(
    'nav',
    { 'aria-label': t('organizer.by_phase') },
    h(
      'ul',
      { class: 'chips' },
      all,
      PHASES.filter((phase) => found.by_phase[phase] || filter.phase === phase).map(item),
    ),
  );
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
      h('button', { type: 'submit', class: 'button quiet' }, t('transcript.show')),
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
