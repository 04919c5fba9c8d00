/** A field for one file: chosen by mouse or keyboard, or dragged onto it. */

import { announce } from './announcements.js';
import { fill, h } from './dom.js';
import { field } from './forms.js';
import { t } from './words.js';

/** @import { Field } from './forms.js' */

/**
 * A field for a file. The whole box takes a file that is dropped; the button of the browser inside it needs no mouse.
 * @param {{label: string, accept: string}} options
 * @returns {Field<HTMLInputElement>}
 */
export function fileField({ label, accept }) {
  const input = h('input', { type: 'file', accept, required: true });
  const one = field({ label, hint: t('upload.drop'), input });
  const box = h('div', { class: 'drop' });
  input.replaceWith(box);
  fill(box, input);
  let within = 0;
  /** @param {number} change */
  const mark = (change) => {
    within = Math.max(0, within + change);
    box.classList.toggle('is-over', within > 0);
  };
  box.addEventListener('dragenter', () => mark(1));
  box.addEventListener('dragleave', () => mark(-1));
  box.addEventListener('dragover', (event) => event.preventDefault());
  box.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(-within);
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    if (files.length > 1) return one.complain(t('upload.one_file'));
    input.files = files;
    one.complain();
    input.dispatchEvent(new Event('change', { bubbles: true }));
    announce(t('upload.chosen', { name: files[0].name }));
  });
  return one;
}

/**
 * What `place` says of a file goes when another one is chosen.
 * @param {Field<HTMLInputElement>} one
 * @param {HTMLElement} place
 */
export function forgetsWith(one, place) {
  one.input.addEventListener('change', () => place.replaceChildren());
}

/**
 * The file that was chosen in `one`.
 * @param {Field<HTMLInputElement>} one
 * @returns {File}
 */
export function fileIn(one) {
  const [given] = /** @type {FileList} */ (one.input.files);
  return given;
}
