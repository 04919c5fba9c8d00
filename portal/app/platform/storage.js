/** What this tab keeps. Where the browser blocks storage, it is kept in memory, until the page is loaded again. */

const memory = new Map();

/** Whether the browser refuses to keep anything for this site. */
export const isBlocked = !works();

function works() {
  try {
    sessionStorage.setItem('laurel.try', '1');
    sessionStorage.removeItem('laurel.try');
    return true;
  } catch {
    return false;
  }
}

/**
 * The text under `key`; null if there is none.
 * @param {string} key
 * @returns {string | null}
 */
export function read(key) {
  if (memory.has(key)) return memory.get(key);
  return isBlocked ? null : sessionStorage.getItem(key);
}

/**
 * Keeps a text; when the tab's storage is full, in memory.
 * @param {string} key
 * @param {string} text
 */
export function write(key, text) {
  memory.delete(key);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    memory.set(key, text);
  }
}

/**
 * Removes what is under `key`.
 * @param {string} key
 */
export function remove(key) {
  memory.delete(key);
  if (!isBlocked) sessionStorage.removeItem(key);
}

/** All keys. */
export function keys() {
  return isBlocked ? [...memory.keys()] : [...memory.keys(), ...Object.keys(sessionStorage)];
}
