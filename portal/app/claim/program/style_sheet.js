/** Style sheets that only some pages of a claim need, so they are no part of the first page. */

import { h } from '../../elements/dom.js';

/**
 * Waits for style sheets, so that nothing moves; without them the page can still be read.
 * @param {...string} names
 */
export const fetchStyles = (...names) => Promise.all(names.map((name) => fetched(`/styles/${name}.css`)));

/**
 * @param {string} href
 * @returns {Promise<void>}
 */
function fetched(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((settle) => {
    const link = h('link', { rel: 'stylesheet', href, onload: () => settle() });
    link.addEventListener('error', () => {
      link.remove();
      settle();
    });
    document.head.append(link);
  });
}
