/** What was typed and not yet saved: kept in this tab, so that leaving, going back and reloading lose nothing. */

import * as storage from '/app/storage.js';

const PREFIX = 'laurel.typed.';

/** Keeps `value` under `key`. */
export function keep(key, value) {
  storage.write(PREFIX + key, JSON.stringify(value));
}

/** What was kept under `key`; null if there is nothing. */
export function kept(key) {
  try {
    return JSON.parse(storage.read(PREFIX + key));
  } catch {
    return null;
  }
}

/** Lets go of what was kept under `key`. */
export function drop(key) {
  storage.remove(PREFIX + key);
}

/** Lets go of everything: somebody else may use this tab next. */
export function dropAll() {
  for (const key of storage.keys()) if (key.startsWith(PREFIX)) storage.remove(key);
}
