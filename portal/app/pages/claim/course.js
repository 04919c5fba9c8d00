/** An online course: its parts, its post-test, and how it went. */

import { loadClaim } from '../../claim/load.js';
import { stepHead } from '../../claim/steps.js';
import { announce } from '../../elements/announcements.js';
import { byId, fill, group, h } from '../../elements/dom.js';
import { choices, form } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { drop, keep, kept } from '../../platform/drafts.js';
import { Problem } from '../../platform/problems.js';

/** @import { AssessmentView, AttemptView, ClaimView, LearnerAssessment, PublicActivity } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const { claim, etag, activity } = await loadClaim(values.claim);
  if (!claim.assessment) return { moved: `/claims/${claim.claim_id}/sessions` };
  const test = h('section', { 'aria-labelledby': 'test' });
  fill(test, testPart(claim, etag, activity, test));
  const body = [
    ...stepHead(activity, claim, 'course', t('course.title')),
    h('h2', {}, t('course.parts')),
    h(
      'ol',
      {},
      activity.content.map((part) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: part.url, target: '_blank', rel: 'noopener noreferrer' },
            part.title,
            h('span', { class: 'unseen' }, ` ${t('common.new_window')}`),
          ),
        ),
      ),
    ),
    test,
  ];
  return { title: t('course.title'), body, width: 'narrow' };
}

/**
 * @param {ClaimView} claim
 * @param {string | null} etag
 * @param {PublicActivity} activity
 * @param {HTMLElement} place
 */
function testPart(claim, etag, activity, place) {
  const { test, attempts, attempts_left: left, passed } = /** @type {AssessmentView} */ (claim.assessment);
  return group(
    h('h2', { id: 'test', tabindex: '-1' }, t('course.test')),
    attempts.length > 0 && results(attempts),
    passed ? onward(claim) : left === 0 ? usedUp(activity) : questions(claim, etag, activity, place, test, left),
  );
}

/** @param {AttemptView[]} attempts */
function results(attempts) {
  return h(
    'ul',
    { class: 'plain' },
    attempts.map((one) =>
      h(
        'li',
        {},
        h(
          'span',
          { class: `badge ${one.passed ? '' : 'bad'}` },
          t(one.passed ? 'course.passed' : 'course.failed', { score: one.score }),
        ),
        ' ',
        h('span', { class: 'meta' }, moment(one.at)),
      ),
    ),
  );
}

/** @param {ClaimView} claim */
function onward(claim) {
  return group(
    h('p', { class: 'note ok' }, t('course.done')),
    h(
      'div',
      { class: 'actions' },
      h('a', { class: 'button', href: `/claims/${claim.claim_id}/sessions` }, t('course.onward')),
    ),
  );
}

/** @param {PublicActivity} activity */
function usedUp(activity) {
  return h(
    'div',
    { class: 'note bad' },
    h('p', {}, t('course.used_up'), ' ', h('a', { href: `mailto:${activity.contact}` }, activity.contact)),
  );
}

/**
 * @param {ClaimView} claim
 * @param {string | null} etag
 * @param {PublicActivity} activity
 * @param {HTMLElement} place
 * @param {LearnerAssessment} test
 * @param {number} left
 */
function questions(claim, etag, activity, place, test, left) {
  const key = `test.${claim.claim_id}`;
  const given = kept(key) ?? {};
  const asked = test.questions.map((question, n) => {
    /** @param {{target: HTMLInputElement}} options */
    const note = ({ target }) => {
      given[question.id] = target.value;
      keep(key, given);
    };
    const options = question.choices.map((one) => ({ value: one.id, label: one.text }));
    const node = choices({
      legend: `${n + 1}. ${question.text}`,
      name: 'question',
      options,
      value: given[question.id],
      onchange: note,
    });
    return { id: question.id, ...node };
  });
  const send = async () => {
    const open = asked.find((one) => !one.value());
    if (open) {
      open.first?.focus();
      throw new Problem(422, { code: 'answers_missing' });
    }
    const answers = Object.fromEntries(asked.map((one) => [one.id, one.value()]));
    const { data, etag: next } = await call('POST', `/v1/claims/${claim.claim_id}/assessment`, {
      json: { answers },
      ifMatch: etag,
    });
    drop(key);
    announce(t(data.passed ? 'course.passed' : 'course.failed', { score: data.score }), { now: true });
    fill(place, testPart(data.claim, next, activity, place));
    byId('test').focus();
  };
  const about = t('course.about', { mark: test.pass_mark, count: left });
  return form(
    { send, label: t('course.send') },
    h('p', {}, about),
    asked.map((one) => one.node),
  ).node;
}
