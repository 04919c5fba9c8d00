/** The time that a transcript shows: all, a calendar year, a cycle of some years, or days of one's own. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { dateIn, isDay, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';

const YEARS = 4;
const LENGTHS = { one: 1, two: 2, three: 3 };

/**
 * The last day of a cycle of `years` that begins on `from`. One that begins on a leap day ends on February 28.
 * @param {string} from
 * @param {number} years
 */
export function endOfCycle(from, years) {
  const [year, month, dayOfMonth] = from.split('-').map(Number);
  const next = new Date(Date.UTC(year + years, month - 1, dayOfMonth));
  return new Date(next.getTime() - 86_400_000).toISOString().slice(0, 10);
}

/** @param {{from: string, to: string}} span */
const addressOf = ({ from, to }) => {
  const given = Object.entries({ from, to }).filter(([, value]) => value);
  return given.length ? `/transcript?${new URLSearchParams(given)}` : '/transcript';
};

/**
 * @param {string} from
 * @param {string} to
 */
export function spanChoice(from, to) {
  const present = Number(dateIn(new Date()).slice(0, 4));
  const years = Array.from({ length: YEARS }, (_, before) => String(present - before)).map((year) => ({
    text: year,
    span: { from: `${year}-01-01`, to: `${year}-12-31` },
  }));
  const links = [{ text: t('transcript.all'), span: { from: '', to: '' } }, ...years].map(({ text, span }) => {
    const isShown = span.from === from && span.to === to;
    return h('li', {}, h('a', { class: 'chip', href: addressOf(span), 'aria-current': isShown ? 'true' : null }, text));
  });
  return h(
    'div',
    { class: 'no-print' },
    h('nav', { 'aria-label': t('transcript.years') }, h('ul', { class: 'chips plain' }, links)),
    filter(from, to),
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
function filter(from, to) {
  const first = field({ label: t('activities.from'), type: 'date', value: from });
  const last = field({ label: t('activities.to'), type: 'date', value: to });
  const options = ['own', ...Object.keys(LENGTHS)].map((value) =>
    h('option', { value }, t(`transcript.lengths.${value}`)),
  );
  const length = field({ label: t('transcript.length'), input: h('select', {}, options) });
  const years = () => LENGTHS[/** @type {keyof typeof LENGTHS} */ (length.input.value)];
  const fit = () => {
    if (years() && isDay(first.input.value)) last.input.value = endOfCycle(first.input.value, years());
  };
  length.input.addEventListener('change', fit);
  first.input.addEventListener('change', fit);
  last.input.addEventListener('input', () => {
    length.input.value = 'own';
  });
  const shown = Object.entries(LENGTHS).find(([, count]) => isDay(from) && to === endOfCycle(from, count));
  length.input.value = shown ? shown[0] : 'own';
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    fit();
    go(addressOf({ from: first.input.value, to: last.input.value }));
  };
  return h(
    'form',
    { class: 'search', role: 'search', 'aria-label': t('transcript.filter'), onsubmit: send },
    first.node,
    length.node,
    last.node,
    h('button', { type: 'submit', class: 'button quiet' }, t('transcript.show')),
  );
}
