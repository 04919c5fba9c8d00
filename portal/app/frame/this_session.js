/** This session in the learner's list of sessions. */

import { call } from '../platform/api.js';

/** Notes the browser. The list does without, so a failure is none. */
export const arrived = () => call('PUT', '/v1/me/sessions/this').catch(() => null);

/**
 * Notes that the session ends, by its ID token.
 * @param {string} token
 */
export const left = (token) => call('DELETE', '/v1/me/sessions/this', { token }).catch(() => null);
