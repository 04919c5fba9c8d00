/** Forms: fields with label, hint and error; forms that are sent once and say what went wrong. */

import { announce } from '../frame/shell.js';
import { showProblem } from '../platform/problems.js';
import { h, newId } from './dom.js';
import { t } from './words.js';

/**
 * A field: `{node, input, id, complain(text)}`. `input` can be given, otherwise it is made from `type` and `attributes`.
 * An empty `complain()` takes the complaint back.
 */
export function field({ label, hint, error, input, type = 'text', className = '', ...attributes }) {
  const id = newId('field');
  const control = input ?? h('input', { type, ...attributes });
  control.id = id;
  const about = hint && h('p', { class: 'hint', id: `${id}-hint` }, hint);
  const wrong = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const describe = (told) => {
    const ids = [about?.id, told && wrong.id].filter(Boolean).join(' ');
    if (ids) control.setAttribute('aria-describedby', ids);
    else control.removeAttribute('aria-describedby');
  };
  const complain = (text = '') => {
    wrong.textContent = text;
    wrong.hidden = !text;
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
    describe(text);
  };
  complain(error);
  control.addEventListener('input', () => wrong.hidden || complain());
  const node = h('div', { class: `field ${className}` }, h('label', { for: id }, label), about, control, wrong);
  return { node, input: control, id, complain };
}

/** A field for a password, with a button that shows it. */
export function passwordField(given) {
  const one = field({ type: 'password', required: true, ...given });
  const toggle = h(
    'button',
    { type: 'button', class: 'link-button', 'aria-pressed': 'false' },
    t('forms.show_password'),
  );
  toggle.addEventListener('click', () => {
    const shown = one.input.type === 'text';
    one.input.type = shown ? 'password' : 'text';
    toggle.setAttribute('aria-pressed', String(!shown));
  });
  one.node.append(toggle);
  return one;
}

/** Radio buttons: `options` are `{value, label, about}`. Gives `{node, value(), first, hint}`. */
export function choices({ legend, hint, name, options, value, onchange }) {
  const group = newId(name);
  const about = hint && h('p', { class: 'hint', id: newId('hint') }, hint);
  const nodes = options.map((one) => {
    const input = h('input', { type: 'radio', name: group, value: one.value, checked: one.value === value, onchange });
    return h(
      'label',
      { class: 'choice' },
      input,
      h('span', {}, h('strong', {}, one.label), one.about && h('span', { class: 'about' }, h('br'), one.about)),
    );
  });
  const node = h('fieldset', { 'aria-describedby': about?.id }, h('legend', {}, legend), about, nodes);
  return {
    node,
    value: () => node.querySelector('input:checked')?.value ?? null,
    first: node.querySelector('input'),
    hint: about,
  };
}

/** A box to tick. */
export function tick({ label, about, checked = false, ...attributes }) {
  const input = h('input', { type: 'checkbox', checked, ...attributes });
  const text = h('span', {}, h('span', {}, label), about && h('span', { class: 'about' }, h('br'), about));
  return { node: h('label', { class: 'choice' }, input, text), input };
}

/**
 * A form that calls `send` once at a time. What is required is asked for first; what `send` throws is shown on top.
 * `fields` are those of `field()`; `places` leads single problems of the API to them.
 */
export function form({ fields = [], send, label, places = {}, quiet = false }, ...children) {
  const problems = h('div', {});
  const button = h('button', { type: 'submit', class: `button ${quiet ? 'quiet' : ''}` }, label);
  let busy = false;
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !complete(fields)) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    problems.replaceChildren();
    try {
      await send();
    } catch (error) {
      const place = (path) => places[path]?.id ?? null;
      for (const one of error.errors ?? []) places[one.path]?.complain(one.message);
      showProblem(problems, error, { places: place });
    } finally {
      busy = false;
      button.removeAttribute('aria-disabled');
    }
  };
  const node = h(
    'form',
    { novalidate: true, onsubmit: submit },
    problems,
    children,
    h('div', { class: 'actions' }, button),
  );
  return { node, button, problems, actions: node.lastElementChild };
}

/** Whether all required fields are filled in; those that are not say so, and the first of them has the focus. */
export function complete(fields) {
  const empty = fields.filter((one) => one.input.required && !one.input.value.trim());
  for (const one of empty) one.complain(t('forms.needed'));
  if (!empty.length) return true;
  empty[0].input.focus();
  announce(t('forms.fill_in'), { now: true });
  return false;
}
