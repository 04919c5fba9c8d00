/** A link whose address is valid for some minutes; an expired one is requested again when it is used. */

import { announce } from './announcements.js';
import { h } from './dom.js';
import { wordsFor } from './problem_box.js';

const EARLY = 30_000; // milliseconds

/** @typedef {{url: string, until: string}} Fresh an address, and until when it is valid */

/**
 * A link that looks like a button. `renew` requests a new address.
 * @param {string} label
 * @param {Fresh} first
 * @param {() => Promise<Fresh>} renew
 * @returns {HTMLAnchorElement}
 */
export function expiringLink(label, first, renew) {
  const link = h('a', { class: 'button', href: first.url }, label);
  let until = Date.parse(first.until);
  link.addEventListener('click', async (event) => {
    if (Date.now() < until - EARLY) return;
    event.preventDefault();
    try {
      const fresh = await renew();
      until = Date.parse(fresh.until);
      link.href = fresh.url;
      location.assign(fresh.url);
    } catch (error) {
      announce(wordsFor(error).title, { now: true });
    }
  });
  return link;
}
