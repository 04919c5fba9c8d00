/** An online course: its parts, its post-test, and how it went. */

import { questionField } from '../../claim/asked/test_question.js';
import { loadClaim } from '../../claim/load.js';
import { stepHead } from '../../claim/steps.js';
import { announce } from '../../elements/announcements.js';
import { byId, fill, group, h, written } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { drop, keep, kept } from '../../platform/drafts.js';

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
            written(part.title),
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
 * @param {string[] | null} [wrong] the questions that were answered wrong just now, if the activity tells
 */
function testPart(claim, etag, activity, place, wrong) {
  const { test, attempts, attempts_left: left, passed } = /** @type {AssessmentView} */ (claim.assessment);
  return group(
    h('h2', { id: 'test', tabindex: '-1' }, t('course.test')),
    attempts.length > 0 && results(attempts),
    passed
      ? onward(claim)
      : left === 0
        ? usedUp(activity)
        : questions({ claim, etag, activity, place, test, left, wrong }),
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
 * @typedef {object} Test
 * @property {ClaimView} claim
 * @property {string | null} etag
 * @property {PublicActivity} activity
 * @property {HTMLElement} place where the test is shown
 * @property {LearnerAssessment} test
 * @property {number} left attempts
 * @property {string[] | null} [wrong] the questions that were answered wrong just now, if the activity tells
 */

/** @param {Test} options */
function questions({ claim, etag, activity, place, test, left, wrong }) {
  const key = `test.${claim.claim_id}`;
  const given = kept(key) ?? {};
  const asked = test.questions.map((question, n) => {
    const note = (/** @type {string} */ value) => keep(key, Object.assign(given, { [question.id]: value }));
    return questionField(question, n, given[question.id], note, wrong?.includes(question.id));
  });
  const send = async () => {
    const open = asked.filter((one) => !one.value());
    for (const one of open) one.complain();
    if (open.length) {
      announce(t('course.left', { count: open.length }), { now: true });
      open[0].first?.focus();
      return;
    }
    const answers = Object.fromEntries(asked.map((one) => [one.id, one.value()]));
    const path = `/v1/claims/${claim.claim_id}/assessment`;
    const { data, etag: next } = await call('POST', path, { json: { answers }, ifMatch: etag });
    if (data.passed) drop(key);
    announce(t(data.passed ? 'course.passed' : 'course.failed', { score: data.score }), { now: true });
    fill(place, testPart(data.claim, next, activity, place, data.wrong));
    byId('test').focus();
  };
  const isKept = claim.assessment?.attempts.length !== 0 && test.questions.some((one) => given[one.id]);
  return form(
    { send, label: t('course.send') },
    h('p', {}, t('course.about', { mark: test.pass_mark, count: left })),
    isKept && h('p', {}, t('course.keep')),
    asked.map((one) => one.node),
  ).node;
}
