/** What the portal's modules need of a browser, as far as a test without one can give it. */

const kept = new Map();

export const storage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, text) => kept.set(key, String(text)),
  removeItem: (key) => kept.delete(key),
};
globalThis.sessionStorage = new Proxy(storage, {
  ownKeys: () => [...kept.keys()],
  getOwnPropertyDescriptor: (_, key) => (kept.has(key) ? { enumerable: true, configurable: true } : undefined),
});

const events = new EventTarget();
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
  globalThis[name] = events[name].bind(events);
}
// A channel to other tabs would keep the process running.
delete globalThis.BroadcastChannel;

const encoded = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** Signs in a learner for the modules that are imported from now on. */
export function signIn(sub) {
  const id = `header.${encoded({ sub, email: `${sub}@example.org` })}.signature`;
  kept.set('laurel.session', JSON.stringify({ id, access: 'access', refresh: '', until: Date.now() + 3_600_000 }));
}

/** An answer of the API. */
export function answer(status, body, headers = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
