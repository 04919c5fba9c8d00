/** The activities that staff may change: drafts, and what is published with how much each has been claimed. */

import { activityHead, fetchPage } from '../../elements/activity_list.js';
import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, showProblem, unlessRefused } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { days, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { save } from '../../frame/save_file.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { changeLink, copyLink, draftTable } from '../../workbench/draft_table.js';

/** @import { ActivityNumbers, ActivitySummary } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

/** @typedef {(numbers: ActivityNumbers | undefined) => void} Fill shows the numbers of an activity in its row */

const LIMIT = 10; // activities on a page: all claims of each are counted
const PATH = '/v1/staff/activities';

/** @typedef {'published' | 'draft' | 'archived'} ActivityState */

/** @type {ActivityState[]} */
const STATES = ['published', 'draft', 'archived'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const words = query.get('q') ?? '';
  const state = STATES.find((one) => one === query.get('state')) ?? 'published';
  const cursor = query.get('cursor');
  const list = await (state === 'draft' ? drafts(words, cursor) : library(words, state, cursor));
  const body = [
    staffHead(t('staff.library.title')),
    h(
      'p',
      { class: 'actions' },
      h('a', { class: 'button', href: '/staff/library/new' }, t('workbench.new')),
      h('a', { href: '/staff/activities' }, t('staff.library.change')),
    ),
    states(state, words),
    searchForm(words, state),
    list.body,
  ];
  return { title: t('staff.library.title'), body, shown: list.counting };
}

/**
 * @param {ActivityState} now
 * @param {string} words
 */
function states(now, words) {
  /** @param {ActivityState} one */
  const link = (one) =>
    h('a', { href: address(words, one), 'aria-current': one === now && 'page' }, t(`workbench.states.${one}`));
  return h('nav', { class: 'states', 'aria-label': t('workbench.lists') }, STATES.map(link));
}

/**
 * @param {string} words
 * @param {ActivityState} state
 * @param {string | null} cursor
 */
async function library(words, state, cursor) {
  const {
    data: { items, next },
    problem,
  } = await unlessRefused(fetchPage(PATH, { query: { q: words, state, limit: LIMIT } }, cursor), {
    items: [],
    next: null,
  });
  const problems = h('div', {});
  const made = table(items, problems);
  const counting = () => count(made.fills, { q: words, state, limit: LIMIT, cursor });
  return {
    // They may take a moment: the list can be used before.
    counting: items.length ? counting : () => {},
    body: [
      problem && problemBox(problem),
      problems,
      items.length ? made.node : !problem && h('p', { class: 'note' }, t('staff.library.none')),
      next && nextPage(address(words, state, next), t('staff.library.next_page')),
    ],
  };
}

/**
 * Fills the numbers into the list, or says that they cannot be had now.
 * @param {Map<string, Fill>} fills by activity
 * @param {Record<string, string | number | null>} query of the list
 */
async function count(fills, query) {
  /** @type {Record<string, ActivityNumbers>} */
  let found = {};
  try {
    const { data } = await call('GET', PATH, { query: { ...query, numbers: 'true' } });
    found = data.numbers;
  } catch {
    // The list is of use without them.
  }
  for (const [id, fill] of fills) fill(found[id]);
}

/**
 * @param {string} words
 * @param {string | null} cursor
 */
async function drafts(words, cursor) {
  const asking = call('GET', '/v1/staff/drafts', { query: { q: words, limit: LIMIT, cursor } });
  const { data, problem } = await unlessRefused(asking, { items: [], next_cursor: null });
  const body = [
    problem && problemBox(problem),
    data.items.length ? draftTable(data.items) : !problem && h('p', { class: 'note' }, t('workbench.no_drafts')),
    data.next_cursor && nextPage(address(words, 'draft', data.next_cursor), t('workbench.next_drafts')),
  ];
  return { body, counting: () => {} };
}

/**
 * @param {string} href
 * @param {string} label
 */
const nextPage = (href, label) => h('p', {}, h('a', { class: 'button quiet', href }, label));

/**
 * @param {string} given
 * @param {ActivityState} state
 */
function searchForm(given, state) {
  const words = field({ label: t('staff.library.search'), type: 'search', value: given, maxlength: 200 });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(address(words.input.value.trim(), state));
  };
  const button = h('button', { class: 'button quiet', type: 'submit' }, t('staff.library.find'));
  return h('form', { role: 'search', onsubmit: send }, h('div', { class: 'search' }, words.node, button));
}

/**
 * @param {string} words
 * @param {ActivityState} state
 * @param {string | null} [cursor]
 */
function address(words, state, cursor) {
  const isOther = state !== 'published';
  const given = new URLSearchParams({
    ...(isOther && { state }),
    ...(words && { q: words }),
    ...(cursor && { cursor }),
  });
  return `/staff/library?${given}`;
}

const NUMBERS = /** @type {const} */ (['claimed', 'with_sessions', 'printed', 'codes_used']);

/**
 * @param {ActivitySummary[]} items
 * @param {HTMLElement} problems where a download that fails says so
 */
function table(items, problems) {
  const columns = ['activity', 'when', ...NUMBERS, 'document'].map((name) => ({
    title: t(`staff.library.columns.${name}`),
    isNumber: /** @type {readonly string[]} */ (NUMBERS).includes(name),
  }));
  /** @type {Map<string, Fill>} */
  const fills = new Map();
  const rows = items.map((one) => {
    const made = row(one, problems);
    fills.set(one.id, made.fill);
    return made.node;
  });
  return { node: tableOf({ caption: t('staff.library.title'), columns, rows }), fills };
}

/** The pages that are about one activity, with the words for each. */
const PLACES = /** @type {const} */ ([
  ['evaluations', 'evaluations'],
  ['attendance_reports', 'attendance'],
  ['codes', 'codes'],
]);

/**
 * @param {ActivitySummary} one
 * @param {HTMLElement} problems
 */
function row(one, problems) {
  /**
   * @param {string} name
   * @param {string} className
   * @param {...Child} inside
   */
  const cell = (name, className, ...inside) =>
    h('td', { role: 'cell', class: className, 'data-label': t(`staff.library.columns.${name}`) }, inside);
  const path = `${PATH}/${encodeURIComponent(one.id)}`;
  const download = () => save(path, { name: `${one.id}.json` }).catch((error) => showProblem(problems, error));
  const label = t('staff.library.download_of', { title: one.title });
  const numbers = NUMBERS.map((name) => cell(name, 'number', t('staff.library.counting')));
  const places = PLACES.flatMap(([page, name]) => {
    const href = `/staff/${page}?${new URLSearchParams({ activity: one.id })}`;
    const about = t(`staff.library.${name}_of`, { title: one.title });
    return [' ', h('a', { href, 'aria-label': about }, t(`staff.${page}.title`))];
  });
  const node = h(
    'tr',
    { role: 'row' },
    activityHead(one, `${one.provider} · ${one.number} · ${one.id}`),
    cell('when', 'whole', days(one.starts_on, one.ends_on)),
    numbers,
    cell('document', '', [
      changeLink(one.id, one.title),
      ' ',
      copyLink(one.id, one.title),
      ' ',
      h(
        'button',
        { type: 'button', class: 'link-button', 'aria-label': label, onclick: download },
        t('staff.library.download'),
      ),
      places,
    ]),
  );
  /** @type {Fill} */
  const fill = (found) =>
    NUMBERS.forEach((name, n) => {
      numbers[n].textContent = String(found?.[name] ?? t('staff.library.no_number'));
    });
  return { node, fill };
}
