/** The steps of a claim as learners would see them, to try: nothing is saved. */

import { accessField } from '../../claim/asked/access_field.js';
import { disclosureCards } from '../../claim/asked/disclosure_cards.js';
import { questionField } from '../../claim/asked/test_question.js';
import { evaluation } from '../../claim/sessions/evaluation.js';
import { statementOptions } from '../../claim/statements.js';
import { steps } from '../../claim/steps.js';
import { h } from '../../elements/dom.js';
import { choices } from '../../elements/forms.js';
import { t } from '../../elements/words.js';

/** @import { LearnerAssessment, PreviewView, PublicActivity, PublicSession } from '#api'../../
/** @import { Child } from '../../elements/dom.js' */

/** @param {PreviewView} data */
export function claimPreview({ activity, sessions, assessment }) {
  const overall = activity.evaluation_forms.find((one) => one.id === activity.overall_evaluation);
  return h(
    'section',
    { 'aria-labelledby': 'steps' },
    h('h2', { id: 'steps' }, t('preview.steps')),
    h('p', {}, t('preview.steps_about')),
    steps(activity, null, 'activity'),
    step(t('steps.statement'), [h('p', {}, t('statement.why')), statement(activity)]),
    activity.access !== 'none' && step(t(`access.${activity.access}.name`), accessField(activity.access).node),
    activity.disclosures.length > 0 &&
      step(t('steps.disclosures'), [h('p', {}, t('disclosures.why')), disclosureCards(activity, 'h3')]),
    assessment && step(t('steps.course'), test(assessment)),
    step(t('steps.sessions'), evaluations(activity, sessions)),
    overall && step(t('steps.evaluation'), [h('p', {}, t('overall.why')), asked(overall.title, overall)]),
    h('p', {}, t('preview.end')),
  );
}

/**
 * @param {string} name
 * @param {Child} inside
 */
function step(name, inside) {
  return h('details', {}, h('summary', {}, name), inside);
}

/** @param {PublicActivity} activity */
function statement(activity) {
  return choices({ legend: t('statement.legend'), name: 'statement', options: statementOptions(activity) }).node;
}

/** @param {LearnerAssessment} assessment */
function test({ pass_mark, attempts, questions }) {
  return [
    h('p', {}, t('course.about', { mark: pass_mark, count: attempts })),
    questions.map((one, n) => questionField(one, n, undefined, () => {}).node),
  ];
}

/**
 * The evaluation forms of the sessions, each with the number of its sessions.
 * @param {PublicActivity} activity
 * @param {readonly PublicSession[]} sessions
 */
function evaluations(activity, sessions) {
  return activity.evaluation_forms.map((form) => {
    const count = sessions.filter((one) => one.evaluation_form === form.id).length;
    return count > 0 && asked(`${form.title} · ${t('preview.for_sessions', { count })}`, form);
  });
}

/**
 * @param {string} title
 * @param {PublicActivity['evaluation_forms'][number]} form
 */
function asked(title, form) {
  return h('section', { class: 'card' }, h('h3', {}, title), evaluation(form, {}, () => {}).node);
}
