/** The API, at the portal's own address: one call, its answer, or a Problem. */

import { endsAfter, Problem, Unreachable } from './problems.js';
import * as session from './session.js';

const TIMEOUT = 30_000; // milliseconds
const TRIES_WHEN_BUSY = 3;
const GOOD_FOR = 20_000; // milliseconds that an answer is good which was asked for before the modules came

/** @typedef {Record<string, string | number | null | undefined>} Query null and empty values are left out */

/**
 * @typedef {object} CallOptions
 * @property {Query} [query]
 * @property {unknown} [json] the body, as JSON
 * @property {BodyInit} [body]
 * @property {string} [type] the content type of `body`
 * @property {string} [accept]
 * @property {string | null} [ifMatch] the version that was read
 * @property {boolean} [open] needs no sign-in
 * @property {string} [token] the ID token of another account
 */

/**
 * @template [T=any]
 * @typedef {{status: number, data: T, etag: string | null, following: string | null}} Answer
 */

/**
 * Calls the API. Throws Problem when the API refuses, Unreachable when nothing answers.
 * @param {string} method
 * @param {string} path
 * @param {CallOptions} [options]
 * @returns {Promise<Answer>}
 */
export async function call(method, path, options = {}) {
  let renewed = false;
  let proved = false;
  for (let tries = 1; ; tries += 1) {
    const answer = await send(method, path, options);
    if (answer.ok) return read(answer);
    const problem = await refused(answer);
    if (problem.status === 401 && !options.open && !options.token && !renewed) {
      renewed = true;
      await session.renew();
    } else if (problem.code === 'sign_in_again' && !options.token && !proved && (await session.proveAgain())) {
      proved = true;
    } else if (problem.code === 'busy' && tries < TRIES_WHEN_BUSY) {
      await new Promise((settle) => setTimeout(settle, 1000 * Math.min(problem.retryAfter ?? 1, 5)));
    } else {
      throw problem;
    }
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {CallOptions} options
 */
async function send(method, path, { query = {}, json, body, type, accept, ifMatch, open, token }) {
  /** @type {Record<string, string>} */
  const headers = { Accept: accept ?? 'application/json' };
  const id = open ? '' : (token ?? (await session.idToken()));
  if (id) headers.Authorization = `Bearer ${id}`;
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  if (type) headers['Content-Type'] = type;
  if (ifMatch) headers['If-Match'] = ifMatch;
  try {
    const asked = method === 'GET' && !accept && askedEarly(path + search(query), id);
    const early = asked && (await asked.catch(() => null));
    if (early) return early;
    return await fetch(path + search(query), {
      method,
      headers,
      body: json === undefined ? body : JSON.stringify(json),
      cache: open ? 'default' : 'no-store',
      credentials: 'omit',
      signal: endsAfter(TIMEOUT),
    });
  } catch (error) {
    throw new Unreachable(path, error);
  }
}

/**
 * The answer that `early.js` asked for at this address, with this ID token or without any; each is taken once, and
 * soon: its time limit goes on.
 * @param {string} address
 * @param {string} id
 * @returns {Promise<Response> | undefined}
 */
function askedEarly(address, id) {
  const { laurelAsked: asked } = /** @type {any} */ (globalThis);
  if (!asked?.answers[address] || (id && asked.id !== id) || asked.at + GOOD_FOR < Date.now()) return undefined;
  const { [address]: answer, ...others } = asked.answers;
  asked.answers = others;
  return answer;
}

/** @param {Query} query */
function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const pairs = given.map(([name, value]) => [name, String(value)]);
  return given.length ? `?${new URLSearchParams(pairs)}` : '';
}

/**
 * @param {Response} answer
 * @returns {Promise<Answer>}
 */
async function read(answer) {
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  try {
    const data = answer.status === 204 ? null : await (isJson ? answer.json() : answer.blob());
    const following = answer.headers.get('next-cursor');
    return { status: answer.status, data, etag: answer.headers.get('etag'), following };
  } catch (error) {
    throw new Unreachable('an answer that broke off', error);
  }
}

/** @param {Response} answer */
async function refused(answer) {
  const body = await answer.json().catch(() => ({}));
  const retryAfter = Number(answer.headers.get('retry-after')) || null;
  return new Problem(answer.status, body, { retryAfter, etag: answer.headers.get('etag') });
}

/**
 * All items of a list, page by page.
 * @param {string} path
 * @param {CallOptions} [options]
 * @returns {Promise<any[]>}
 */
export async function all(path, options = {}) {
  const items = [];
  let cursor = null;
  do {
    /** @type {Answer<{items: any[], next_cursor: string | null}>} */
    const { data } = await call('GET', path, { ...options, query: { ...options.query, cursor } });
    items.push(...data.items);
    cursor = data.next_cursor;
  } while (cursor);
  return items;
}
