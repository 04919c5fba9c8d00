/** The fields of an activity's form: each writes what is typed into the document at once. */

import { h, newId } from '../elements/dom.js';
import { field, tick } from '../elements/forms.js';
import { hasText, t } from '../elements/words.js';
import { kindOf, kindTypes } from '../platform/kinds.js';
import { instantOf, isZone, wallOf, zones } from './times.js';

/** @import { Control, Field } from '../elements/forms.js' */
/** @import { Part } from './parts.js' */

/** @typedef {{id: string, complain: (text?: string) => void}} Place where a problem is shown */

/**
 * What edits one part: `reach` gives the place for a problem below it.
 * @typedef {{node: HTMLElement, reach: (steps: (string | number)[]) => Place}} Editor
 */

/**
 * What the form works on: the document, who may own it, and what to do after each change.
 * @typedef {object} Desk
 * @property {any} document
 * @property {{value: string, label: string}[]} providers
 * @property {(part: Part) => void} changed
 * @property {Set<{node: HTMLElement, again: () => void}>} dependents what is drawn again when another part changes
 */

/**
 * Writes `value` into the document, or takes the part out where nothing was typed.
 * @param {any} holder
 * @param {Part} part
 * @param {unknown} value
 * @param {Desk} desk
 */
export function write(holder, part, value, desk) {
  if (value === '' || value === undefined || value === null) delete holder[part.name];
  else holder[part.name] = value;
  desk.changed(part);
}

/** @param {Part} part */
export const labelOf = (part) => t(`workbench.fields.${part.key}`);

/** @param {Part} part */
const hintOf = (part) => (hasText(`workbench.hints.${part.key}`) ? t(`workbench.hints.${part.key}`) : undefined);

/**
 * A field of one part, made from `input`; `read` gives what was typed.
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @param {Control} input
 * @param {(text: string) => unknown} [read]
 * @returns {Editor}
 */
function fieldOf(part, holder, desk, input, read = (text) => text) {
  const one = field({ label: labelOf(part), hint: hintOf(part), input });
  input.addEventListener('input', () => write(holder, part, read(input.value), desk));
  return { node: one.node, reach: () => one };
}

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/**
 * @param {string} type
 * @param {string} value
 * @param {Record<string, any>} [more]
 */
const input = (type, value, more = {}) => h('input', { type, value, autocomplete: 'off', ...more });

/** @type {Record<string, (part: Part, holder: any, desk: Desk) => Editor>} */
export const FIELDS = {
  line: (part, holder, desk) => fieldOf(part, holder, desk, input('text', textOf(holder[part.name]))),
  amount: (part, holder, desk) => {
    const box = input('text', textOf(holder[part.name]), { inputmode: 'decimal' });
    return fieldOf(part, holder, desk, box, (text) => text.trim());
  },
  whole: (part, holder, desk) => {
    const box = input('text', textOf(holder[part.name]), { inputmode: 'numeric' });
    return fieldOf(part, holder, desk, box, (text) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : text.trim()));
  },
  day: (part, holder, desk) => fieldOf(part, holder, desk, input('date', textOf(holder[part.name]))),
  moment: (part, holder, desk) => {
    const box = input('datetime-local', wallOf(holder[part.name], desk.document.time_zone));
    return fieldOf(part, holder, desk, box, (text) => instantOf(text, desk.document.time_zone));
  },
  prose: (part, holder, desk) => {
    const box = h('textarea', { rows: 3, value: textOf(holder[part.name]) });
    return fieldOf(part, holder, desk, box);
  },
  lines: (part, holder, desk) => {
    const given = Array.isArray(holder[part.name]) ? holder[part.name] : [];
    const box = h('textarea', { rows: Math.min(8, given.length + 2), value: given.join('\n') });
    return fieldOf(part, holder, desk, box, linesIn);
  },
  yes: (part, holder, desk) => {
    const one = tick({ label: labelOf(part), checked: holder[part.name] !== false });
    one.input.id = newId('yes');
    one.input.addEventListener('input', () => write(holder, part, one.input.checked, desk));
    return { node: one.node, reach: () => ({ id: one.input.id, complain: () => {} }) };
  },
  choice: (part, holder, desk) => {
    const options = (part.options ?? []).map((value) => ({ value, label: part.named?.(value) ?? value }));
    const open = part.isOptional ? [{ value: '', label: t('workbench.left_open') }] : [];
    return fieldOf(part, holder, desk, select([...open, ...options], textOf(holder[part.name])));
  },
  zone: (part, holder, desk) => {
    const names = zones();
    const now = textOf(holder[part.name]);
    const all = now && isZone(now) && !names.includes(now) ? [now, ...names] : names;
    const options = all.map((value) => ({ value, label: value.replace(/_/g, ' ') }));
    return fieldOf(part, holder, desk, select(options, now));
  },
  provider: (part, holder, desk) => fieldOf(part, holder, desk, select(desk.providers, textOf(holder[part.name]))),
  statement: (part, holder, desk) => {
    const options = kindTypes().map((value) => ({ value, label: kindOf(value).name }));
    return fieldOf(part, holder, desk, select(options, textOf(holder[part.name])));
  },
  entry: (part, holder, desk) => {
    const box = h('select', {});
    const again = () => {
      const entries = listIn(desk.document[part.from ?? '']);
      const options = entries.map((one, n) => ({
        value: textOf(one.id),
        label: textOf(one.title) || t('workbench.entry', { name: labelOf(part), number: n + 1 }),
      }));
      const open = part.isOptional ? [{ value: '', label: t(`workbench.${part.open}`) }] : [];
      box.replaceChildren(...optionsOf([...open, ...options], textOf(holder[part.name])));
    };
    again();
    const made = fieldOf(part, holder, desk, box);
    desk.dependents.add({ node: made.node, again });
    return made;
  },
};

/**
 * The lines of a text, without empty ones; nothing if there are none.
 * @param {string} text
 */
function linesIn(text) {
  const found = text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean);
  return found.length ? found : undefined;
}

/**
 * The entries of a list of the document, which may be anything in a draft.
 * @param {unknown} value
 * @returns {any[]}
 */
export function listIn(value) {
  return Array.isArray(value) ? value.filter((one) => one && typeof one === 'object') : [];
}

/**
 * @param {{value: string, label: string}[]} options
 * @param {string} value
 */
function select(options, value) {
  const box = h('select', {});
  box.append(...optionsOf(options, value));
  return box;
}

/**
 * The options of a choice; without a value, or with one that is not among them, nothing is chosen.
 * @param {{value: string, label: string}[]} options
 * @param {string} value
 */
function optionsOf(options, value) {
  const has = options.some((one) => one.value === value);
  const none = !has && h('option', { value: '', selected: true }, t('workbench.choose'));
  return [
    ...(none ? [none] : []),
    ...options.map((one) => h('option', { value: one.value, selected: one.value === value }, one.label)),
  ];
}
