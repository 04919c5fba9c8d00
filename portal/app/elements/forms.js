/** Forms: fields with label, hint and error; forms that are sent once and say what went wrong. */

import { announce } from './announcements.js';
import { h, newId } from './dom.js';
import { showProblem, singleProblems } from './problem_box.js';
import { t } from './words.js';

/** @import { Child } from './dom.js' */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * A field of a form. An empty `complain()` takes the complaint back; `lang` is that of a text which is not the page's.
 * @template {Control} [C=HTMLInputElement]
 * @typedef {{node: HTMLElement, input: C, id: string, complain: (text?: string, lang?: string) => void}} Field
 */

/** @typedef {{input: any, complain?: (text?: string) => void}} ToComplete what `complete` looks at */

/**
 * @template {Control} [C=HTMLInputElement]
 * @typedef {object} FieldOptions
 * @property {Child} label
 * @property {Child} [hint]
 * @property {string} [error]
 * @property {C} [input] made from `type` and the other attributes when it is not given
 * @property {string} [type]
 * @property {string} [className]
 */

/**
 * A field with its label, hint and error.
 * @template {Control} [C=HTMLInputElement]
 * @param {FieldOptions<C> & Record<string, any>} options
 * @returns {Field<C>}
 */
export function field({ label, hint, error, input, type = 'text', className = '', ...attributes }) {
  const id = newId('field');
  const name = nameFor(attributes.autocomplete);
  const control = input ?? /** @type {C} */ (h('input', { type, name, ...attributes }));
  control.id = id;
  const about = hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null;
  const wrong = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const complain = (text = '', lang = '') => {
    wrong.textContent = text;
    setOrRemove(wrong, 'lang', lang);
    wrong.hidden = !text;
    const ids = [about?.id, text && wrong.id].filter(Boolean).join(' ');
    setOrRemove(control, 'aria-invalid', text && 'true');
    setOrRemove(control, 'aria-describedby', ids);
  };
  complain(error);
  control.addEventListener('input', () => wrong.hidden || complain());
  const node = h('div', { class: `field ${className}` }, h('label', { for: id }, label), about, control, wrong);
  return { node, input: control, id, complain };
}

/**
 * The name of a field that browsers and password managers fill in: programs of all ages find it by that.
 * @param {string | undefined} autocomplete
 */
const nameFor = (autocomplete) => (autocomplete === 'off' ? undefined : autocomplete?.split(' ').pop());

/**
 * Says to password managers whose password or code a form asks for; nobody sees it.
 * @param {string | undefined} email
 */
export const whose = (email) =>
  h('input', {
    type: 'text',
    name: 'username',
    autocomplete: 'username',
    value: email ?? '',
    readonly: true,
    hidden: true,
  });

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function setOrRemove(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/**
 * A field for a password, with a button that shows it.
 * @param {FieldOptions & Record<string, any>} given
 */
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

/**
 * A field for a code of digits from an e-mail or an authenticator app. `hint` says where to find it.
 * @param {{label: string, hint?: string}} options
 */
export function codeField({ label, hint }) {
  return field({
    label,
    hint,
    className: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    required: true,
  });
}

const LEAST_OF_PASSWORD = 12; // characters, as the user pool demands

/**
 * A field for a password that is chosen now: it says while somebody types how many characters are missing.
 * @param {{label: string, value?: string}} options
 */
export function newPasswordField({ label, value = '' }) {
  const hint = t('forms.password_hint', { least: LEAST_OF_PASSWORD });
  const one = passwordField({ label, hint, value, autocomplete: 'new-password' });
  const state = h('p', { class: 'hint', 'aria-live': 'polite' });
  const say = () => {
    const missing = LEAST_OF_PASSWORD - [...one.input.value].length;
    const said = missing > 0 ? t('forms.password_short', { missing }) : t('forms.password_enough');
    state.textContent = one.input.value && said;
  };
  one.input.addEventListener('input', say);
  one.node.append(state);
  return one;
}

/**
 * @typedef {object} ChoicesOptions
 * @property {Child} legend
 * @property {Child} [hint]
 * @property {string} name
 * @property {{value: string, label: Child, about?: Child}[]} options
 * @property {string | null} [value] the one that is chosen at first
 * @property {(event: any) => void} [onchange]
 */

/**
 * Radio buttons; `value()` is the one that is chosen.
 * @param {ChoicesOptions} options
 */
export function choices({ legend, hint, name, options, value, onchange }) {
  const group = newId(name);
  const about = hint ? h('p', { class: 'hint', id: newId('hint') }, hint) : null;
  const nodes = options.map((one) => {
    const input = h('input', { type: 'radio', name: group, value: one.value, checked: one.value === value, onchange });
    return h(
      'label',
      { class: 'choice' },
      input,
      h('span', {}, h('strong', {}, one.label), one.about && h('span', { class: 'about' }, h('br'), one.about)),
    );
  });
  const described = { role: 'radiogroup', 'aria-describedby': about?.id };
  const node = h('fieldset', described, h('legend', {}, legend), about, nodes);
  return {
    node,
    /** @returns {string | null} */
    value: () => /** @type {HTMLInputElement | null} */ (node.querySelector('input:checked'))?.value ?? null,
    first: node.querySelector('input'),
    hint: about,
  };
}

/**
 * What `control`, a box or a group of choices, still needs: `node` stands below it and is hidden, `tell(true)` shows it
 * until something is chosen.
 * @param {HTMLElement} control
 * @param {string} text
 */
export function neededAt(control, text) {
  const node = h('p', { class: 'error', hidden: true, id: newId('wrong') }, text);
  const before = control.getAttribute('aria-describedby');
  /** @param {boolean} isMissing */
  const tell = (isMissing) => {
    node.hidden = !isMissing;
    setOrRemove(control, 'aria-invalid', isMissing ? 'true' : '');
    setOrRemove(control, 'aria-describedby', [before, isMissing && node.id].filter(Boolean).join(' '));
  };
  control.addEventListener('change', () => tell(false));
  return { node, tell };
}

/**
 * Says below a group of choices that an answer is needed, until one is chosen.
 * @param {HTMLElement} node
 */
export function complaint(node) {
  const { node: wrong, tell } = neededAt(node, t('forms.choose'));
  node.append(wrong);
  return () => tell(true);
}

/**
 * A box to tick.
 * @param {{label: Child, about?: Child, checked?: boolean} & Record<string, any>} options
 */
export function tick({ label, about, checked = false, ...attributes }) {
  const input = h('input', { type: 'checkbox', checked, ...attributes });
  const text = h('span', {}, h('span', {}, label), about && h('span', { class: 'about' }, h('br'), about));
  return { node: h('label', { class: 'choice' }, input, text), input };
}

/**
 * @typedef {object} FormOptions
 * @property {ToComplete[]} [fields] asked for first where they are required
 * @property {() => unknown} send what it throws is shown on top
 * @property {string} label of the button
 * @property {Record<string, Pick<Field<any>, 'id' | 'complain'>>} [places] fields by the path of the API's single
 * problems
 * @property {boolean} [quiet]
 */

/**
 * A form that calls `send` once at a time.
 * @param {FormOptions} options
 * @param {...Child} children
 */
export function form({ fields = [], send, label, places = {}, quiet = false }, ...children) {
  const problems = h('div', {});
  const button = h('button', { type: 'submit', class: `button ${quiet ? 'quiet' : ''}` }, label);
  let busy = false;
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !complete(fields)) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    problems.replaceChildren();
    try {
      await send();
    } catch (error) {
      for (const one of singleProblems(error)) places[one.path]?.complain(one.message, 'en-US');
      showProblem(problems, error, { places: (path) => places[path]?.id ?? null });
    } finally {
      busy = false;
      button.removeAttribute('aria-disabled');
    }
  };
  const actions = h('div', { class: 'actions' }, button);
  const node = h('form', { novalidate: true, onsubmit: submit }, problems, children, actions);
  return { node, button, problems, actions };
}

/**
 * Whether all required fields are filled in; those that are not say so, and the first of them has the focus.
 * @param {ToComplete[]} fields
 */
export function complete(fields) {
  const empty = fields.filter((one) => one.input.required && !one.input.value.trim());
  for (const one of empty) one.complain?.(t('forms.needed'));
  if (!empty.length) return true;
  empty[0].input.focus();
  announce(t('forms.fill_in'), { now: true });
  return false;
}
