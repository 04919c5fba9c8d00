/** Files for the reader to keep: from the API, or made in the page. */

import { call } from '../platform/api.js';

/** @import { Query } from '../platform/api.js' */

/**
 * Downloads a file from the API, such as a CSV, as `name`.
 * @param {string} path
 * @param {{query?: Query, accept?: string, name: string}} options
 */
export async function save(path, { query, accept, name }) {
  const { data } = await call('GET', path, { query, accept });
  saveAs(data instanceof Blob ? data : new Blob([JSON.stringify(data, null, 2)]), name);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function saveAs(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
