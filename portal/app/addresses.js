/** Addresses that come from outside: from a link, from the bar of the browser. */

/** `text` as an address of this portal; null if it leads anywhere else, or is none. */
export function ownAddress(text) {
  try {
    const url = new URL(text, location.origin);
    return url.origin === location.origin ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

/** A part of an address as people read it; as it stands where it is not written as it should be. */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
