/** What was asked for before the modules came is taken once, and by the learner alone who asked for it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, signIn } from './browser.js';

signIn('ana');
const { call } = await import('../../portal/app/platform/api.js');
const session = await import('../../portal/app/platform/session.js');
await session.restore();
const mine = await session.idToken();

/** Asks for `path` after `early.js` did so with the token `id`: who answered each of two calls. */
async function askTwice(path, id, options, at = Date.now()) {
  globalThis.fetch = async () => answer(200, { from: 'now' });
  globalThis.laurelAsked = { id, at, answers: { [path]: Promise.resolve(answer(200, { from: 'early' })) } };
  const answers = [await call('GET', path, options), await call('GET', path, options)];
  return answers.map(({ data }) => data.from);
}

test('an early answer is taken once', async () => {
  assert.deepEqual(await askTwice('/v1/transcript', mine), ['early', 'now']);
});

test('an early answer for another learner, or another sign-in, is not taken', async () => {
  assert.deepEqual(await askTwice('/v1/transcript', 'the token of somebody else'), ['now', 'now']);
  assert.deepEqual(await askTwice('/v1/transcript', mine, { token: 'the token of another account' }), ['now', 'now']);
});

test('what is open to everybody is taken whoever asked', async () => {
  assert.deepEqual(await askTwice('/v1/statements', 'another token', { open: true }), ['early', 'now']);
});

test('an early answer that nobody took for long is not taken', async () => {
  assert.deepEqual(await askTwice('/v1/transcript', mine, {}, Date.now() - 25_000), ['now', 'now']);
});

test('what failed early is asked for again', async () => {
  globalThis.fetch = async () => answer(200, { from: 'now' });
  const failed = Promise.reject(new TypeError('no line'));
  globalThis.laurelAsked = { id: mine, at: Date.now(), answers: { '/v1/transcript': failed } };
  assert.equal((await call('GET', '/v1/transcript')).data.from, 'now');
});

test('a file is not what was asked for', async () => {
  assert.deepEqual(await askTwice('/v1/transcript', mine, { accept: 'text/csv' }), ['now', 'now']);
});

test('an early answer that refuses is asked for again', async () => {
  globalThis.fetch = async (path) => answer(200, path.startsWith('/v1') ? { from: 'now' } : {});
  const busy = Promise.resolve(answer(503, { code: 'busy' }));
  globalThis.laurelAsked = { id: mine, at: Date.now(), answers: { '/v1/transcript': busy } };
  assert.equal((await call('GET', '/v1/transcript')).data.from, 'now');
});
