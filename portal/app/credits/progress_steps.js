/** The progress of a credit as a line of steps, with dates. */

import { h, written } from '../elements/dom.js';
import { day, moment, t } from '../elements/words.js';

/**
 * @typedef {{at: string, state: string, detail: string | null, by: string | null, judged: boolean,
 *   event?: string | null}} Step
 */

/**
 * @typedef {{state: string, completed_on: string, timeline: Step[], expected_by?: string | null}} Tracked a credit
 * with its timeline
 */

const WAY = ['earned', 'received', 'reported', 'sending', 'accepted'];
// The step at which a credit in one of these states is stuck: it does not continue by itself.
/** @type {Record<string, string>} */
const STUCK = { unmatched: 'reported', rejected: 'accepted' };

/**
 * The stations of `credit`: those passed, the current one, and those to come.
 * @param {Tracked} credit
 */
export function stationsOf(credit) {
  const stuck = STUCK[credit.state];
  const at = WAY.indexOf(stuck ?? (credit.state === 'earned' ? 'received' : credit.state));
  const withdrawn = credit.state === 'withdrawn';
  const names = withdrawn ? [...passed(credit), 'withdrawn'] : WAY;
  return names.map((name, n) => {
    const isLast = n === names.length - 1;
    const here = withdrawn ? isLast : n === at;
    const isPassed = n <= at || withdrawn;
    const isStuck = Boolean(stuck && here);
    const state = isStuck ? 'is-stuck' : here && !isLast ? 'is-here' : isPassed ? 'is-done' : '';
    return { name, state, here, isLast, isStuck, isPassed };
  });
}

/**
 * The steps of `credit` with their dates.
 * @param {Tracked} credit
 */
export function progressSteps(credit) {
  return h(
    'ol',
    { class: 'progress-steps', 'aria-label': t('progress_steps.label') },
    stationsOf(credit).map(({ name, state, here, isLast, isStuck, isPassed }) => {
      const when = isStuck ? last(credit, credit.state) : isPassed ? reached(credit, name) : null;
      const awaited = isLast && credit.expected_by && !STUCK[credit.state];
      const shown = isStuck ? stateNow(credit) : name;
      return h(
        'li',
        { class: state, 'aria-current': here && 'step' },
        h('strong', {}, t(`progress_steps.${shown}`)),
        h(
          'span',
          {},
          name === 'earned'
            ? day(credit.completed_on)
            : when
              ? moment(when)
              : awaited
                ? t('progress_steps.expected', { when: moment(credit.expected_by) })
                : '',
        ),
      );
    }),
  );
}

/**
 * The state of a step; a refusal that is not ASCP's own decision has a name of its own.
 * @param {Step} step
 */
function stateOf(step) {
  return step.state === 'rejected' && step.judged === false ? 'unjudged' : step.state;
}

/**
 * The state of `credit`. A staff note after a refusal comes later in the timeline, in the same state.
 * @param {Tracked} credit
 * @returns {string}
 */
export function stateNow(credit) {
  const steps = [...(credit.timeline ?? [])].reverse();
  const before = steps.findIndex((step) => step.state !== credit.state);
  const names = steps.slice(0, before < 0 ? steps.length : before).map(stateOf);
  return names.includes('unjudged') ? 'unjudged' : credit.state;
}

/** @param {Tracked} credit */
function passed(credit) {
  return ['earned', 'received', ...['reported', 'accepted'].filter((state) => last(credit, state))];
}

/**
 * When a step was reached: a credit is received once, other steps may have been repeated.
 * @param {Tracked} credit
 * @param {string} step
 */
function reached(credit, step) {
  return step === 'received' ? credit.timeline[0]?.at : last(credit, step);
}

/**
 * When `credit` last entered `state`. A note of staff about it is a later step in the same state.
 * @param {Tracked} credit
 * @param {string} state
 */
function last(credit, state) {
  let at = null;
  let before = null;
  for (const step of credit.timeline) {
    if (step.state === state && before !== state) at = step.at;
    before = step.state;
  }
  return at;
}

/**
 * The name of a step: the first `earned` is the receipt; later ones mean waiting to be matched again.
 * @param {Step} step
 * @param {number} n
 */
function stepName(step, n) {
  if (step.event) return t(`follow_up.events.${step.event}`);
  if (step.state !== 'earned') return t(`states.of_credit.${stateOf(step)}`);
  return t(n === 0 ? 'progress_steps.received' : 'history.waits_again');
}

/**
 * The full history of a credit, latest last.
 * @param {Tracked} credit
 * @param {(by: string) => string} [nameOf]
 */
export function history(credit, nameOf = (by) => t(`history.by_${by}`)) {
  return h(
    'details',
    {},
    h('summary', {}, t('history.title')),
    h(
      'ol',
      {},
      credit.timeline.map((step, n) =>
        h(
          'li',
          {},
          h('strong', {}, stepName(step, n)),
          ` · ${moment(step.at)}`,
          step.by ? ` · ${nameOf(step.by)}` : '',
          step.detail && h('span', { class: 'meta' }, h('br'), written(step.detail)),
        ),
      ),
    ),
  );
}
