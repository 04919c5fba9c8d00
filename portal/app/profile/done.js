/** A part of the page about signing in, after it was changed. */

import { announce } from '../elements/announcements.js';
import { fill, h } from '../elements/dom.js';

/**
 * Draws the part; `changed` shows the list of sessions as it is now.
 * @typedef {(place: HTMLElement, changed: () => Promise<void>) => void} Part
 */

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {Part} draw
 * @param {() => Promise<void>} changed
 */
export function done(place, text, draw, changed) {
  announce(text);
  changed().catch(() => null); // the list of sessions stays as it was
  const said = h('p', { class: 'note ok', tabindex: '-1' }, text);
  const rest = h('div', {});
  draw(rest, changed);
  fill(place, said, rest);
  said.focus();
}
