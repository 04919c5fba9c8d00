/** The questions of an evaluation, and what was answered. */

import { h, newId, written } from '../../elements/dom.js';
import { complaint, field } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { LIMITS } from '../../platform/limits.js';

/** @import { EvaluationForm, EvaluationQuestion } from '#api' */

/** @typedef {Record<string, any>} Answers by the id of the question */

/** @typedef {{node: HTMLElement, value: () => any, first: HTMLElement, complain: () => void}} Asked */

/**
 * The questions of a form: `open()` are the required ones without an answer, `complain()` says so at each of them and
 * goes to the first; `first()` is where answering begins.
 * @typedef {object} Evaluation
 * @property {HTMLElement} node
 * @property {() => Answers} answers
 * @property {() => EvaluationQuestion[]} open
 * @property {() => void} complain
 * @property {() => HTMLElement | undefined} first
 */

/**
 * The questions of `form`, filled with `answers`. `changed(isTyping)` is called at each change.
 * @param {EvaluationForm} form
 * @param {Answers} answers
 * @param {(isTyping: boolean) => void} changed
 * @returns {Evaluation}
 */
export function evaluation(form, answers, changed) {
  const asked = form.questions.map((question) => ({ question, ...control(question, answers[question.id], changed) }));
  const unanswered = () => asked.filter((one) => one.question.required && one.value() === null);
  return {
    node: h(
      'div',
      {},
      asked.map((one) => one.node),
    ),
    answers: () =>
      Object.fromEntries(asked.map((one) => [one.question.id, one.value()]).filter(([, value]) => value !== null)),
    open: () => unanswered().map((one) => one.question),
    first: () => (unanswered()[0] ?? asked[0])?.first,
    complain: () => {
      for (const one of unanswered()) one.complain();
      unanswered()[0]?.first.focus();
    },
  };
}

/**
 * @param {EvaluationQuestion} question
 * @param {any} answer
 * @param {(isTyping: boolean) => void} changed
 * @returns {Asked}
 */
function control(question, answer, changed) {
  if (question.kind === 'likert')
    return scale(
      question,
      LIMITS.scale.map((n) => [n, String(n)]),
      answer,
      changed,
      true,
    );
  if (question.kind === 'yes_no')
    return scale(
      question,
      [
        [true, t('common.yes')],
        [false, t('common.no')],
      ],
      answer,
      changed,
      false,
    );
  if (question.kind === 'choice') return list(question, answer, changed);
  return text(question, answer, changed);
}

/** @param {EvaluationQuestion} question */
function legend(question) {
  return [written(question.text), !question.required && h('span', { class: 'meta' }, ` ${t('forms.optional')}`)];
}

/**
 * @param {EvaluationQuestion} question
 * @param {[number | boolean, string][]} options
 * @param {any} answer
 * @param {(isTyping: boolean) => void} changed
 * @param {boolean} hasEnds
 * @returns {Asked}
 */
function scale(question, options, answer, changed, hasEnds) {
  const name = newId('scale');
  const inputs = options.map(([value]) =>
    h('input', {
      type: 'radio',
      name,
      value: String(value),
      checked: answer === value,
      onchange: () => changed(false),
    }),
  );
  const node = h(
    'fieldset',
    { role: 'radiogroup' },
    h('legend', {}, legend(question)),
    h(
      'div',
      { class: 'scale' },
      options.map(([, label], n) => h('label', {}, inputs[n], h('span', {}, label))),
    ),
    hasEnds &&
      h('div', { class: 'scale-ends' }, h('span', {}, t('evaluation.least')), h('span', {}, t('evaluation.most'))),
  );
  const value = () => {
    const n = inputs.findIndex((input) => input.checked);
    return n < 0 ? null : options[n][0];
  };
  return { node, value, first: inputs[0], complain: complaint(node) };
}

/**
 * @param {EvaluationQuestion} question
 * @param {any} answer
 * @param {(isTyping: boolean) => void} changed
 * @returns {Asked}
 */
function list(question, answer, changed) {
  const name = newId('list');
  const inputs = question.choices.map((choice) =>
    h('input', { type: 'radio', name, value: choice, checked: answer === choice, onchange: () => changed(false) }),
  );
  const node = h(
    'fieldset',
    { role: 'radiogroup' },
    h('legend', {}, legend(question)),
    h(
      'div',
      { class: 'scale' },
      question.choices.map((choice, n) => h('label', {}, inputs[n], h('span', {}, written(choice)))),
    ),
  );
  return {
    node,
    value: () => inputs.find((input) => input.checked)?.value ?? null,
    first: inputs[0],
    complain: complaint(node),
  };
}

/**
 * @param {EvaluationQuestion} question
 * @param {any} answer
 * @param {(isTyping: boolean) => void} changed
 * @returns {Asked}
 */
function text(question, answer, changed) {
  const input = h('textarea', {
    rows: '2',
    maxlength: String(LIMITS.comment),
    value: answer ?? '',
    oninput: () => changed(true),
  });
  const label = [written(question.text), !question.required && ` ${t('forms.optional')}`];
  const made = field({ label, input });
  return {
    node: made.node,
    value: () => input.value.trim() || null,
    first: input,
    complain: () => made.complain(t('forms.needed')),
  };
}
