/** What two documents of an activity differ in, in the words of the form. */

import { day, moment, t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';
import { nameOf } from './editors.js';
import { labelOf, listIn } from './fields.js';
import { ACTIVITY } from './parts.js';
import { isZone } from './times.js';

/** @import { Part } from './parts.js' */

/** @typedef {{where: string, before: string, after: string}} Difference what it was and is; empty for nothing */

/**
 * The differences, in the order of the form.
 * @param {any} before
 * @param {any} after
 * @returns {Difference[]}
 */
export function differences(before, after) {
  const zones = [before?.time_zone, after?.time_zone];
  return ofParts(ACTIVITY, before ?? {}, after ?? {}, '', zones);
}

/**
 * @param {Part[]} parts
 * @param {any} before
 * @param {any} after
 * @param {string} above
 * @param {string[]} zones
 * @returns {Difference[]}
 */
function ofParts(parts, before, after, above, zones) {
  return parts.flatMap((part) => {
    const [was, is] = [before[part.name], after[part.name]];
    if (same(was, is) && !(part.kind === 'answers' && before.right !== after.right)) return [];
    if (part.kind === 'list') return ofList(part, listIn(was), listIn(is), above, zones);
    if (part.kind === 'record')
      return ofParts(part.parts ?? [], was ?? {}, is ?? {}, `${above}${labelOf(part)} › `, zones);
    const said = [inWords(part, was, before, zones[0]), inWords(part, is, after, zones[1])];
    return said[0] === said[1] ? [] : [{ where: above + labelOf(part), before: said[0], after: said[1] }];
  });
}

/**
 * Entries are the same one by their ID, or else by their place.
 * @param {Part} part
 * @param {any[]} before
 * @param {any[]} after
 * @param {string} above
 * @param {string[]} zones
 * @returns {Difference[]}
 */
function ofList(part, before, after, above, zones) {
  /** @type {(one: any, n: number) => string} */
  const key = (one, n) => (part.prefix ? String(one.id) : part.name === 'statements' ? String(one.type) : String(n));
  const was = new Map(before.map((one, n) => [key(one, n), one]));
  const is = new Map(after.map((one, n) => [key(one, n), one]));
  const found = after.flatMap((one, n) => {
    const old = was.get(key(one, n));
    const name = above + nameOf(part, one, n);
    return old
      ? ofParts(part.parts ?? [], old, one, `${name} › `, zones)
      : [{ where: name, before: '', after: t('workbench.added') }];
  });
  const gone = before
    .map((one, n) => ({ where: above + nameOf(part, one, n), key: key(one, n) }))
    .filter((one) => !is.has(one.key))
    .map(({ where }) => ({ where, before: t('workbench.was_there'), after: '' }));
  const kept = (/** @type {Map<string, any>} */ some, /** @type {Map<string, any>} */ others) =>
    [...some.keys()].filter((one) => others.has(one)).join('\n');
  const order = kept(was, is) === kept(is, was) ? [] : [moved(part, above)];
  return [...found, ...gone, ...order];
}

/**
 * @param {Part} part
 * @param {string} above
 */
const moved = (part, above) => ({ where: above + labelOf(part), before: '', after: t('workbench.other_order') });

/**
 * @param {Part} part
 * @param {any} value
 * @param {any} holder
 * @param {string} zone
 * @returns {string}
 */
function inWords(part, value, holder, zone) {
  if (value === undefined || value === null || value === '') return part.kind === 'yes' ? t('workbench.yes') : '';
  if (part.kind === 'answers') {
    const mark = (/** @type {any} */ one) =>
      one.id === holder.right ? `${one.text} (${t('workbench.right')})` : one.text;
    return listIn(value).map(mark).join('\n');
  }
  if (part.kind === 'maxima')
    return Object.entries(value)
      .map(([type, amount]) => `${kindOf(type).short_name}: ${amount}`)
      .sort()
      .join('\n');
  if (part.kind === 'lines') return Array.isArray(value) ? value.join('\n') : String(value);
  if (part.kind === 'yes') return t(value === false ? 'workbench.no' : 'workbench.yes');
  if (part.kind === 'choice' && part.options?.includes(value)) return part.named?.(value) ?? value;
  if (part.kind === 'statement') return kindOf(value).name;
  if (part.kind === 'moment' && !Number.isNaN(Date.parse(value)) && isZone(zone)) return moment(value, zone);
  if (part.kind === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
  return String(value);
}

/**
 * Whether two values of documents are the same; nothing, null, and an empty list or text are alike.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
function same(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/**
 * @param {any} value
 * @returns {any}
 */
function plain(value) {
  if (value === null || value === '' || (Array.isArray(value) && !value.length)) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (!value || typeof value !== 'object') return value;
  const given = Object.entries(value).map(([name, one]) => [name, plain(one)]);
  return Object.fromEntries(given.filter(([, one]) => one !== undefined).sort());
}
