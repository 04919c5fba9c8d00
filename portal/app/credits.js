/** A learner's credits, as several pages speak of them. */

import { call } from '/app/api.js';

const MOST = 50;

/** The first credits that wait for the learner to do something, and how many there are in all: `{items, total}`. */
export async function needsYou() {
  const { data } = await call('GET', '/v1/organizer', { query: { phase: 'needs_you', limit: MOST } });
  return { items: data.items, total: data.totals.by_phase.needs_you ?? 0 };
}
