/** What became of each line of a file of sessions. */

import { h } from '../elements/dom.js';
import { tableOf } from '../elements/table.js';
import { hasText, t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';
import { saidOf } from './problem_places.js';

/** @import { ProblemView, SessionRowView, SessionsTakenView } from '#api' */

const MOST = 500; // lines that are shown: a page with thousands is slow on an old phone
const TITLES = 10; // of sessions that are not in the file
const COLUMNS = /** @type {const} */ (['line', 'session', 'result', 'wrong']);
const CREDITS = 'credits_';

/**
 * The report, and in one sentence what happened.
 * @param {SessionsTakenView} data
 * @returns {{node: HTMLElement, said: string}}
 */
export function takenSessions(data) {
  const counted = (/** @type {string} */ outcome) => data.rows.filter((one) => one.outcome === outcome).length;
  const unsaved = counted('left_out') ? 'none_taken' : 'nothing';
  const said = t(`session_files.${data.dry_run ? 'checked' : data.saved ? 'taken' : unsaved}`);
  const counts = t('session_files.counts', {
    created: counted('new'),
    changed: counted('changed'),
    same: counted('same'),
    left_out: counted('left_out'),
  });
  const isWhole = data.rows.every((one) => !one.problems.length);
  const node = h(
    'section',
    { tabindex: '-1', 'aria-label': t('session_files.listed') },
    h('p', { class: `note ${isWhole ? 'ok' : 'warn'}` }, said, ' ', counts),
    missing(data),
    data.rows.length > 0 && lines(data.rows),
  );
  return { node, said: `${said} ${counts}` };
}

/** @param {SessionsTakenView} data */
function missing({ missing: titles, removed }) {
  if (!titles.length) return null;
  const some = titles.slice(0, TITLES).map((one) => one || t('workbench.untitled'));
  const key = `session_files.${removed ? 'removed' : 'missing'}`;
  return h('p', {}, t(key, { count: titles.length, titles: some.join(', ') + (titles.length > TITLES ? ' …' : '') }));
}

/** @param {readonly SessionRowView[]} rows */
function lines(rows) {
  const sorted = [...rows].sort((one, other) => weight(one) - weight(other) || one.line - other.line);
  const shown = sorted.slice(0, MOST);
  const table = tableOf({
    caption: t('session_files.listed'),
    columns: COLUMNS.map((name) => ({ title: t(`session_files.${name}`), isNumber: name === 'line' })),
    rows: shown.map(row),
    hasLines: true,
  });
  const some = t('session_files.some', { shown: shown.length, count: sorted.length });
  return [shown.length < sorted.length && h('p', {}, some), table];
}

/** @param {SessionRowView} one */
const weight = (one) => (one.outcome === 'left_out' ? 0 : one.problems.length ? 1 : 2);

/** @param {SessionRowView} one */
function row(one) {
  /**
   * @param {(typeof COLUMNS)[number]} name
   * @param {import('../elements/dom.js').Child} inside
   */
  const cell = (name, inside) =>
    h('td', { role: 'cell', class: name === 'line' && 'number', 'data-label': t(`session_files.${name}`) }, inside);
  return h(
    'tr',
    { role: 'row' },
    cell('line', one.line),
    cell('session', h('bdi', {}, one.title || t('workbench.untitled'))),
    cell('result', t(`session_files.outcome.${one.outcome}`)),
    cell('wrong', one.problems.length ? h('ul', { class: 'plain' }, one.problems.map(problem)) : '–'),
  );
}

/** @param {ProblemView} one */
const problem = (one) => h('li', {}, one.path ? `${columnOf(one.path)}: ${saidOf(one)}` : saidOf(one));

/** @param {string} path */
function columnOf(path) {
  if (path.startsWith(CREDITS))
    return t('session_files.credits_of', { kind: kindOf(path.slice(CREDITS.length)).short_name });
  const key = `session_files.columns.${path}`;
  return hasText(key) ? t(key) : path;
}
