/** The settings that the portal was deployed with. None of them is a secret. */

import { endsAfter, Unreachable } from './problems.js';

/** @type {Record<string, string>} */
let settings = {};

/** Fetches the settings; to be called once, before anything else. Throws Unreachable. */
export async function load() {
  try {
    const answer = await fetch('/config.json', { signal: endsAfter(20_000) });
    settings = await answer.json();
  } catch (error) {
    throw new Unreachable('config.json', error);
  }
}

/**
 * One of the settings.
 * @param {'sign_in_url' | 'user_pool_client_id' | 'mail_code_client_id' | 'account_client_id' | 'contact'} name
 */
export function setting(name) {
  return settings[name];
}
