/** A question of a post-test. */

import { h, written } from '../../elements/dom.js';
import { choices, complaint } from '../../elements/forms.js';
import { t } from '../../elements/words.js';

/** @import { LearnerAssessment } from '#api' */

/**
 * @param {LearnerAssessment['questions'][number]} question
 * @param {number} n its place, from 0
 * @param {string | undefined} value the answer so far
 * @param {(value: string) => void} note
 * @param {boolean} [isWrong]
 */
export function questionField(question, n, value, note, isWrong) {
  const told = isWrong ? h('p', { class: 'error' }, t('course.wrong')) : null;
  /** @param {{target: HTMLInputElement}} options */
  const onchange = ({ target }) => {
    told?.remove();
    note(target.value);
  };
  const options = question.choices.map((one) => ({ value: one.id, label: written(one.text) }));
  const made = choices({ legend: [`${n + 1}. `, written(question.text)], name: 'question', options, value, onchange });
  if (told) made.node.append(told);
  return { id: question.id, ...made, complain: complaint(made.node) };
}
