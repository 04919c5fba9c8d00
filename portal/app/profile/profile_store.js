/** The learner's profile while it is edited: each part saves its own fields, and overwrites nothing that it did not see. */

import { call } from '../platform/api.js';

/** Opens the profile as the API gave it: `{data, etag}`. */
export function openProfile({ data, etag }) {
  const store = { profile: data, etag, save };
  let before = Promise.resolve();

  /** Saves these fields, after those before; a change of other fields elsewhere does no harm. Throws Problem. */
  function save(fields) {
    const saved = before.then(() => send(fields));
    before = saved.catch(() => null);
    return saved;
  }

  async function send(fields) {
    const seen = store.profile;
    try {
      take(await call('PATCH', '/v1/me', { json: fields, ifMatch: store.etag }));
    } catch (error) {
      if (error.code !== 'changed_elsewhere') throw error;
      take(await call('GET', '/v1/me'));
      const same = Object.keys(fields).every(
        (name) => JSON.stringify(seen[name]) === JSON.stringify(store.profile[name]),
      );
      if (!same) throw error;
      take(await call('PATCH', '/v1/me', { json: fields, ifMatch: store.etag }));
    }
  }

  function take(answer) {
    store.profile = answer.data;
    store.etag = answer.etag;
  }

  return store;
}
