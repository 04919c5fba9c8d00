/** How long somebody may do nothing before they are logged out. */

const MINUTE = 60_000; // milliseconds
const WARNING = MINUTE; // how long before the end they are warned

/**
 * The idle limit, in milliseconds: 30 minutes, on a shared computer 5.
 * @param {boolean} isShared
 */
export const limitOf = (isShared) => (isShared ? 5 : 30) * MINUTE;

/**
 * The next step at `now`, by the clock of this device, for somebody who was last active at `active` (milliseconds since
 * 1970).
 * @param {{active: number, shared: boolean}} session
 * @param {number} now
 * @returns {'nothing' | 'warning' | 'end'}
 */
export function dueOf({ active, shared }, now) {
  const left = active + limitOf(shared) - now;
  if (left <= 0) return 'end';
  return left <= WARNING ? 'warning' : 'nothing';
}
