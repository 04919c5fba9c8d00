/** What waits in this tab to be saved, and what could not be: by claim, with the titles of the sessions. */

import { h } from '/app/dom.js';
import { wordsFor } from '/app/problems.js';
import { drop, keep, kept, keptUnder } from '/app/typed.js';
import { t } from '/app/words.js';

const WAITING = 'unsaved.';
const REFUSED = 'refused.';

/** What waits of this claim: `{wanted, title}` by session id. */
export function waitingOf(claimId) {
  const found = Object.entries(kept(WAITING + claimId) ?? {});
  // A tab that was open while the portal was renewed kept no titles.
  return Object.fromEntries(found.map(([id, one]) => [id, one && 'wanted' in one ? one : { wanted: one, title: id }]));
}

/** Keeps what waits of this claim. */
export function keepWaiting(claimId, waiting) {
  if (Object.keys(waiting).length) keep(WAITING + claimId, waiting);
  else drop(WAITING + claimId);
}

/** The titles of what waits of this claim. */
export function titlesOf(claimId) {
  return Object.values(waitingOf(claimId)).map((one) => one.title);
}

/** The claims of which something waits in this tab. */
export function claimsWaiting() {
  return keptUnder(WAITING);
}

/** The titles of all that waits in this tab. */
export function allTitles() {
  return claimsWaiting().flatMap(titlesOf);
}

/** Whether anything was typed in this tab that is not saved: what waits, and what was begun. */
export function isAnythingUnsaved() {
  return keptUnder('').some((key) => !key.startsWith(REFUSED));
}

/** Notes a session that could not be saved while no page could say so. */
export function noteRefused(claimId, { title, problem }) {
  const why = problem ? wordsFor(problem) : null;
  const said = why ? [why.title, why.detail].filter(Boolean).join(' ') : t('sessions.conflict');
  keep(REFUSED + claimId, { ...kept(REFUSED + claimId), [title]: said });
}

/** Forgets those notes: the learner is where they see for themselves. */
export function forgetRefused(claimId) {
  drop(REFUSED + claimId);
}

/** A box with what could not be saved of this claim; null if there is nothing. */
export function refusedBox(claimId) {
  const found = Object.entries(kept(REFUSED + claimId) ?? {});
  if (!found.length) return null;
  return h('section', { class: 'note bad', 'aria-labelledby': 'refused' }, h('h2', { id: 'refused' }, t('unsaved.refused')),
    h('ul', {}, found.map(([title, said]) => h('li', {}, h('strong', {}, title), `: ${said}`))));
}

/** A list of titles. */
export function titleList(titles) {
  return h('ul', {}, titles.map((one) => h('li', {}, one)));
}

/** What is said to somebody who was logged out in another tab while something waited here; null if nothing did. */
export function keptBox() {
  if (!isAnythingUnsaved()) return null;
  const titles = allTitles();
  return h('section', { class: 'note warn', 'aria-labelledby': 'kept' }, h('h2', { id: 'kept' }, t('unsaved.logged_out')),
    titles.length > 0 && titleList(titles), h('p', {}, t('unsaved.kept')),
    h('p', {}, h('a', { class: 'button', href: '/sign-in' }, t('shell.sign_in'))));
}
