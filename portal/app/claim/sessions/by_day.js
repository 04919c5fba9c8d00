/** Sessions by the day on which they are held, in order: `[[date, sessions], ...]`. */
export function byDay(sessions, dayOf = (one) => one.day) {
  const days = new Map();
  for (const one of sessions) {
    const date = dayOf(one);
    if (days.has(date)) days.get(date).push(one);
    else days.set(date, [one]);
  }
  return [...days];
}
