/** The sessions of the Credit Summary by day, with what each day adds up to. */

import { h, written } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { amount, cents, dateIn, hours, t, weekday } from '../../elements/words.js';
import { byDay } from '../sessions/by_day.js';

/** @import { ClaimedSessionView, PublicActivity, SummaryView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

/**
 * The claimed sessions by day; the credits of those that count are added up, in hundredths.
 * @param {ClaimedSessionView[]} sessions
 * @param {string} zone of the activity
 * @returns {{day: string, total: number, held: ClaimedSessionView[]}[]}
 */
export function daysOf(sessions, zone) {
  const sorted = [...sessions].sort((one, other) => (one.starts_at < other.starts_at ? -1 : 1));
  return byDay(sorted, (one) => dateIn(one.starts_at, zone)).map(([day, held]) => ({
    day,
    held,
    total: held.reduce((sum, one) => sum + (one.counts ? cents(one.credits) : 0), 0),
  }));
}

/**
 * A table for each day; one for all where nothing is held at a time.
 * @param {SummaryView} summary
 * @param {PublicActivity} activity
 */
export function sessionsByDay({ sessions }, activity) {
  if (!sessions.length) return null;
  const isOnline = activity.kind === 'online';
  const tables = isOnline
    ? table(t('printing.sessions'), sessions, activity)
    : daysOf(sessions, activity.time_zone).map(({ day, total, held }) =>
        table(t('printing.day', { day: weekday(day), credits: amount(total) }), held, activity),
      );
  return h(
    'section',
    { class: 'by-day', 'aria-labelledby': 'by-day' },
    h('h2', { id: 'by-day' }, t('printing.sessions')),
    tables,
  );
}

/**
 * @param {string} caption
 * @param {ClaimedSessionView[]} held
 * @param {PublicActivity} activity
 */
function table(caption, held, activity) {
  const isOnline = activity.kind === 'online';
  /**
   * @param {string} label
   * @param {string} className
   * @param {Child} text
   */
  const cell = (label, className, text) => h('td', { role: 'cell', 'data-label': label, class: className }, text);
  const rows = held.map((one) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        written(one.title),
        !one.counts && h('span', { class: 'badge bad' }, t('summary.does_not_count')),
      ),
      !isOnline && cell(t('summary.when'), 'when', hours(one.starts_at, one.ends_at, activity.time_zone)),
      cell(t('summary.credits'), 'number', one.credits),
    ),
  );
  const columns = ['session', !isOnline && 'when', 'credits'].filter(Boolean);
  return tableOf({
    caption,
    isCaptionShown: !isOnline,
    columns: columns.map((name) => ({ title: t(`summary.${name}`), isNumber: name === 'credits' })),
    rows,
    hasLines: true,
  });
}
