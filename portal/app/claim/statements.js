/** Choosing the type of statement; what a type needs from the learner is entered in the same form. */

import { fill, h, written } from '../elements/dom.js';
import { choices, field, form, neededAt, tick } from '../elements/forms.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { kindOf } from '../platform/kinds.js';
import { Problem } from '../platform/problems.js';

/** @import { ProfileView, PublicActivity, Statement } from '#api' */
/** @import { Field } from '../elements/forms.js' */

/**
 * @typedef {{node: HTMLElement | null, ready: () => boolean, save: () => Promise<unknown>}} StatementQuestion what
 * else is asked
 */

/**
 * @typedef {object} StatementFormOptions
 * @property {PublicActivity} activity
 * @property {ProfileView} profile
 * @property {Statement | null} [value] the one that is chosen at first
 * @property {string} [hint] why it is chosen
 * @property {Field | null} [code] the field for the code that opens the claim
 * @property {(statement: Statement) => unknown} chosen called when the learner is entitled to the statement
 * @property {string} label of the button
 */

/**
 * A form over the statements of `activity`, and the code that opens its claim where one is asked for.
 * @param {StatementFormOptions} options
 */
export function statementForm({ activity, profile, value, hint, code, chosen, label }) {
  const extra = h('div', { 'aria-live': 'polite' });
  /** @type {StatementQuestion} */
  let asked = nothing;
  const options = statementOptions(activity);
  const show = () => {
    asked = questionFor(choice.value(), profile);
    fill(extra, asked.node);
  };
  const first = value ?? (options.length === 1 ? options[0].value : null);
  const choice = choices({
    legend: t('statement.legend'),
    hint,
    name: 'statement',
    options,
    value: first,
    onchange: show,
  });
  const send = async () => {
    if (!choice.value()) throw new Problem(422, { code: 'statement_missing' });
    if (!asked.ready()) return;
    await asked.save();
    await chosen(/** @type {Statement} */ (choice.value()));
  };
  show();
  const asksCode = code ? { fields: [code], places: { access_code: code } } : {};
  return form({ ...asksCode, send, label }, choice.node, extra, code?.node);
}

/**
 * The statements of `activity`, to choose one of them.
 * @param {PublicActivity} activity
 */
export function statementOptions(activity) {
  return activity.statements.map((offer) => ({
    value: offer.type,
    label: written(kindOf(offer.type).name),
    about: [written(kindOf(offer.type).about), ` ${t('activity.up_to', { credits: offer.maximum })}.`],
  }));
}

/** @type {StatementQuestion} */
const nothing = { node: null, ready: () => true, save: async () => null };

/**
 * @param {string | null} statement
 * @param {ProfileView} profile
 * @returns {StatementQuestion}
 */
function questionFor(statement, profile) {
  const kind = kindOf(statement ?? '');
  const state = kind.license_state;
  if (kind.physicians_only && profile.physician !== true) return physician();
  return state && !profile.licences.some((one) => one.state === state) ? license(state, profile) : nothing;
}

/** @returns {StatementQuestion} */
function physician() {
  const box = tick({ label: t('statement.physician') });
  const wrong = neededAt(box.input, t('statement.physician_needed'));
  return {
    node: h('div', { class: 'note warn' }, h('p', {}, t('statement.physician_why')), box.node, wrong.node),
    ready: () => {
      wrong.tell(!box.input.checked);
      if (!box.input.checked) box.input.focus();
      return box.input.checked;
    },
    save: () => call('PATCH', '/v1/me', { json: { physician: true } }),
  };
}

/**
 * @param {string} state
 * @param {ProfileView} profile
 * @returns {StatementQuestion}
 */
function license(state, profile) {
  const number = field({
    label: t('statement.license', { state: t(`states.${state}`) }),
    hint: t('statement.license_hint'),
    autocomplete: 'off',
    required: true,
  });
  return {
    node: h(
      'div',
      { class: 'note warn' },
      h('p', {}, t('statement.license_why', { state: t(`states.${state}`) })),
      number.node,
    ),
    ready: () => {
      const given = number.input.value.trim();
      if (!given) {
        number.complain(t('forms.needed'));
        number.input.focus();
      }
      return Boolean(given);
    },
    save: () =>
      call('PATCH', '/v1/me', {
        json: { licences: [...profile.licences, { state, number: number.input.value.trim() }] },
      }),
  };
}
