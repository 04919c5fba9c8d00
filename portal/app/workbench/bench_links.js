/** Where the form of an activity leads besides: pages that show the draft as it is saved. */

import { h } from '../elements/dom.js';
import { t } from '../elements/words.js';

/**
 * Links that save the draft first, if anything was changed.
 * @param {string} id of the activity
 * @param {(href: string) => void} leave saves, then goes there
 */
export function benchLinks(id, leave) {
  const form = `/staff/library/${encodeURIComponent(id)}`;
  /** @type {[name: string, href: string][]} */
  const places = [
    ['preview', `${form}/preview`],
    ['sessions', `${form}/sessions`],
    ['codes', `/staff/codes?${new URLSearchParams({ activity: id, draft: 'yes' })}`],
    ['history', `${form}/history`],
  ];
  /** @type {(place: [string, string]) => HTMLElement} */
  const link = ([name, href]) => {
    /** @param {MouseEvent} event */
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      leave(href);
    };
    return h('a', { href, onclick: follow }, t(`workbench.leads.${name}`));
  };
  return h('nav', { class: 'states', 'aria-label': t('workbench.leads.title') }, places.map(link));
}
