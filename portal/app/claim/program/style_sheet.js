/** The style sheets of the sessions: only their page needs them, so they are no part of the first page. */

import { h } from '../../elements/dom.js';

const SHEETS = ['/styles/sessions.css', '/styles/timetable.css'];

/** Waits for the style sheets, so that nothing moves; without them the page can still be read. */
export function fetchStyles() {
  return Promise.all(SHEETS.map(fetched));
}

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
