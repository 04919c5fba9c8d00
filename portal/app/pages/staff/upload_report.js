/** What became of an uploaded file: its state, numbers and rejected rows; it looks again until the file was read. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { follow } from '../../elements/follow.js';
import { moment, t } from '../../elements/words.js';
import { handedBack } from '../../intake/rejected_rows.js';

/** @import { Child } from '../../elements/dom.js' */
/** @import { UploadView } from '#api' */

const EVERY = 2_000; // milliseconds
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
  const tone = { refused: 'bad', done: backCount(found) ? 'warn' : 'ok' };
  const note = h('p', { class: `note ${tone[/** @type {'done'} */ (found.state)] ?? ''}` }, said(found));
  return [
    note,
    isUnderWay(found) && h('progress', { 'aria-label': said(found) }),
    report?.message && h('p', {}, h('strong', {}, report.message)),
    report && numbers(found),
    report?.again_on && h('p', { class: 'hint' }, t('uploads.again_on', { day: report.again_on })),
    report && backCount(found) > 0 && handedBack(found, look, report),
  ];
}

/**
 * How many rows were handed back: rejected ones, and members whose ASCP customer ID is bad.
 * @param {UploadView} found
 */
function backCount({ report }) {
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
