/** How a program is laid out: by the hour at which sessions begin, by track, and what is claimed of each day. */

import { cents, dateIn } from '../../elements/words.js';

/** @import { PublicSession } from '#api' */
/** @import { ClaimedSession } from '../sessions/fit.js' */

/**
 * Sessions that begin at one time; `ends_at` is when the last of them ends.
 * @template T
 * @typedef {{starts_at: string, ends_at: string, held: T[]}} Slot
 */

/** @typedef {{day: string, claimed: number, count: number}} DayTotal hundredths of credit, and sessions, of a day */

const MOST_TRACKS = 7; // more columns leave no room for a title

/**
 * The sessions in `held` by the time at which they begin, in their order.
 * @template {{session: PublicSession}} T
 * @param {T[]} held
 * @returns {Slot<T>[]}
 */
export function slotsOf(held) {
  /** @type {Map<string, Slot<T>>} */
  const slots = new Map();
  for (const one of held) {
    const { starts_at, ends_at } = one.session;
    const slot = slots.get(starts_at) ?? { starts_at, ends_at, held: [] };
    slot.held.push(one);
    if (ends_at > slot.ends_at) slot.ends_at = ends_at;
    slots.set(starts_at, slot);
  }
  return [...slots.values()].sort((one, other) => (one.starts_at < other.starts_at ? -1 : 1));
}

/**
 * The tracks of these sessions, as the columns of a timetable; none where a table would say nothing: without parallel
 * sessions, with a single track, or with more tracks than fit side by side.
 * @param {PublicSession[]} sessions
 * @returns {string[]}
 */
export function columnsOf(sessions) {
  const tracks = [...new Set(sessions.map((one) => one.track ?? ''))].sort();
  const isParallel = new Set(sessions.map((one) => one.starts_at)).size < sessions.length;
  return isParallel && tracks.length > 1 && tracks.length <= MOST_TRACKS && !tracks.includes('') ? tracks : [];
}

/**
 * What is claimed of each day of the program, in order.
 * @param {PublicSession[]} program
 * @param {ClaimedSession[]} claimed
 * @param {string} zone of the activity
 * @returns {DayTotal[]}
 */
export function dayTotals(program, claimed, zone) {
  const known = new Map(program.map((one) => [one.id, one.day]));
  const totals = new Map(
    [...new Set(program.map((one) => one.day))].sort().map((day) => [day, { claimed: 0, count: 0 }]),
  );
  for (const one of claimed) {
    const total = totals.get(known.get(one.session_id) ?? dateIn(one.starts_at, zone));
    if (!total) continue;
    total.claimed += cents(one.credits);
    total.count += 1;
  }
  return [...totals].map(([day, total]) => ({ day, ...total }));
}

/**
 * The day on which the page opens: the one that was asked for, the first with answers that were started, today, the
 * last day of which something is claimed, or the first of all.
 * @param {object} known
 * @param {DayTotal[]} known.totals
 * @param {string | null | undefined} known.asked
 * @param {string | undefined} known.begun
 * @param {string} known.today
 */
export function firstDay({ totals, asked, begun, today }) {
  const days = totals.map((one) => one.day);
  const claimed = totals.filter((one) => one.count).map((one) => one.day);
  const wishes = [asked, begun, today, claimed[claimed.length - 1]];
  return wishes.find((one) => one && days.includes(one)) ?? days[0];
}
