/** This tab's unsaved changes, and those that were refused: by claim, with the titles of the sessions. */

import { around, h, written } from '../elements/dom.js';
import { wordsFor } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { drop, keep, kept, keptUnder } from '../platform/drafts.js';
import { Problem } from '../platform/problems.js';

/**
 * @typedef {{credits: string, evaluation: Record<string, any>}} Wanted what the learner wants to claim for a session
 */

/**
 * @typedef {{wanted: Wanted | null, title: string}} Waiting a change that is not sent yet; null removes the session
 */

const WAITING = 'unsaved.';
const REFUSED = 'refused.';
/** Where the marks of a claim's sessions are kept: a choice that nobody typed. */
export const MARKS = 'marks.';

/**
 * The unsaved changes of this claim: `{wanted, title}` by session id.
 * @param {string} claimId
 * @returns {Record<string, Waiting>}
 */
export function waitingOf(claimId) {
  const found = Object.entries(kept(WAITING + claimId) ?? {});
  // A tab from before an older version of the portal was replaced has no titles.
  return Object.fromEntries(found.map(([id, one]) => [id, one && 'wanted' in one ? one : { wanted: one, title: id }]));
}

/**
 * Keeps the unsaved changes of this claim.
 * @param {string} claimId
 * @param {Record<string, Waiting>} waiting
 */
export function keepWaiting(claimId, waiting) {
  if (Object.keys(waiting).length) keep(WAITING + claimId, waiting);
  else drop(WAITING + claimId);
}

/**
 * The titles of the unsaved sessions of this claim.
 * @param {string} claimId
 * @returns {string[]}
 */
export function titlesOf(claimId) {
  return Object.values(waitingOf(claimId)).map((one) => one.title);
}

/** The claims with unsaved changes in this tab. */
export function claimsWaiting() {
  return keptUnder(WAITING);
}

/** The titles of all unsaved sessions in this tab. */
export function allTitles() {
  return claimsWaiting().flatMap(titlesOf);
}

/** Whether this tab has unsaved work: claimed sessions, or answers that were started. */
export function isAnythingUnsaved() {
  return keptUnder('').some((key) => !key.startsWith(REFUSED) && !key.startsWith(MARKS));
}

/**
 * Records a session that was refused while no page could show it.
 * @param {string} claimId
 * @param {{title: string, problem?: unknown}} options
 */
export function noteRefused(claimId, { title, problem }) {
  const why = problem ? wordsFor(problem) : { title: t('sessions.conflict'), detail: '' };
  const said = problem instanceof Problem ? problem.detail : '';
  keep(REFUSED + claimId, { ...kept(REFUSED + claimId), [title]: { ...why, said } });
}

/**
 * Deletes those records: the learner is on the page that shows the sessions.
 * @param {string} claimId
 */
export function forgetRefused(claimId) {
  drop(REFUSED + claimId);
}

/**
 * A box with the refused sessions of this claim; null if there are none.
 * @param {string} claimId
 * @returns {HTMLElement | null}
 */
export function refusedBox(claimId) {
  const found = Object.entries(kept(REFUSED + claimId) ?? {});
  if (!found.length) return null;
  return h(
    'section',
    { class: 'note bad', 'aria-labelledby': 'refused' },
    h('h2', { id: 'refused' }, t('unsaved.refused')),
    h(
      'ul',
      {},
      found.map(([title, why]) =>
        h('li', {}, h('strong', {}, written(title)), `: ${why.title ?? why} `, around(why.detail, why.said)),
      ),
    ),
  );
}

/**
 * A list of titles.
 * @param {string[]} titles
 */
export function titleList(titles) {
  return h(
    'ul',
    {},
    titles.map((one) => h('li', {}, written(one))),
  );
}

/** The box for a learner who was logged out in another tab with unsaved work here; null if there is none. */
export function keptBox() {
  if (!isAnythingUnsaved()) return null;
  const titles = allTitles();
  return h(
    'section',
    { class: 'note warn', 'aria-labelledby': 'kept' },
    h('h2', { id: 'kept' }, t('unsaved.logged_out')),
    titles.length > 0 && titleList(titles),
    h('p', {}, t('unsaved.kept')),
    h('p', {}, h('a', { class: 'button', href: '/sign-in' }, t('shell.sign_in'))),
  );
}
