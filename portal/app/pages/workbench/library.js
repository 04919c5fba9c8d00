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

/** @typedef {{one: ActivitySummary, numbers: ActivityNumbers | null}} Line */

const LIMIT = 10; // activities on a page: the numbers of each are asked for
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
    await (state === 'draft' ? drafts(words, query.get('cursor')) : library(words, state, query.get('cursor'))),
  ];
  return { title: t('staff.library.title'), body };
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
  const lines = await Promise.all(items.map(withNumbers));
  const problems = h('div', {});
  return [
    problem && problemBox(problem),
    problems,
    lines.length ? table(lines, problems) : !problem && h('p', { class: 'note' }, t('staff.library.none')),
    next && nextPage(address(words, state, next), t('staff.library.next_page')),
  ];
}

/**
 * @param {string} words
 * @param {string | null} cursor
 */
async function drafts(words, cursor) {
  const asking = call('GET', '/v1/staff/drafts', { query: { q: words, limit: LIMIT, cursor } });
  const { data, problem } = await unlessRefused(asking, { items: [], next_cursor: null });
  return [
    problem && problemBox(problem),
    data.items.length ? draftTable(data.items) : !problem && h('p', { class: 'note' }, t('workbench.no_drafts')),
    data.next_cursor && nextPage(address(words, 'draft', data.next_cursor), t('workbench.next_drafts')),
  ];
}

/**
 * @param {string} href
 * @param {string} label
 */
const nextPage = (href, label) => h('p', {}, h('a', { class: 'button quiet', href }, label));

/**
 * The activity with its numbers, or without them where they cannot be had now.
 * @param {ActivitySummary} one
 * @returns {Promise<Line>}
 */
async function withNumbers(one) {
  try {
    const { data } = await call('GET', `${PATH}/${encodeURIComponent(one.id)}/numbers`);
    return { one, numbers: data };
  } catch {
    return { one, numbers: null };
  }
}

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
 * @param {Line[]} lines
 * @param {HTMLElement} problems where a download that fails says so
 */
function table(lines, problems) {
  const columns = ['activity', 'when', ...NUMBERS, 'document'].map((name) => ({
    title: t(`staff.library.columns.${name}`),
    isNumber: /** @type {readonly string[]} */ (NUMBERS).includes(name),
  }));
  return tableOf({ caption: t('staff.library.title'), columns, rows: lines.map((line) => row(line, problems)) });
}

/**
 * @param {Line} line
 * @param {HTMLElement} problems
 */
function row({ one, numbers }, problems) {
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
  return h(
    'tr',
    { role: 'row' },
    activityHead(one, `${one.provider} · ${one.number} · ${one.id}`),
    cell('when', '', days(one.starts_on, one.ends_on)),
    NUMBERS.map((name) => cell(name, 'number', numbers?.[name] ?? t('staff.library.no_number'))),
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
      ' ',
      h(
        'a',
        {
          href: `/staff/evaluations?${new URLSearchParams({ activity: one.id })}`,
          'aria-label': t('staff.library.evaluations_of', { title: one.title }),
        },
        t('staff.evaluations.title'),
      ),
      ' ',
      h(
        'a',
        {
          href: `/staff/attendance_reports?${new URLSearchParams({ activity: one.id })}`,
          'aria-label': t('staff.library.attendance_of', { title: one.title }),
        },
        t('staff.attendance_reports.title'),
      ),
    ]),
  );
}
