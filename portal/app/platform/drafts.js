/** Unsaved input, kept in this tab so that leaving, going back and reloading lose nothing. */

import * as storage from './storage.js';

const PREFIX = 'laurel.typed.';
const OWNER = 'laurel.typed_by';

/**
 * Keeps `value` under `key`.
 * @param {string} key
 * @param {unknown} value
 */
export function keep(key, value) {
  storage.write(PREFIX + key, JSON.stringify(value));
}

/**
 * The value under `key`; null if there is none.
 * @param {string} key
 * @returns {any}
 */
export function kept(key) {
  try {
    return JSON.parse(storage.read(PREFIX + key) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Deletes the value under `key`.
 * @param {string} key
 */
export function drop(key) {
  storage.remove(PREFIX + key);
}

/**
 * The keys that begin with `start`, without that prefix.
 * @param {string} start
 * @returns {string[]}
 */
export function keptUnder(start) {
  return storage
    .keys()
    .filter((key) => key.startsWith(PREFIX + start))
    .map((key) => key.slice(PREFIX.length + start.length));
}

/** Deletes everything: somebody else may use this tab next. */
export function dropAll() {
  for (const key of storage.keys()) if (key.startsWith(PREFIX)) storage.remove(key);
  storage.remove(OWNER);
}

/**
 * Keeps everything for the learner `id` only, who was logged out in another tab.
 * @param {string} id
 */
export function keepFor(id) {
  if (keptUnder('').length) storage.write(OWNER, id);
}

/**
 * The learner `id` is signed in: deletes the drafts of anybody else.
 * @param {string} id
 */
export function isHere(id) {
  const owner = storage.read(OWNER);
  if (owner && owner !== id) dropAll();
  storage.remove(OWNER);
}
