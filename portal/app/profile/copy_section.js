/** The copy of a learner's data: ask for it, watch how far it is, download it. */

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

const PATH = '/v1/me/export';
const EVERY = 3_000; // milliseconds
const KILOBYTE = 1000;

/**
 * The section, `watch` to follow a copy that is being made, and `leave` to end that.
 * @param {ExportView} first
 */
export function copySection(first) {
  const now = h('div', {});
  /** @param {ExportView} found */
  const hasEnded = (found) => found.state === 'ready' || found.state === 'failed';
  const { show, watch, leave } = follow(first, {
    read: async () => (await call('GET', PATH)).data,
    isUnderWay,
    changed: (found, before) => {
      if (found.state !== before.state && hasEnded(found)) announce(said(found));
      fill(now, contents(found, ask));
    },
    every: EVERY,
  });
  /** @param {ExportView} seen */
  const ask = async (seen) => {
    try {
      show((await call('POST', PATH)).data);
    } catch (problem) {
      if (seen.state === 'ready' || !(problem instanceof Problem) || problem.code !== 'export_too_soon') throw problem;
      // Another tab asked for it: the copy is there.
      show((await call('GET', PATH)).data);
    }
  };
  fill(now, contents(first, ask));
  const node = h(
    'section',
    { class: 'card', 'aria-labelledby': 'copy' },
    h('h2', { id: 'copy' }, t('data.copy.title')),
    h('p', {}, t('data.copy.about')),
    now,
  );
  return { node, watch, leave };
}

/**
 * @param {ExportView} found
 * @param {(seen: ExportView) => Promise<void>} ask
 * @returns {Child}
 */
function contents(found, ask) {
  switch (found.state) {
    case 'waiting':
    case 'making':
      return [h('p', { class: 'note' }, said(found)), bar(found)];
    case 'ready':
      return [
        h('p', { class: 'note ok' }, said(found)),
        h('p', { class: 'actions' }, download(found)),
        h('p', { class: 'hint' }, t('data.copy.until', { day: day(dateIn(found.available_until ?? '')) })),
        form({ send: () => ask(found), label: t('data.copy.again'), quiet: true }).node,
      ];
    default:
      return [
        found.state === 'failed' && h('p', { class: 'note bad' }, said(found)),
        form({ send: () => ask(found), label: t('data.copy.ask') }).node,
      ];
  }
}

/** @param {ExportView} found */
function isUnderWay(found) {
  return found.state === 'waiting' || found.state === 'making';
}

/** @param {ExportView} found */
function said(found) {
  const { progress } = found;
  if (found.state === 'ready') {
    return t('data.copy.ready', { moment: moment(found.ready_at), size: size(found.size ?? 0) });
  }
  if (found.state !== 'making' || !progress) return t(`data.copy.${found.state}`);
  const values = { ...progress, part: t(`data.copy.parts.${progress.part}`) };
  return progress.total ? t('data.copy.counted', values) : t('data.copy.making', values);
}

/** @param {ExportView} found */
function bar({ progress }) {
  if (!progress) return h('progress', { 'aria-label': t('data.copy.title') });
  const part = progress.total ? progress.done / progress.total : 0;
  return h('progress', { 'aria-label': t('data.copy.title'), max: progress.steps, value: progress.step - 1 + part });
}

/** @param {ExportView} found */
function download(found) {
  return expiringLink(t('data.copy.download'), fresh(found), async () => {
    const { data } = await call('GET', PATH);
    if (data.state !== 'ready' || data.url) return fresh(data);
    // An older log-in gets no link.
    if (!(await proveAgain())) throw new Problem(403, { code: 'sign_in_again' });
    return fresh((await call('GET', PATH)).data);
  });
}

/** @param {ExportView} found */
function fresh(found) {
  return { url: found.url ?? '', until: found.url_expires_at ?? '' };
}

/** @param {number} bytes */
function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / KILOBYTE));
  if (kilobytes < KILOBYTE) return t('data.copy.kilobytes', { count: kilobytes });
  return t('data.copy.megabytes', { count: (kilobytes / KILOBYTE).toFixed(1) });
}
