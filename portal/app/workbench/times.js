/** Times as staff type them: by the clock of the activity's zone, which is not that of the reader. */

const MINUTE = 60_000; // milliseconds
const DAY = 86_400_000;

/**
 * An instant by the clock of `zone`, as a field of the browser takes it: `2026-06-04T09:00`. Empty if it is none.
 * @param {unknown} instant
 * @param {string} zone
 * @returns {string}
 */
export function wallOf(instant, zone) {
  const at = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(at) || !isZone(zone) ? '' : wallAt(at, zone);
}

/**
 * The instant at which the clock of `zone` shows `wall`. Of an hour that comes twice it is the first; one that is left
 * out is counted on from the hour before.
 * @param {string} wall
 * @param {string} zone
 * @returns {string | undefined}
 */
export function instantOf(wall, zone) {
  const plain = Date.parse(`${wall}Z`);
  if (Number.isNaN(plain) || !isZone(zone)) return undefined;
  const [before, after] = [plain - DAY, plain + DAY].map((at) => plain - offsetAt(at, zone));
  const shows = (/** @type {number} */ at) => Date.parse(`${wallAt(at, zone)}Z`) === plain;
  const at = !shows(before) && shows(after) ? after : before;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/**
 * The clock of `zone`; they are slow to make, and a meeting has hundreds of times. Throws RangeError for no zone.
 * @param {string} zone
 * @returns {Intl.DateTimeFormat}
 */
function clockOf(zone) {
  const made =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  clocks.set(zone, made);
  return made;
}

/** @param {unknown} zone */
export function isZone(zone) {
  try {
    return typeof zone === 'string' && zone !== '' && Boolean(clockOf(zone));
  } catch {
    return false;
  }
}

/** The zones that can be chosen: those of the United States first. */
export function zones() {
  const first = ['New_York', 'Chicago', 'Denver', 'Phoenix', 'Los_Angeles', 'Anchorage'].map((one) => `America/${one}`);
  const intl = /** @type {{supportedValuesOf?: (key: string) => string[]}} */ (/** @type {unknown} */ (Intl));
  return [...new Set([...first, 'Pacific/Honolulu', 'UTC', ...(intl.supportedValuesOf?.('timeZone') ?? [])])];
}

/**
 * @param {number} at
 * @param {string} zone
 */
function wallAt(at, zone) {
  const wall = new Date(at + offsetAt(at, zone)).toISOString();
  return wall.slice(0, wall.slice(17, 19) === '00' ? 16 : 19);
}

/**
 * How many milliseconds the clock of `zone` is ahead of UTC at an instant.
 * @param {number} at
 * @param {string} zone
 */
function offsetAt(at, zone) {
  const parts = clockOf(zone).formatToParts(new Date(at));
  const of = Object.fromEntries(parts.map((one) => [one.type, Number(one.value)]));
  const wall = Date.UTC(of.year, of.month - 1, of.day, of.hour % 24, of.minute);
  return wall - Math.floor(at / MINUTE) * MINUTE;
}
