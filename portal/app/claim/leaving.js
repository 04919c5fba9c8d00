/** Asks before somebody logs out of a tab in which something is not saved. */

import { closeDialog, showDialog } from '../elements/dialogs.js';
import { h, newId } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { allTitles, isAnythingUnsaved, titleList } from './unsaved.js';

/**
 * Whether to log out: asked only where something would be lost.
 * @returns {Promise<boolean>}
 */
export function mayLeave() {
  if (!isAnythingUnsaved()) return Promise.resolve(true);
  const heading = newId('leaving');
  const titles = allTitles();
  return new Promise((settle) => {
    /** @param {boolean} leaves */
    const close = (leaves) => {
      closeDialog(dialog);
      settle(leaves);
    };
    const stay = h('button', { type: 'button', class: 'button', onclick: () => close(false) }, t('unsaved.stay'));
    const go = h('button', { type: 'button', class: 'button danger', onclick: () => close(true) }, t('unsaved.leave'));
    const dialog = h(
      'dialog',
      {
        'aria-labelledby': heading,
        oncancel: (/** @type {Event} */ event) => {
          event.preventDefault();
          close(false);
        },
      },
      h('h2', { id: heading }, t('unsaved.ask')),
      titles.length > 0 && titleList(titles),
      h('p', {}, t(titles.length ? 'unsaved.lost' : 'unsaved.begun')),
      h('div', { class: 'actions' }, stay, go),
    );
    showDialog(dialog);
    stay.focus();
  });
}
