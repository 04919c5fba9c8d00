/** Addresses from links and from the browser's address bar. */

/**
 * `text` as an address of this portal; null if it is not one.
 * @param {string} text
 * @returns {string | null}
 */
export function ownAddress(text) {
  try {
    const url = new URL(text, location.origin);
    return url.origin === location.origin ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

/**
 * A decoded part of an address; unchanged if it is badly encoded.
 * @param {string} part
 * @returns {string}
 */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
