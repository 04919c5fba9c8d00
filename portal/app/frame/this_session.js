/** This session in the learner's list of sessions. */

import { call } from '../platform/api.js';
import * as session from '../platform/session.js';
import { chosen, keepInProfile } from './language.js';

/** Notes the browser, and which language the learner reads. Both can do without, so a failure is none. */
export async function arrived() {
  const [, profile] = await Promise.allSettled([call('PUT', '/v1/me/sessions/this'), call('GET', '/v1/me')]);
  if (profile.status !== 'fulfilled') return;
  const { language } = profile.value.data;
  if (language) session.setLanguage(language);
  // E-mails are written in the language of the profile: who never chose one gets that of the pages they read.
  else if (chosen() !== 'en') await keepInProfile(chosen());
}

/**
 * Notes that the session ends, by its ID token.
 * @param {string} token
 */
export const left = (token) => call('DELETE', '/v1/me/sessions/this', { token }).catch(() => null);
