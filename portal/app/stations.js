/** The way of a credit as a line of stations, with dates. */

import { h } from '/app/dom.js';
import { moment, t } from '/app/words.js';

const WAY = ['earned', 'reported', 'sending', 'accepted'];
// Which station a credit stands at in these states, and that it does not go on from there by itself.
const STUCK = { unmatched: 'reported', rejected: 'accepted' };

/** The stations of `credit`: those passed, the one where it is, and those to come. */
export function stations(credit) {
  const stuck = STUCK[credit.state];
  const at = WAY.indexOf(stuck ?? credit.state);
  const withdrawn = credit.state === 'withdrawn';
  const items = withdrawn ? [...passed(credit), 'withdrawn'] : WAY;
  return h('ol', { class: 'stations', 'aria-label': t('stations.label') }, items.map((name, n) => {
    const isLast = n === items.length - 1;
    const here = withdrawn ? isLast : n === at;
    const state = stuck && here ? 'is-stuck' : here && !isLast ? 'is-here' : n <= at || withdrawn ? 'is-done' : '';
    const station = stuck && here ? credit.state : name;
    const when = here && stuck ? last(credit, credit.state) : n <= at || withdrawn ? last(credit, name) : null;
    return h('li', { class: state, 'aria-current': here && 'step' },
      h('strong', {}, t(`stations.${station}`)),
      h('span', {}, when ? moment(when) : isLast && credit.expected_by && !stuck ? t('stations.expected', { when: moment(credit.expected_by) }) : ''));
  }));
}

function passed(credit) {
  return ['earned', 'reported'].filter((state) => last(credit, state));
}

function last(credit, state) {
  return credit.timeline.findLast((step) => step.state === state)?.at ?? null;
}

/** The whole history of a credit, the latest last. */
export function history(credit, nameOf = (by) => t(`history.by_${by}`)) {
  return h('details', {}, h('summary', {}, t('history.title')),
    h('ol', {}, credit.timeline.map((step) => h('li', {},
      h('strong', {}, t(`states.of_credit.${step.state}`)), ` · ${moment(step.at)}`,
      step.by ? ` · ${nameOf(step.by)}` : '',
      step.detail && h('span', { class: 'meta' }, h('br'), step.detail)))));
}
