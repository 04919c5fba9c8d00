/** What was typed and not yet saved: kept in this tab, so that leaving, going back and reloading lose nothing. */

const PREFIX = 'laurel.typed.';

/** Keeps `value` under `key`. */
export function keep(key, value) {
  sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
}

/** What was kept under `key`; null if there is nothing. */
export function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** Lets go of what was kept under `key`. */
export function drop(key) {
  sessionStorage.removeItem(PREFIX + key);
}

/** Lets go of everything: somebody else may use this tab next. */
export function dropAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
