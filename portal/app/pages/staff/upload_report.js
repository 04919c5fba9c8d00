/** What became of an uploaded file: its state, numbers and rejected rows; it looks again until the file was read. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { expiringLink } from '../../elements/expiring_link.js';
import { follow } from '../../elements/follow.js';
import { tableOf } from '../../elements/table.js';
import { moment, t } from '../../elements/words.js';

/** @import { Child } from '../../elements/dom.js' */
/** @import { RejectedRowView, UploadView } from '#api' */

const EVERY = 2_000; // milliseconds
const COLUMNS = /** @type {const} */ (['line', 'row', 'column', 'problem']);
const COUNTS = /** @type {const} */ (['rows', 'credits', 'repeats', 'rejected', 'members', 'changed']);

/**
 * The section, `watch` to follow a file that is not read yet, and `leave` to end that.
 * @param {UploadView} first
 * @param {() => Promise<UploadView>} look
 */
export function reportSection(first, look) {
  const node = h('section', { class: 'card', 'aria-label': t('uploads.report') });
  const { watch, leave } = follow(first, {
    read: look,
    isUnderWay,
    changed: (found, before) => {
      if (said(found) === said(before)) return;
      announce(said(found));
      fill(node, contents(found, look));
    },
    every: EVERY,
  });
  fill(node, contents(first, look));
  return { node, watch, leave };
}

/** @param {UploadView} found */
function isUnderWay(found) {
  return found.state === 'waiting' || found.state === 'being_read';
}

/** @param {UploadView} found */
export function said(found) {
  if (found.superseded) return t('uploads.state.superseded');
  if (found.state === 'waiting' && !found.received_at) return t('uploads.state.not_here');
  const state = t(`uploads.state.${found.state}`);
  const { report } = found;
  if (found.state !== 'done' || !report) return state;
  const rejected = t(report.rejected ? 'uploads.some_rejected' : 'uploads.all_taken', { count: report.rejected });
  return [state, rejected, report.noted && t('uploads.some_noted', { count: report.noted })].filter(Boolean).join(' ');
}

/**
 * @param {UploadView} found
 * @param {() => Promise<UploadView>} look
 * @returns {Child}
 */
function contents(found, look) {
  const { report } = found;
  const tone = { refused: 'bad', done: handedBack(found) ? 'warn' : 'ok' };
  const note = h('p', { class: `note ${tone[/** @type {'done'} */ (found.state)] ?? ''}` }, said(found));
  return [
    note,
    isUnderWay(found) && h('progress', { 'aria-label': said(found) }),
    report?.message && h('p', {}, h('strong', {}, report.message)),
    report && numbers(found),
    report?.again_on && h('p', { class: 'hint' }, t('uploads.again_on', { day: report.again_on })),
    handedBack(found) > 0 && rejected(found, look),
  ];
}

/**
 * How many rows were handed back: rejected ones, and members whose ASCP customer ID is bad.
 * @param {UploadView} found
 */
function handedBack({ report }) {
  return report ? report.rejected + report.noted : 0;
}

/** @param {UploadView} found */
function numbers({ report, received_at: received }) {
  /**
   * @param {string} name
   * @param {Child} value
   */
  const fact = (name, value) => h('div', {}, h('dt', {}, t(`uploads.facts.${name}`)), h('dd', {}, value));
  const isRoster = report?.members !== null;
  const shown = COUNTS.filter((name) => !(isRoster && (name === 'credits' || name === 'repeats')));
  const counts = shown.filter((name) => report?.[name] !== null).map((name) => fact(name, String(report?.[name])));
  return h('dl', { class: 'facts' }, counts, fact('received', moment(received ?? '')));
}

/**
 * @param {UploadView} found
 * @param {() => Promise<UploadView>} look
 * @returns {Child}
 */
function rejected(found, look) {
  const rows = found.rejected_rows;
  if (!rows.length) return h('p', { class: 'hint' }, t('uploads.over'));
  const total = handedBack(found) || rows.length;
  const kind = found.report?.rejected ? 'rejected_rows' : 'noted_rows';
  return [
    h('h2', {}, t(`uploads.${kind}.title`)),
    h('p', {}, t(`uploads.${kind}.lead`)),
    h(
      'p',
      { class: 'actions' },
      expiringLink(t(`uploads.${kind}.download`), fresh(found), async () => fresh(await look())),
    ),
    total > rows.length && h('p', { class: 'hint' }, t('uploads.first', { count: rows.length, total })),
    table(rows, t(`uploads.${kind}.title`)),
  ];
}

/** @param {UploadView} found */
function fresh(found) {
  return { url: found.rejected_rows_url ?? '', until: found.rejected_rows_url_expires_at ?? '' };
}

/**
 * @param {RejectedRowView[]} rows
 * @param {string} caption
 */
function table(rows, caption) {
  /** @param {RejectedRowView} one */
  const row = (one) => {
    const key = one.values.reference ?? one.values.member_number ?? '';
    const texts = [one.line === null ? '' : String(one.line), key, one.column, one.message];
    return h(
      'tr',
      { role: 'row' },
      texts.map((text, n) => h('td', { role: 'cell', 'data-label': t(`uploads.columns.${COLUMNS[n]}`) }, text)),
    );
  };
  return tableOf({
    caption,
    columns: COLUMNS.map((name) => ({ title: t(`uploads.columns.${name}`) })),
    rows: rows.map(row),
    hasLines: true,
  });
}
