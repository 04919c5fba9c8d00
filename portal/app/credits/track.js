/** The way of a credit as one picture: You, Laurel, ASCLS, ASCP, with the break where it is. */

import { h, written } from '../elements/dom.js';
import { dateIn, day, t } from '../elements/words.js';

/** @import { StopView, TrackView } from '#api' */

// Signs and not colors alone, so that the picture can be read in forced colors and on paper.
const SIGNS = { passed: '✓', here: '●', broken: '✗', ends: '■', ahead: '', unknown: '?' };

/**
 * The picture; a screen reader hears the stops as a list, with what happened at each.
 * @param {TrackView} track
 */
export function trackPicture(track) {
  return h('ol', { class: 'way', 'aria-label': t('where.way') }, track.stops.map(stop));
}

/**
 * @param {StopView} one
 * @param {number} n
 * @param {StopView[]} all
 */
function stop(one, n, all) {
  const isLast = ['here', 'broken', 'ends'].includes(one.mark);
  const isCut = all[n + 1]?.mark === 'broken';
  const when = one.on ? day(one.on, 'medium') : one.at && day(dateIn(one.at), 'medium');
  return h(
    'li',
    { class: `is-${one.mark}${isCut ? ' is-cut' : ''}`, 'aria-current': isLast && 'step' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[one.mark]),
    h(
      'span',
      { class: 'stop' },
      h('strong', {}, t(`where.stops.${one.stop}`)),
      ' ',
      h(
        'span',
        { class: 'happened' },
        written(one.says),
        isLast && h('span', { class: 'unseen' }, ` ${t(`where.marks.${one.mark}`)}`),
      ),
      ' ',
      when && h('span', { class: 'meta' }, when),
    ),
  );
}
