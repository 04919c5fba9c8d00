/** The question which of two versions of a session counts, when both were changed. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

/** @import { EvaluatedSessionView } from '#api' */

/**
 * A box that asks; `theirs` is the session in the claim, null if it was removed there.
 * @param {{theirs: EvaluatedSessionView | null, keepMine: () => void, takeTheirs: () => void}} options
 */
export function conflictBox({ theirs, keepMine, takeTheirs }) {
  const there = theirs ? t('sessions.theirs', { credits: theirs.credits }) : t('sessions.theirs_removed');
  return h(
    'div',
    { class: 'note warn', role: 'group', tabindex: '-1', 'aria-label': t('sessions.conflict') },
    h('p', {}, `${t('sessions.conflict')} ${there}`),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'button', onclick: keepMine }, t('sessions.keep_mine')),
      h('button', { type: 'button', class: 'button quiet', onclick: takeTheirs }, t('sessions.take_theirs')),
    ),
  );
}
