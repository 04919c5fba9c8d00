/** Credits of the CE organizer, as several pages speak of them. */

import { call } from '/app/api.js';

const MOST = 50;

/** The credits that wait for the learner to do something. */
export async function needsYou() {
  const { data } = await call('GET', '/v1/organizer', { query: { phase: 'needs_you', limit: MOST } });
  return data.items;
}
