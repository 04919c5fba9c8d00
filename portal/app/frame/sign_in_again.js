/**
 * The session expired while somebody worked, or what they do needs a recent sign-in: they sign in on the same page and
 * continue.
 */

import { closeDialog, showDialog } from '../elements/dialogs.js';
import { h, newId } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { signInForm } from './sign_in_form.js';

/** @type {Promise<boolean> | null} */
let asking = null;

/**
 * Asks for the password in a window over the page; settles with whether it was given.
 * @param {string} email
 * @param {import('../platform/session.js').AskedWhy} why
 * @returns {Promise<boolean>}
 */
export function ask(email, why) {
  if (asking) return asking;
  asking = new Promise((settle) => {
    const heading = newId('again');
    /** @param {boolean} given */
    const close = (given) => {
      asking = null;
      closeDialog(dialog);
      settle(given);
    };
    const inside = signInForm({
      email,
      done: () => close(true),
      unconfirmed: () => close(false),
      unproved: () => close(false),
    });
    const later = h(
      'button',
      { type: 'button', class: 'link-button', onclick: () => close(false) },
      t('sign_in.later'),
    );
    const dialog = h(
      'dialog',
      {
        'aria-labelledby': heading,
        oncancel: (/** @type {Event} */ event) => {
          event.preventDefault();
          close(false);
        },
      },
      h('h2', { id: heading }, t(`sign_in.${why}`)),
      h('p', {}, t(`sign_in.${why}_why`)),
      inside.node,
      later,
    );
    showDialog(dialog);
    inside.focus();
  });
  return asking;
}
