/** What is different between two versions of a claim, in words. */

import { t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';

/** @import { ClaimView, EvaluatedSessionView } from '#api' */

/**
 * The claimed session of this id; null if it is not claimed.
 * @param {ClaimView} claim
 * @param {string} sessionId
 * @returns {EvaluatedSessionView | null}
 */
export function sessionOf(claim, sessionId) {
  return claim.sessions.find((one) => one.session_id === sessionId) ?? null;
}

/**
 * What was changed between the versions `before` and `after`: one sentence for each thing.
 * @param {ClaimView} before
 * @param {ClaimView} after
 * @returns {string[]}
 */
export function changesBetween(before, after) {
  const said = [];
  if (before.statement !== after.statement)
    said.push(t('changes.statement', { statement: kindOf(after.statement).name }));
  for (const one of after.sessions) {
    const old = sessionOf(before, one.session_id);
    if (!old) said.push(t('changes.claimed', { title: one.title, credits: one.credits }));
    else if (old.credits !== one.credits) said.push(t('changes.credits', { title: one.title, credits: one.credits }));
    else if (JSON.stringify(old.evaluation) !== JSON.stringify(one.evaluation))
      said.push(t('changes.evaluation', { title: one.title }));
  }
  for (const one of before.sessions) {
    if (!sessionOf(after, one.session_id)) said.push(t('changes.removed', { title: one.title }));
  }
  if (before.status !== after.status) said.push(t('changes.final'));
  return said;
}
