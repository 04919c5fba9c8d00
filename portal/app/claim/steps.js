/** The steps of a claim, with the visible place in them. */

import { h, inLine, written } from '../elements/dom.js';
import { deadline, t } from '../elements/words.js';
import { closesAt, disclosuresRead } from './load.js';

/** @import { ClaimView, PublicActivity } from '#api' */

/**
 * The steps from activity to certificate; `here` is the present one. Without a claim yet, `claim` is null.
 * @param {PublicActivity} activity
 * @param {ClaimView | null} claim
 * @param {string} here
 */
export function steps(activity, claim, here) {
  const names = namesFor(activity);
  /** @param {string} name */
  const labelOf = (name) => {
    const code = name === 'statement' && activity.access !== 'none' && t(`access.${activity.access}.name`);
    return [t(`steps.${name}`), code].filter(Boolean).join(', ');
  };
  const at = names.indexOf(here);
  const known = claim ? reachable(activity, claim) : {};
  const items = names.map((name, n) => {
    const label = labelOf(name);
    const link = n !== at && known[name];
    const state = n < at ? 'is-done' : n === at ? 'is-here' : '';
    return h(
      'li',
      { class: state, 'aria-current': n === at && 'step' },
      link ? h('a', { href: link }, label) : h('span', {}, label),
      n < at && h('span', { class: 'unseen' }, ` ${t('steps.done')}`),
    );
  });
  const now = t('steps.now', { n: at + 1, of: names.length, name: labelOf(here) });
  return h(
    'nav',
    { class: 'steps', 'aria-label': t('steps.label') },
    h('p', { class: 'step-now' }, now),
    h('ol', {}, items),
  );
}

/**
 * @param {PublicActivity} activity
 * @returns {string[]}
 */
function namesFor(activity) {
  const names = [
    'activity',
    'statement',
    activity.disclosures.length > 0 && 'disclosures',
    activity.assessment && 'course',
    'sessions',
    activity.overall_evaluation && 'evaluation',
    'summary',
    'certificate',
  ];
  return names.flatMap((name) => name || []);
}

/**
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 * @returns {Record<string, string | false>}
 */
function reachable(activity, claim) {
  /** @param {string} name */
  const below = (name) => `/claims/${claim.claim_id}/${name}`;
  const read = disclosuresRead(activity, claim);
  const tested = !claim.assessment || claim.assessment.passed;
  if (claim.status === 'final')
    return { activity: `/activities/${encodeURIComponent(activity.id)}`, certificate: below('certificate') };
  return {
    activity: `/activities/${encodeURIComponent(activity.id)}`,
    statement: below('statement'),
    disclosures: below('disclosures'),
    course: read && below('course'),
    sessions: read && tested && below('sessions'),
    evaluation: read && tested && below('evaluation'),
    summary: read && tested && below('summary'),
  };
}

/**
 * The head of every step: the steps, the title of the page, and which activity it is about.
 * @param {PublicActivity} activity
 * @param {ClaimView | null} claim
 * @param {string} here
 * @param {string} title
 * @returns {HTMLElement[]}
 */
export function stepHead(activity, claim, here, title) {
  const by =
    claim?.status === 'final'
      ? null
      : t('steps.deadline', { deadline: deadline(closesAt(activity, claim), activity.time_zone) });
  return [
    steps(activity, claim, here),
    h('p', { class: 'meta' }, inLine(written(activity.title), by)),
    h('h1', {}, title),
  ];
}
