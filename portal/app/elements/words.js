/**
 * The words of the pages, and how dates, times and amounts are written. Another language is another file of texts.
 * Nothing has words before `speak` was called.
 *
 * A time always names its zone, and a deadline at midnight is the day before it; `laurel/platform/dates.py` writes them
 * alike for the API.
 */

/** @typedef {typeof import('../../texts/en.js')} English */
/** @typedef {{default: English['default'], later: Partial<English['later']>}} Language pages of staff are in English */

/** @type {Record<string, () => Promise<Language>>} */
const LANGUAGES = {
  en: () => import('../../texts/en.js'),
  es: () => import('../../texts/es.js'),
};

/** @type {English['default'] & Record<string, any>} */
let texts;
/** @type {Language['later']} */
let later;
/** @type {Intl.PluralRules} */
let plural;

/** The language that is spoken, as a tag: `en-US`. */
export let language = '';

/**
 * Fetches the first words of a language (`en`, `es`) and speaks it from then on; says whether that is a change.
 * @param {string} code
 */
export async function speak(code) {
  const { default: first, later: more } = await LANGUAGES[code]();
  if (language === first.language) return false;
  [texts, later, language] = [{ ...first }, more, first.language];
  plural = new Intl.PluralRules(language);
  formats.clear();
  return true;
}

/**
 * The text under `key` (`home.title`), its `{names}` filled in; one with plural forms is chosen by `count`.
 * @param {string} key
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  let text = lookUp(key);
  if (text === undefined) throw new Error(`There is no text ${key}.`);
  if (typeof text === 'object') text = text[plural.select(Number(values.count))] ?? text.other;
  return /** @type {string} */ (text).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/**
 * Fetches words that only some pages need.
 * @param {keyof Language['later']} part
 * @returns {Promise<void>}
 */
export async function fetchWords(part) {
  const load = later[part];
  if (!load) throw new Error(`There are no words ${part} in ${language}.`);
  Object.assign(texts, (await load()).default);
}

/**
 * Whether there is a text under `key`.
 * @param {string} key
 * @returns {boolean}
 */
export function hasText(key) {
  return lookUp(key) !== undefined;
}

/**
 * All texts under `key`, such as the names of the states.
 * @param {string} key
 * @returns {any}
 */
export function textsUnder(key) {
  return lookUp(key) ?? {};
}

/**
 * @param {string} key
 * @returns {any}
 */
function lookUp(key) {
  return key
    .split('.')
    .reduce(
      (/** @type {any} */ found, part) =>
        found && Object.prototype.hasOwnProperty.call(found, part) ? found[part] : undefined,
      texts,
    );
}

// The zones whose short names readers in the United States know, by their words: CST is China's too, IST three
// countries'.
/** @type {Record<string, string>} */
const US_ZONES = {
  'America/New_York': 'eastern',
  'America/Detroit': 'eastern',
  'America/Toronto': 'eastern',
  'US/Eastern': 'eastern',
  'America/Chicago': 'central',
  'US/Central': 'central',
  'America/Denver': 'mountain',
  'America/Boise': 'mountain',
  'US/Mountain': 'mountain',
  'America/Phoenix': 'arizona',
  'America/Los_Angeles': 'pacific',
  'US/Pacific': 'pacific',
  'America/Anchorage': 'alaska',
  'Pacific/Honolulu': 'hawaii',
};
/** @type {Intl.DateTimeFormatOptions} */
const DAY = { year: 'numeric', month: 'long', day: 'numeric' };
/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: 'numeric', minute: '2-digit' };
const A_SECOND = 1000; // milliseconds

/** @typedef {Intl.DateTimeFormat & {formatRange?: (start: Date, end: Date) => string}} Formatter */

/** @type {Map<string, Formatter>} */
const formats = new Map();

/**
 * A zone that is newer than the browser is shown as UTC: each time names its zone, so that is true too.
 * @param {string | undefined} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(zone, options) {
  const key = JSON.stringify([zone, options]);
  const made = formats.get(key) ?? formatIn(zone, options);
  formats.set(key, made);
  return made;
}

/**
 * @param {string | undefined} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function formatIn(zone, options) {
  try {
    return new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  } catch {
    return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
  }
}

/** @param {string} date */
const atNoon = (date) => new Date(`${date}T12:00:00Z`);

/**
 * A calendar date (`2026-06-04`), which no time zone moves; `style` is `long` or `medium`.
 * @param {string | null | undefined} date
 * @param {'long' | 'medium'} [style]
 * @returns {string}
 */
export function day(date, style = 'long') {
  const month = style === 'long' ? 'long' : 'short';
  return date ? format('UTC', { ...DAY, month }).format(atNoon(date)) : '';
}

/**
 * Whether `text` is a calendar date, as it is written in addresses.
 * @param {string} text
 * @returns {boolean}
 */
export function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(atNoon(text).getTime());
}

/**
 * A calendar date with its day of the week.
 * @param {string} date
 * @param {'long' | 'short'} [style]
 * @returns {string}
 */
export function weekday(date, style = 'long') {
  const month = style === 'long' ? 'long' : 'short';
  return format('UTC', { weekday: style, month, day: 'numeric' }).format(atNoon(date));
}

/**
 * From one calendar date to another, as short as it can be said.
 * @param {string} from
 * @param {string} to
 * @returns {string}
 */
export function days(from, to) {
  return range(format('UTC', DAY), atNoon(from), atNoon(to));
}

/**
 * An instant by the clock of `zone`, with the name of that zone; without a zone by the clock of the reader.
 * @param {string | Date | null | undefined} instant
 * @param {string} [zone]
 * @returns {string}
 */
export function moment(instant, zone) {
  if (!instant) return '';
  const at = new Date(instant);
  return `${format(zone, DAY).format(at)}, ${time(at, zone)}`;
}

/**
 * An instant of the activity in `zone`; for a reader whose clock shows another time, that time too.
 * @param {string} instant
 * @param {string} [zone]
 * @returns {string}
 */
export function bothMoments(instant, zone) {
  return withOwn('times.own', moment(instant, zone), instant, zone);
}

/**
 * What ends at `instant`: "through February 26, 2027 (Eastern Time)"; when that is no midnight, until which time.
 * @param {string} instant
 * @param {string} [zone]
 * @returns {string}
 */
export function deadline(instant, zone) {
  const at = new Date(instant);
  const lastDay = format(zone, DAY).format(new Date(at.getTime() - A_SECOND));
  const said = isMidnight(at, zone)
    ? t('times.through', { day: lastDay, zone: zoneName(at, zone) })
    : t('times.until', { moment: moment(instant, zone) });
  return withOwn('times.own_until', said, instant, zone);
}

/**
 * From one instant to another on one day: `8:00 – 9:00 AM EDT`.
 * @param {string} from
 * @param {string} to
 * @param {string} [zone]
 * @returns {string}
 */
export function hours(from, to, zone) {
  const [start, end] = [new Date(from), new Date(to)];
  return `${range(format(zone, CLOCK), start, end)} ${shortName(end, zone)}`;
}

/**
 * The same by the reader's own clock; null where that shows the same.
 * @param {string} from
 * @param {string} to
 * @param {string} [zone]
 * @returns {string | null}
 */
export function ownHours(from, to, zone) {
  if (isSameClock(new Date(from), zone)) return null;
  const sameDay = dateIn(from, zone) === dateIn(from) && dateIn(to, zone) === dateIn(to);
  return sameDay ? hours(from, to) : `${moment(from)} – ${time(new Date(to))}`;
}

/**
 * The time of day of the reader, with their zone; of an instant on another day its date too.
 * @param {Date} [at]
 * @returns {string}
 */
export function clock(at = new Date()) {
  return dateIn(at) === dateIn(new Date()) ? time(at) : moment(at);
}

/**
 * The calendar date of an instant in `zone`, as `2026-06-04`.
 * @param {string | Date} instant
 * @param {string} [zone]
 * @returns {string}
 */
export function dateIn(instant, zone) {
  const parts = format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const of = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return `${of.year}-${of.month}-${of.day}`;
}

/**
 * @param {string} key
 * @param {string} said
 * @param {string} instant
 * @param {string} [zone]
 */
function withOwn(key, said, instant, zone) {
  return isSameClock(new Date(instant), zone) ? said : t(key, { said, own: moment(instant) });
}

/**
 * @param {Date} at
 * @param {string} [zone]
 */
function time(at, zone) {
  return `${format(zone, CLOCK).format(at)} ${shortName(at, zone)}`;
}

/**
 * A range; browsers that cannot say it short say both ends.
 * @param {Formatter} formatter
 * @param {Date} start
 * @param {Date} end
 */
function range(formatter, start, end) {
  if (formatter.formatRange) return formatter.formatRange(start, end);
  const both = [start, end].map((one) => formatter.format(one));
  return both[0] === both[1] ? both[0] : both.join(' – ');
}

/**
 * @param {Date} at
 * @param {string} [zone]
 */
function isMidnight(at, zone) {
  const parts = format(zone, { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' }).formatToParts(
    at,
  );
  return ['hour', 'minute', 'second'].every(
    (type) => Number(parts.find((part) => part.type === type)?.value) % 24 === 0,
  );
}

/**
 * @param {Date} at
 * @param {string} [zone]
 */
function isSameClock(at, zone) {
  const options = { ...DAY, ...CLOCK };
  return format(zone, options).format(at) === format(undefined, options).format(at);
}

/** @param {string} [zone] */
const zoneOf = (zone) => zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param {Date} at
 * @param {string} [zone]
 */
function shortName(at, zone) {
  if (!US_ZONES[zoneOf(zone)]) return offset(at, zone);
  const parts = format(zone, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value;
}

/**
 * @param {Date} at
 * @param {string} [zone]
 */
function zoneName(at, zone) {
  const known = US_ZONES[zoneOf(zone)];
  return known ? t(`times.zones.${known}`) : offset(at, zone);
}

/**
 * How far a zone is from UTC at an instant: `GMT+5:30`.
 * @param {Date} at
 * @param {string} [zone]
 */
function offset(at, zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  };
  const parts = format(zone, options).formatToParts(at);
  const of = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
  const local = Date.UTC(of.year, of.month - 1, of.day, of.hour % 24, of.minute);
  const minutes = Math.round((local - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
  if (minutes === 0) return 'UTC';
  const [whole, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `GMT${minutes < 0 ? '-' : '+'}${whole}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

/**
 * An amount of credit (`"1.25"`) in hundredths: amounts are never added up as floating point.
 * @param {string | number} amount
 * @returns {number}
 */
export function cents(amount) {
  const [whole, part = ''] = String(amount).split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0').slice(0, 2) || 0);
}

/**
 * Hundredths as an amount of credit: 125 is `1.25`, 50 is `0.5`.
 * @param {number} hundredths
 * @returns {string}
 */
export function amount(hundredths) {
  const text = (hundredths / 100).toFixed(2);
  return text.replace(/\.?0+$/, '');
}
