/** The run reports of the nightly run. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, hasText, isDay, moment, t } from '../../elements/words.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { nightFlow } from './night_flow.js';
import { runBars } from './run_bars.js';
import { runFiles } from './run_files.js';

/** @import { LateSource, RunLine, RunView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const COUNTS = /** @type {const} */ (['rows', 'credits', 'repeats', 'rejected', 'reported', 'requeued']);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const given = query.get('date') ?? '';
  const date = isDay(given) ? given : null;
  const path = date ? `/v1/staff/runs/${date}` : '/v1/staff/runs';
  const cursor = query.get('cursor');
  const [{ data }, glance] = await Promise.all([
    call('GET', path, { query: { cursor } }),
    atAGlance(date, cursor),
    fetchStyle('figures'),
  ]);
  const body = [
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: date ? '/staff/runs' : '/staff' }, date ? t('staff.runs.title') : t('staff.title')),
    ),
    h('h1', {}, date ? t('staff.runs.of', { date: day(date) }) : t('staff.runs.title')),
    data.items.length
      ? date
        ? [glance, data.items.map(report)]
        : [glance, table(data.items)]
      : h('p', { class: 'note' }, t('staff.runs.none')),
    data.next_cursor &&
      h(
        'p',
        {},
        h(
          'a',
          { class: 'button quiet', href: `/staff/runs?${new URLSearchParams({ cursor: data.next_cursor })}` },
          t('activities.next_page'),
        ),
      ),
  ];
  return { title: t('staff.runs.title'), body };
}

/**
 * The picture above the reports: the flow of one day, or the bars of the last nights above the first page.
 * @param {string | null} date
 * @param {string | null} cursor
 */
async function atAGlance(date, cursor) {
  if (date) return nightFlow((await call('GET', `/v1/staff/runs/${date}/flow`)).data);
  return cursor ? null : runBars((await call('GET', '/v1/staff/nights')).data);
}

/** @param {string} column */
const isNumber = (column) => [...COUNTS, 'unmatched', 'files'].includes(column);

/** @param {RunLine} run */
function standing(run) {
  if (!run.reconciles) return h('span', { class: 'badge bad' }, t('staff.runs.open'));
  return run.complete
    ? h('span', { class: 'badge' }, t('staff.runs.reconciles'))
    : h('span', { class: 'badge warn' }, t('staff.runs.unfinished'));
}

/** @param {RunLine} run */
const unmatched = (run) => Object.values(run.unmatched).reduce((sum, n) => sum + n, 0);

/** @param {RunLine[]} runs */
function table(runs) {
  const columns = ['started', 'standing', ...COUNTS, 'unmatched', 'files'];
  /**
   * @param {string} name
   * @param {...Child} inside
   */
  const cell = (name, ...inside) =>
    h('td', { role: 'cell', class: isNumber(name) && 'number', 'data-label': t(`staff.runs.columns.${name}`) }, inside);
  /** @param {RunLine} run */
  const row = (run) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        h('a', { class: 'whole', href: `/staff/runs?date=${run.started_at.slice(0, 10)}` }, moment(run.started_at)),
        run.arrival && [' ', h('span', { class: 'note' }, t('staff.runs.arrival'))],
      ),
      cell('standing', standing(run)),
      COUNTS.map((name) => cell(name, String(run[name]))),
      cell('unmatched', String(unmatched(run))),
      cell('files', String(run.file_count)),
    );
  return tableOf({
    caption: t('staff.runs.title'),
    columns: columns.map((name) => ({ title: t(`staff.runs.columns.${name}`), isNumber: isNumber(name) })),
    rows: runs.map(row),
  });
}

/** @param {LateSource} one */
const late = (one) =>
  h(
    'li',
    {},
    h('code', {}, one.source),
    ': ',
    t(one.sent_at ? 'staff.runs.late_since' : 'staff.runs.late_never', {
      days: one.days,
      every: one.every_days,
      last: moment(one.sent_at ?? ''),
    }),
  );

/** @param {RunView} run */
function report(run) {
  /**
   * @param {string} name
   * @param {Child} value
   */
  const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const reasons = Object.entries(run.unmatched).map(([reason, n]) =>
    fact(hasText(`reasons.${reason}`) ? t(`reasons.${reason}`) : reason, String(n)),
  );
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, moment(run.started_at)),
    h('p', {}, standing(run), ' ', run.note),
    h(
      'dl',
      { class: 'facts' },
      COUNTS.map((name) => fact(t(`staff.runs.columns.${name}`), String(run[name]))),
      reasons,
      fact(t('staff.runs.id'), h('code', {}, run.run_id)),
      fact(t('staff.runs.finished'), moment(run.finished_at)),
    ),
    run.providers_without_record.length > 0 &&
      h(
        'p',
        { class: 'note warn' },
        t('staff.runs.without_record', { providers: run.providers_without_record.join(', ') }),
        ' ',
        h('a', { href: '/staff/providers' }, t('staff.providers.title')),
      ),
    run.late_sources.length > 0 &&
      h(
        'div',
        { class: 'note warn' },
        h('p', {}, t('staff.runs.late'), ' ', h('a', { href: '/staff/providers' }, t('staff.providers.title'))),
        h('ul', {}, run.late_sources.map(late)),
      ),
    runFiles(run),
  );
}
