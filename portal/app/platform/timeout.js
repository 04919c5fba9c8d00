/** A time limit for a request, its answer included. */

/**
 * A signal that ends what listens to it after so many milliseconds.
 * @param {number} milliseconds
 * @returns {AbortSignal}
 */
export function endsAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
