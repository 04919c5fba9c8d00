/** What became of each row of a report of attendance. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';

/** @import { Activity, AttendanceReportView, AttendanceRowView } from '#api' */

const STATUSES = /** @type {const} */ (['unreadable', 'no_email', 'not_in_session', 'too_short', 'taken', 'known']);
const MOST = 500; // rows that are shown: a page with thousands is slow on an old phone

/**
 * @param {AttendanceReportView} data
 * @param {Activity} activity
 */
export function report(data, activity) {
  const said = t(data.dry_run ? 'attendance_reports.checked' : 'attendance_reports.done');
  return h(
    'section',
    {},
    h('p', { class: 'note ok' }, said, ' ', t('attendance_reports.people', { count: data.people })),
    counts(data),
    rows(data, activity),
  );
}

/** @param {AttendanceReportView} data */
function counts(data) {
  const line = (/** @type {(typeof STATUSES)[number]} */ status) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        t(`attendance_reports.status.${status}`),
        h('span', { class: 'hint' }, ' ', t(`attendance_reports.status_about.${status}`)),
      ),
      h('td', { role: 'cell', class: 'number', 'data-label': t('attendance_reports.rows') }, data.counts[status] ?? 0),
    );
  return tableOf({
    caption: t('attendance_reports.counts'),
    columns: [{ title: t('attendance_reports.result') }, { title: t('attendance_reports.rows'), isNumber: true }],
    rows: STATUSES.map(line),
  });
}

/**
 * @param {AttendanceReportView} data
 * @param {Activity} activity
 */
function rows(data, activity) {
  const titles = new Map(activity.sessions.map((one) => [one.id, one.title]));
  const order = (/** @type {AttendanceRowView} */ one) => STATUSES.indexOf(one.status);
  const sorted = [...data.rows].sort((one, other) => order(one) - order(other) || one.line - other.line);
  const shown = sorted.slice(0, MOST);
  const columns = ['line', 'person', 'result', 'minutes'].map((name) => ({ title: t(`attendance_reports.${name}`) }));
  const table = tableOf({
    caption: t('attendance_reports.listed'),
    columns,
    rows: shown.map((one) => row(one, titles)),
    hasLines: true,
  });
  const some = t('attendance_reports.shown', { shown: shown.length, count: sorted.length });
  return [shown.length < sorted.length && h('p', {}, some), table];
}

/**
 * @param {AttendanceRowView} one
 * @param {Map<string, string>} titles
 */
function row(one, titles) {
  /** @param {string} name @param {...import('../../elements/dom.js').Child} inside */
  const cell = (name, ...inside) => h('td', { role: 'cell', 'data-label': t(`attendance_reports.${name}`) }, inside);
  const stays = one.sessions.map(({ session_id, minutes, needed_minutes }) =>
    t('attendance_reports.stay', { title: titles.get(session_id) ?? session_id, minutes, needed: needed_minutes }),
  );
  return h(
    'tr',
    { role: 'row' },
    cell('line', one.line),
    cell('person', h('bdi', {}, one.name || one.email || '–'), one.name && one.email && h('br'), one.name && one.email),
    cell('result', t(`attendance_reports.status.${one.status}`), one.why && ` ${one.why}`),
    cell('minutes', stays.length ? stays.flatMap((text) => [text, h('br')]) : '–'),
  );
}
