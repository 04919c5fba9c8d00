/**
 * Sessions by the day on which they are held, in order: `[[date, sessions], ...]`.
 * @template T
 * @param {T[]} sessions
 * @param {(one: T) => string} dayOf
 * @returns {[string, T[]][]}
 */
export function byDay(sessions, dayOf) {
  const days = new Map();
  for (const one of sessions) {
    const date = dayOf(one);
    if (days.has(date)) days.get(date).push(one);
    else days.set(date, [one]);
  }
  return [...days];
}
