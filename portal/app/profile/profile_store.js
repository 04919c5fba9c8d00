/**
 * The learner's profile while it is edited: each part saves its own fields, and overwrites nothing it did not see.
 */

import { call } from '../platform/api.js';
import { codeOf } from '../platform/problems.js';

/** @import { ProfileView } from '#api' */
/** @import { Answer } from '../platform/api.js' */

/**
 * The profile that is edited, in its latest version that is known here.
 * @typedef {object} Store
 * @property {ProfileView} profile
 * @property {string | null} etag
 * @property {(fields: Partial<ProfileView>) => Promise<void>} save saves these fields
 */

/**
 * Opens the profile as the API gave it: `{data, etag}`.
 * @param {{data: ProfileView, etag: string | null}} options
 * @returns {Store}
 */
export function openProfile({ data, etag }) {
  /** @type {Store} */
  const store = { profile: data, etag, save };
  let before = Promise.resolve();

  /**
   * Saves these fields, after those before; a change of other fields elsewhere does no harm. Throws Problem.
   * @param {Partial<ProfileView>} fields
   * @returns {Promise<void>}
   */
  function save(fields) {
    const saved = before.then(() => send(fields));
    before = saved.catch(() => {});
    return saved;
  }

  /** @param {Partial<ProfileView>} fields */
  async function send(fields) {
    const seen = store.profile;
    try {
      take(await call('PATCH', '/v1/me', { json: fields, ifMatch: store.etag }));
    } catch (error) {
      if (codeOf(error) !== 'changed_elsewhere') throw error;
      take(await call('GET', '/v1/me'));
      const names = /** @type {(keyof ProfileView)[]} */ (Object.keys(fields));
      const same = names.every((name) => JSON.stringify(seen[name]) === JSON.stringify(store.profile[name]));
      if (!same) throw error;
      take(await call('PATCH', '/v1/me', { json: fields, ifMatch: store.etag }));
    }
  }

  /** @param {Answer<ProfileView>} answer */
  function take(answer) {
    store.profile = answer.data;
    store.etag = answer.etag;
  }

  return store;
}
