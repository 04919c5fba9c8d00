/** The words of the pages, and how dates, times and amounts are written. Another language is another file of texts. */

import texts from '/texts/en.js';

export const language = texts.language;
const plural = new Intl.PluralRules(language);

/** The text under `key` (`home.title`), its `{names}` filled in; one with plural forms is chosen by `count`. */
export function t(key, values = {}) {
  let text = lookUp(key);
  if (text === undefined) throw new Error(`There is no text ${key}.`);
  if (typeof text === 'object') text = text[plural.select(Number(values.count))] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** Whether there is a text under `key`. */
export function hasText(key) {
  return lookUp(key) !== undefined;
}

/** All texts under `key`, such as the names of the states. */
export function textsUnder(key) {
  return lookUp(key) ?? {};
}

function lookUp(key) {
  return key.split('.').reduce((found, part) => (found && Object.hasOwn(found, part) ? found[part] : undefined), texts);
}

const formats = new Map();

function format(zone, options) {
  const key = JSON.stringify([zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(key);
}

/** A calendar date (`2026-06-04`), which no time zone moves. */
export function day(date, style = 'long') {
  return date ? format('UTC', { dateStyle: style }).format(new Date(`${date}T00:00:00Z`)) : '';
}

/** A calendar date with its day of the week. */
export function weekday(date, style = 'long') {
  const options = { weekday: style, month: style === 'long' ? 'long' : 'short', day: 'numeric' };
  return format('UTC', options).format(new Date(`${date}T00:00:00Z`));
}

/** From one calendar date to another, as short as it can be said. */
export function days(from, to) {
  const [start, end] = [from, to].map((one) => new Date(`${one}T00:00:00Z`));
  return format('UTC', { dateStyle: 'long' }).formatRange(start, end);
}

/** An instant by the clock of `zone`; without a zone by that of the reader. */
export function moment(instant, zone) {
  return instant ? format(zone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant)) : '';
}

/** From one instant to another on one day: `8:00 – 9:00 AM`. */
export function hours(from, to, zone) {
  return format(zone, { timeStyle: 'short' }).formatRange(new Date(from), new Date(to));
}

/** The present time of day of the reader. */
export function clock(now = new Date()) {
  return format(undefined, { timeStyle: 'short' }).format(now);
}

/** The calendar date of an instant in `zone`, as `2026-06-04`. */
export function dateIn(instant, zone) {
  const parts = format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const of = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return `${of.year}-${of.month}-${of.day}`;
}

/** An amount of credit (`"1.25"`) in hundredths: amounts are never added up as floating point. */
export function cents(amount) {
  const [whole, part = ''] = String(amount).split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0').slice(0, 2) || 0);
}

/** Hundredths as an amount of credit: 125 is `1.25`, 50 is `0.5`. */
export function amount(hundredths) {
  const text = (hundredths / 100).toFixed(2);
  return text.replace(/\.?0+$/, '');
}
