/** Following what the API has under way: it is read again until it has ended. */

import { GivenUp, Problem, Unreachable } from '../platform/problems.js';

/**
 * Gives `show` for what was just read, `look` to read it now, `watch` to follow it, and `leave` to end that.
 * @template T
 * @param {T} first
 * @param {object} ways
 * @param {() => Promise<T>} ways.read
 * @param {(found: T) => boolean} ways.isUnderWay
 * @param {(found: T, before: T) => void} ways.changed shows on the page what was found
 * @param {number} ways.every milliseconds
 */
export function follow(first, { read, isUnderWay, changed, every }) {
  let timer = 0;
  let current = first;
  const leave = () => clearTimeout(timer);
  const watch = () => {
    leave();
    if (isUnderWay(current)) timer = Number(setTimeout(look, every));
  };
  /** @param {T} found */
  const show = (found) => {
    const before = current;
    current = found;
    changed(found, before);
    watch();
  };
  const look = async () => {
    try {
      show(await read());
    } catch (error) {
      // Without an answer it looks again; what the API refuses stays as it is on the page.
      if (error instanceof Unreachable) watch();
      else if (!(error instanceof Problem || error instanceof GivenUp)) throw error;
    }
  };
  return { show, look, watch, leave };
}
