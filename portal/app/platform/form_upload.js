/** Sends a signed form with a file, and says how far it is. */

import { Problem, Unreachable } from './problems.js';

/** @typedef {{url: string, fields: Record<string, string>}} SignedForm */

/**
 * Sends `file` with `form`. Throws Problem when the form is refused, Unreachable when nothing answers.
 * @param {SignedForm} form
 * @param {File} file
 * @param {(part: number) => void} onProgress gets how much was sent, from 0 to 1
 * @returns {Promise<void>}
 */
export function sendForm({ url, fields }, file, onProgress) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  // The storage passes over every field after the file.
  body.append('file', file);
  return new Promise((done, failed) => {
    // `fetch` does not say how much was sent.
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status < 300) done();
      else failed(new Problem(request.status, { code: 'upload_not_sent' }));
    });
    for (const name of ['error', 'abort', 'timeout']) {
      request.addEventListener(name, () => failed(new Unreachable(url)));
    }
    request.open('POST', url);
    request.send(body);
  });
}
