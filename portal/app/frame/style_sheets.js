/** Style sheets that only some pages need: they come with those pages and are no part of the first one. */

import { h } from '../elements/dom.js';

/**
 * Waits for a style sheet, so that nothing moves; without it the page can still be read.
 * @param {string} name
 * @returns {Promise<void>}
 */
export function fetchStyle(name) {
  const href = `/styles/${name}.css`;
  if (document.querySelector(`link[rel=stylesheet][href="${href}"]`)) return Promise.resolve();
  return new Promise((settle) => {
    const link = h('link', { rel: 'stylesheet', href, onload: () => settle() });
    link.addEventListener('error', () => {
      link.remove();
      settle();
    });
    document.head.append(link);
  });
}
