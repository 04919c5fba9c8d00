/** Where the form of an activity leads besides: pages that show the draft as it is saved, and what learners did. */

import { h } from '../elements/dom.js';
import { t } from '../elements/words.js';

/**
 * Links that save the draft first, if anything was changed.
 * @param {string} id of the activity
 * @param {boolean} isPublished whether learners can claim it: then there is more to see
 * @param {(href: string) => void} leave saves, then goes there
 */
export function benchLinks(id, isPublished, leave) {
  const form = `/staff/library/${encodeURIComponent(id)}`;
  /**
   * @param {string} page
   * @param {Record<string, string>} [more]
   */
  const about = (page, more = {}) => `/staff/${page}?${new URLSearchParams({ activity: id, ...more })}`;
  /** @type {[name: string, href: string][]} */
  const places = [
    ['preview', `${form}/preview`],
    ['sessions', `${form}/sessions`],
    ['codes', about('codes', { draft: 'yes' })],
    ['request', about('request', { draft: 'yes' })],
    ['history', `${form}/history`],
  ];
  if (isPublished)
    places.push(
      ['evaluations', about('evaluations')],
      ['participants', about('participants')],
      ['attendance', about('attendance_reports')],
    );
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
