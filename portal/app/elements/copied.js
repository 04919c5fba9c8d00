/** A value that people take with them. */

import { announce } from './announcements.js';
import { h } from './dom.js';
import { t } from './words.js';

/**
 * A value with its label, and a button that copies it. A browser that does not let us copy gets the value selected.
 * @param {string} label
 * @param {string} value
 */
export function copied(label, value) {
  const text = h('code', {}, value);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      button.textContent = t('common.copied');
      announce(t('common.was_copied', { what: label }));
    } catch {
      getSelection()?.selectAllChildren(text);
      announce(t('common.is_selected', { what: label }));
    }
  };
  const button = h(
    'button',
    { type: 'button', class: 'button quiet', 'aria-label': t('common.copy_what', { what: label }), onclick: copy },
    t('common.copy'),
  );
  return h('p', {}, `${label}: `, text, ' ', button);
}
