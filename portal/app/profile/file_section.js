/** A file that Laurel makes when a learner asks for it: ask, watch how far it is, download it. */

import { announce } from '../elements/announcements.js';
import { fill, h } from '../elements/dom.js';
import { expiringLink } from '../elements/expiring_link.js';
import { follow } from '../elements/follow.js';
import { form } from '../elements/forms.js';
import { dateIn, day, moment, t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { Problem } from '../platform/problems.js';
import { proveAgain } from '../platform/session.js';

/** @import { Child } from '../elements/dom.js' */
/** @import { ExportView } from '#api' */

/**
 * Where a file is asked for, and its words.
 * @typedef {{path: string, say: (key: string, values?: Record<string, any>) => string}} FileKind
 */

/** @type {FileKind} */
export const ALL_DATA = { path: '/v1/me/export', say: (key, values) => t(`data.copy.${key}`, values) };
/** @type {FileKind} */
export const ALL_CERTIFICATES = {
  path: '/v1/me/export/certificates',
  say: (key, values) => t(`transcript.file.${key}`, values),
};
const EVERY = 3_000; // milliseconds
const KILOBYTE = 1000;

/**
 * The section, `watch` to follow a file that is being made, and `leave` to end that.
 * @param {FileKind} kind
 * @param {ExportView} first
 */
export function fileSection(kind, first) {
  const now = h('div', {});
  /** @param {ExportView} found */
  const hasEnded = (found) => found.state === 'ready' || found.state === 'failed';
  const { show, watch, leave } = follow(first, {
    read: async () => (await call('GET', kind.path)).data,
    isUnderWay,
    changed: (found, before) => {
      if (found.state !== before.state && hasEnded(found)) announce(said(kind, found));
      fill(now, contents(kind, found, ask));
    },
    every: EVERY,
  });
  /** @param {ExportView} seen */
  const ask = async (seen) => {
    try {
      show((await call('POST', kind.path)).data);
    } catch (problem) {
      if (seen.state === 'ready' || !(problem instanceof Problem) || problem.code !== 'export_too_soon') throw problem;
      // Another tab asked for it: the copy is there.
      show((await call('GET', kind.path)).data);
    }
  };
  fill(now, contents(kind, first, ask));
  const node = h(
    'section',
    { class: 'card no-print', 'aria-labelledby': 'copy' },
    h('h2', { id: 'copy' }, kind.say('title')),
    h('p', {}, kind.say('about')),
    now,
  );
  return { node, watch, leave };
}

/**
 * @param {FileKind} kind
 * @param {ExportView} found
 * @param {(seen: ExportView) => Promise<void>} ask
 * @returns {Child}
 */
function contents(kind, found, ask) {
  switch (found.state) {
    case 'waiting':
    case 'making':
      return [h('p', { class: 'note' }, said(kind, found)), bar(kind, found)];
    case 'ready':
      return [
        h('p', { class: 'note ok' }, said(kind, found)),
        h('p', { class: 'actions' }, download(kind, found)),
        h('p', { class: 'hint' }, kind.say('until', { day: day(dateIn(found.available_until ?? '')) })),
        form({ send: () => ask(found), label: kind.say('again'), quiet: true }).node,
      ];
    default:
      return [
        found.state === 'failed' && h('p', { class: 'note bad' }, said(kind, found)),
        form({ send: () => ask(found), label: kind.say('ask') }).node,
      ];
  }
}

/** @param {ExportView} found */
function isUnderWay(found) {
  return found.state === 'waiting' || found.state === 'making';
}

/**
 * @param {FileKind} kind
 * @param {ExportView} found
 */
function said(kind, found) {
  const { progress } = found;
  if (found.state === 'ready') {
    return kind.say('ready', { moment: moment(found.ready_at), size: size(kind, found.size ?? 0) });
  }
  if (found.state !== 'making' || !progress) return kind.say(found.state);
  const values = { ...progress, part: kind.say(`parts.${progress.part}`) };
  return progress.total ? kind.say('counted', values) : kind.say('making', values);
}

/**
 * @param {FileKind} kind
 * @param {ExportView} found
 */
function bar(kind, { progress }) {
  if (!progress) return h('progress', { 'aria-label': kind.say('title') });
  const part = progress.total ? progress.done / progress.total : 0;
  return h('progress', { 'aria-label': kind.say('title'), max: progress.steps, value: progress.step - 1 + part });
}

/**
 * @param {FileKind} kind
 * @param {ExportView} found
 */
function download(kind, found) {
  return expiringLink(kind.say('download'), fresh(found), async () => {
    const { data } = await call('GET', kind.path);
    if (data.state !== 'ready' || data.url) return fresh(data);
    // An older log-in gets no link.
    if (!(await proveAgain())) throw new Problem(403, { code: 'sign_in_again' });
    return fresh((await call('GET', kind.path)).data);
  });
}

/** @param {ExportView} found */
function fresh(found) {
  return { url: found.url ?? '', until: found.url_expires_at ?? '' };
}

/**
 * @param {FileKind} kind
 * @param {number} bytes
 */
function size(kind, bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / KILOBYTE));
  if (kilobytes < KILOBYTE) return kind.say('kilobytes', { count: kilobytes });
  return kind.say('megabytes', { count: (kilobytes / KILOBYTE).toFixed(1) });
}
