/** This session in the learner's list of sessions. */

import { call } from '../platform/api.js';
import * as session from '../platform/session.js';

/** Notes the browser, and which language the learner reads. Both can do without, so a failure is none. */
export async function arrived() {
  const [, profile] = await Promise.allSettled([call('PUT', '/v1/me/sessions/this'), call('GET', '/v1/me')]);
  if (profile.status === 'fulfilled' && profile.value.data.language) session.setLanguage(profile.value.data.language);
}

/**
 * Notes that the session ends, by its ID token.
 * @param {string} token
 */
export const left = (token) => call('DELETE', '/v1/me/sessions/this', { token }).catch(() => null);
