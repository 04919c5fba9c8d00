/** Who does nothing for a while is logged out, and so is a tab that was closed and is opened again later. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { signIn, storage } from './browser.js';

const MINUTE = 60_000;
mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: 1_800_000_000_000 });
const { dueOf, limitOf } = await import('../../portal/app/platform/idle_limits.js');
const config = await import('../../portal/app/platform/config.js');
const session = await import('../../portal/app/platform/session.js');

const kept = () => JSON.parse(storage.getItem('laurel.session') ?? 'null');
const calls = [];
globalThis.fetch = async (_url, options) => {
  if (!options.headers) return Response.json({ sign_in_url: 'http://sign-in/', user_pool_client_id: 'portal' });
  calls.push([options.headers['X-Amz-Target'].split('.')[1], JSON.parse(options.body)]);
  return Response.json({});
};
await config.load();

test('the limits are 30 minutes, and 5 on a shared computer, with a warning of one minute', () => {
  for (const [shared, minutes] of [
    [false, 30],
    [true, 5],
  ]) {
    assert.equal(limitOf(shared), minutes * MINUTE);
    const due = (now) => dueOf({ active: 0, shared }, now);
    assert.equal(due((minutes - 1) * MINUTE - 1), 'nothing');
    assert.equal(due((minutes - 1) * MINUTE), 'warning');
    assert.equal(due(minutes * MINUTE - 1), 'warning');
    assert.equal(due(minutes * MINUTE), 'end');
  }
});

test('activity is noted and kept, every few seconds at most', async () => {
  signIn('ana');
  await session.restore();
  const began = session.activity().active;
  mock.timers.tick(4_000);
  session.touch();
  assert.equal(session.activity().active, began);
  mock.timers.tick(2_000);
  session.touch();
  assert.equal(session.activity().active, began + 6_000);
  assert.equal(kept().active, began + 6_000);
});

test('a tab that is opened again within the limit is signed in, and later it is not', async () => {
  mock.timers.tick(29 * MINUTE);
  await session.restore();
  assert.equal(session.person().id, 'ana');
  storage.setItem('laurel.session', JSON.stringify({ ...kept(), refresh: 'r-1' }));
  mock.timers.tick(MINUTE);
  session.endIdle();
  calls.length = 0;
  signIn('ana');
  storage.setItem('laurel.session', JSON.stringify({ ...kept(), refresh: 'r-2', active: Date.now() - 30 * MINUTE }));
  await session.restore();
  assert.equal(session.person(), null);
  assert.equal(kept(), null);
  await Promise.resolve();
  assert.deepEqual(calls, [['RevokeToken', { ClientId: 'portal', Token: 'r-2' }]]);
});

test('an idle log-out keeps what was typed for the same learner, on a shared computer nothing', async () => {
  for (const shared of [false, true]) {
    signIn('ana');
    storage.setItem('laurel.session', JSON.stringify({ ...kept(), shared, refresh: 'r-3' }));
    await session.restore();
    storage.setItem('laurel.typed.name', '"Ana"');
    session.endIdle();
    assert.equal(session.person(), null);
    assert.equal(storage.getItem('laurel.typed.name'), shared ? null : '"Ana"');
    assert.equal(storage.getItem('laurel.typed_by'), shared ? null : 'ana');
  }
});

test('a press is noted within a second, and before the page is hidden or left', async () => {
  globalThis.document = new EventTarget();
  const { watch } = await import('../../portal/app/frame/idle.js');
  signIn('ana');
  await session.restore();
  watch();
  for (const then of [
    () => mock.timers.tick(1_000),
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => dispatchEvent(new Event('pagehide')),
  ]) {
    mock.timers.tick(10_000);
    const at = Date.now();
    dispatchEvent(new Event('keydown'));
    assert.notEqual(session.activity().active, at);
    then();
    assert.equal(kept().active, at);
  }
});
