/** A staff action that needs a reason: a button that opens a small form, which is sent once. */

import { fill, h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { LIMITS } from '../../platform/limits.js';

/** @import { Field, ToComplete } from '../../elements/forms.js' */

/** @typedef {{button: HTMLElement, place: HTMLElement}} Act a button, and the place of the form that it opens */

/**
 * @typedef {object} ActOptions
 * @property {string} label
 * @property {string} about
 * @property {(reason: string) => unknown} send
 * @property {(ToComplete & {node: HTMLElement})[]} [fields]
 * @property {Record<string, Field>} [places] the fields by the name by which the API speaks of them
 * @property {boolean} [danger]
 * @property {() => string} [reason] gives the reason that is in the field at first
 * @property {(() => Promise<Node>) | null} [look] a preview to show above the form
 */

/**
 * A button named `label`, and the form that it opens. `send(reason)` acts; `fields` are further fields. `look()`
 * returns a preview to show above the form, such as the changes; if it throws, the form is not shown but the error is.
 * @param {ActOptions} options
 * @returns {Act}
 */
export function act({ label, about, send, fields = [], places = {}, danger = false, reason: given, look = null }) {
  const place = h('div', {});
  const open = async () => {
    let seen = null;
    try {
      seen = look && (await look());
    } catch (error) {
      showProblem(place, error);
      return;
    }
    const maxlength = String(LIMITS.reason);
    const reason = field({ label: t('acts.reason'), hint: about, required: true, maxlength, value: given?.() });
    const all = [...fields, reason];
    const made = form(
      { fields: all, send: () => send(reason.input.value.trim()), label, places: { ...places, reason } },
      all.map((one) => one.node),
    );
    made.actions.append(h('button', { type: 'button', class: 'button quiet', onclick: close }, t('common.cancel')));
    fill(place, h('div', { class: 'note warn' }, seen, made.node));
    all[0].input.focus();
  };
  const close = () => {
    place.replaceChildren();
    button.focus();
  };
  const button = h('button', { type: 'button', class: `button ${danger ? 'danger' : 'quiet'}`, onclick: open }, label);
  return { button, place };
}
